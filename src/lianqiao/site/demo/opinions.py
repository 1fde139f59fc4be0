"""What citizens of the demo city have said to its year, and what departments answered.

Everything goes through the services that people use, and happens today.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.opinions import guard, services
from lianqiao.desks.reports.opinions.guard import Proof
from lianqiao.desks.reports.opinions.models import Opinion, State
from lianqiao.desks.reports.opinions.services import Said
from lianqiao.desks.reports.opinions.subjects import About

FILE = Path(__file__).with_name("opinions.csv")
VOICES = ("", "我也想反映：", "同样的问题请重视。")
"""The same is said in three ways, so that it comes together."""

RATINGS = (5, 4, 5, 3, 4, 2, 5, None)
ODD = "这是一条广告，低价办理各类证件。"
LOST = "谢谢你们公开这些数字，希望明年还能看到同样的报告。"


@dataclass(frozen=True, slots=True)
class Line:
    """An opinion of the file, with the answer that it gets."""

    department: str
    theme: str
    text: str
    answer: str


def lines() -> Iterator[Line]:
    """Yield the lines of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        yield from (Line(**row) for row in csv.DictReader(file))


def is_told() -> bool:
    """Tell whether they are there."""
    return Opinion.objects.filter(is_invented=True).exists()


@transaction.atomic
def tell(departments: Mapping[str, int], report: int, *, actor: Actor) -> None:
    """Let all of them be said, or none."""
    number = 0
    for line in lines():
        for voice in VOICES:
            acting = replace(actor, organization=departments[line.department])
            _one(number, line, voice, About("publishing.report", report), acting)
            number += 1
    spam, _receipt = _leave(Said(ODD), number)
    services.hide(spam.pk, actor=actor, reason="广告，与政务无关。", cause="advertising")
    _leave(Said(LOST, about=About("publishing.report", report)), number + 1)


def _one(number: int, line: Line, voice: str, about: About, acting: Actor) -> None:
    """One of three waits for its answer; of those answered, one in four is so in private."""
    said = Said(
        voice + line.text,
        line.theme,
        acting.organization,
        about,
        may_publish=number % 4 != 1,
        name="演示市民（虚构）" if number % 2 else "",
    )
    row, receipt = _leave(said, number)
    if row.state != State.ROUTED or number % 3 == 2:  # noqa: PLR2004
        return
    services.answer(row.pk, actor=acting, text=line.answer, in_public=row.may_publish)
    if rating := RATINGS[number % len(RATINGS)]:
        services.rate(receipt, rating)


def _leave(said: Said, number: int) -> tuple[Opinion, str]:
    """Leave an opinion that says of itself that it is invented."""
    proof = Proof(guard.challenge(0), "0", f"demo {number}")
    return services.leave(replace(said, is_invented=True), proof)
