"""The demo's pool of experts, all invented, and how each of them scores.

One is severe, one is generous, the others differ by a little: the calibration page has something
to show. What they file is a function of who files about what, so it is the same every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from lianqiao.core.cases.models import Assignment, Expert
from lianqiao.core.cases.services import reviewing
from lianqiao.core.cases.services.experts import ExpertData, save_experts
from lianqiao.core.parties import services
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.site.demo.accounts import EXPERT, PASSWORD
from lianqiao.site.demo.people import INSTITUTE

ENGINEERS = frozenset({"AM", "NM"})
BIOLOGISTS = frozenset({"BM"})
LEANING: Mapping[str, int] = {"expert04": -13, "expert09": 9}
"""By how many points of 100 somebody scores above what a project is worth; others by -4 to 4."""
ON_NOVELTY = (
    (80, "与已公开的方案相比，思路确有不同，关键指标有数据支撑。"),
    (65, "有改进，但与现有做法的差别主要在参数。"),
    (0, "未见与现有做法的实质差别。"),
)
ON_PLAN = (
    (80, "试验步骤能够回答所提的问题，样本量与经费相称。"),
    (65, "方案可行，对照组的设置还需写清。"),
    (0, "试验条件与使用条件相差较大，结论难以外推。"),
)
AS_A_WHOLE = ((80, "建议支持。"), (65, "可以支持，请补充对照试验。"), (0, "不建议支持。"))


def enter(lead: Actor) -> None:
    """Enter the pool; the one whose sign-in the demo names has the demo's password."""
    institute = Organization.objects.get(name=INSTITUTE).pk
    user = services.create_user(EXPERT, password=PASSWORD, name="演示专家（虚构）")
    biologists = [
        ExpertData(user.username, str(user), BIOLOGISTS, frozenset({"示范海洋研究所（虚构）"}), 8),
        *(_expert(number, BIOLOGISTS) for number in range(15, 19)),
        _expert(19, BIOLOGISTS, home=institute),
        _expert(20, BIOLOGISTS, is_active=False),
    ]
    engineers = [_expert(number, ENGINEERS) for number in range(1, 15)]
    save_experts([(one, None) for one in (*engineers, *biologists)], actor=lead)


def _expert(
    number: int, fields: frozenset[str], *, home: int | str = "", is_active: bool = True
) -> ExpertData:
    return ExpertData(
        username=f"expert{number:02}",
        name=f"虚构专家{number:02}",
        fields=fields,
        homes=frozenset({home or f"虚构第{number}研究所"}),
        most=8,
        is_active=is_active,
    )


def acting_as(expert: Expert) -> Actor:
    """Return an expert as one who acts."""
    return services.actor_of(expert.user)


def file(seat: Assignment, merit: int, less: int = 0) -> None:
    """Open the papers and file what the expert thinks of a project of so much merit."""
    actor = acting_as(seat.expert)
    reviewing.open_papers(seat.pk, actor=actor)
    name = str(seat.expert.user.username)
    reviewing.file(seat.pk, actor=actor, typed=opinion(name, merit - less))


def opinion(who: str, merit: int) -> dict[str, dict[str, str]]:
    """Return what an expert types about a project of so much merit."""
    novelty, plan, use, team = (
        _bounded(merit + LEANING.get(who, 0) + _wobble(f"{who}{merit}{item}"))
        for item in ("novelty", "plan", "use", "team")
    )
    return {
        "novelty": {"score": str(novelty), "comment": _said(ON_NOVELTY, novelty)},
        "plan": {
            "score": str(plan),
            "comment": _said(ON_PLAN, plan),
            "evidence": "验证方案；进度表第1、2行",
        },
        "use": {"score": str(use)},
        "team": {"score": f"{1 + team / 25:.1f}"},
        "": {"comment": _said(AS_A_WHOLE, (novelty + plan + use) // 3)},
    }


def _wobble(text: str) -> int:
    return sha256(text.encode()).digest()[0] % 9 - 4


def _bounded(score: int) -> int:
    return max(0, min(100, score))


def _said(bands: tuple[tuple[int, str], ...], score: int) -> str:
    return next(text for least, text in bands if score >= least)
