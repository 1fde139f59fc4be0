"""Invented experts, and what they give to applications for research projects."""

from __future__ import annotations

from lianqiao.core.cases.models import Assignment, Case
from lianqiao.core.cases.services import drawing, reviewing
from lianqiao.core.cases.services.experts import ExpertData, save_experts
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import TechnicalField, User
from lianqiao.core.parties.services import actor_of

NAMES = ("方教授", "贺研究员", "罗高工", "孟教授", "戚研究员", "尤高工")
MOST = 40
SPREAD = (2, 0, -2)
"""How the three of a panel differ from the score that the story tells."""
ITEMS = ("novelty", "plan", "budget", "effect")


def settle(lead: Actor) -> None:
    """Enter six experts, each of every field and of an institute of his own."""
    fields = frozenset(TechnicalField.objects.values_list("pk", flat=True))
    rows = [
        ExpertData(
            username=f"expert{number}",
            name=f"{name}（虚构）",
            fields=fields,
            homes=frozenset({f"示范第{number}研究所（虚构）"}),
            most=MOST,
        )
        for number, name in enumerate(NAMES, start=1)
    ]
    save_experts([(row, None) for row in rows], actor=lead)


def judge(case: Case, score: int | None, *, officer: Actor) -> None:
    """Draw a panel and let it score an application; without a score, nobody has filed yet."""
    panel = drawing.draw(case.pk, "expert", actor=officer, seed=case.number)
    if score is None:
        return
    rows = panel.assignments.filter(state=Assignment.State.ASKED).select_related("expert__user")
    for row, more in zip(rows.order_by("place"), SPREAD, strict=True):
        _file(row, score + more)


def _file(row: Assignment, score: int) -> None:
    actor = actor_of(User.objects.get(pk=row.expert.user_id))
    reviewing.open_papers(row.pk, actor=actor)
    typed = {item: {"score": str(score), "comment": "方案可行，指标明确。"} for item in ITEMS}
    reviewing.file(row.pk, actor=actor, typed={**typed, "": {"comment": "可以支持。"}})
