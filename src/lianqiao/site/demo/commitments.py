"""What the departments of the demo city promised for two years, in every state there is.

A line of `commitments.csv` says how its promise stands today; its entries are made to come to that,
so that the demo tells the same story on every day of the year. Pictures are drawn and say so.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import manimgx_fonts_cjk
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from lianqiao.core import prints
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.regions import Finder, region_finder
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.models import Commitment
from lianqiao.desks.reports.commitments.services import Change, Draft, Reached, Spot
from lianqiao.desks.reports.commitments.writing import read_places

HERE = Path(__file__).parent
FILE, PICTURE = HERE / "commitments.csv", HERE / "commitments.typ"
OPEN = frozenset({"on_time", "behind"})
AHEAD = timedelta(days=20)
"""What is open is due so many days from now at least."""

LAGGING, LEAST = Decimal("0.3"), Decimal("0.2")
"""How far behind the calendar a promise is that is behind; early in a year, what part of it."""

STEPS = 4
NOTES = (
    "前期手续办结，施工单位进场。",
    "主体完工，设备进场。",
    "首批投用，群众可预约。",
    "通过验收。",
)
AMENDED, CORRECTED = ("zone", 0, 1), ("science", 0, 1)
REASON = "一处地块规划调整，另选址建设，目标数相应核减（虚构）。"
WRONG = "上报时把两场同日活动重复计算（虚构）。"


@dataclass(frozen=True, slots=True)
class Line:
    """A promise of the file: `back` years before the year told, days as month and day."""

    department: str
    back: str
    number: str
    title: str
    title_en: str
    promise: str
    promise_en: str
    target: str
    unit: str
    begins: str
    due: str
    state: str
    places: str

    @property
    def key(self) -> tuple[str, int, int]:
        """What no other line has."""
        return self.department, int(self.back), int(self.number)


def lines() -> Iterator[Line]:
    """Yield the lines of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        yield from (Line(**row) for row in csv.DictReader(file))


def is_told() -> bool:
    """Tell whether they are there."""
    return Commitment.objects.filter(is_invented=True).exists()


@transaction.atomic
def tell(
    departments: Mapping[str, int], year: int, today: date, officer: Actor, lead: Actor
) -> None:
    """Let all be promised and reported on, once."""
    if is_told():
        return
    find = region_finder()
    for place, line in enumerate(lines()):
        acting = tuple(
            replace(one, organization=departments[line.department]) for one in (officer, lead)
        )
        row = _promise(_draft(line, year, today, find), *acting)
        _report(row, line, today, place, acting[0])
        if line.key == AMENDED:
            _amend(row, acting[1])
        if line.key == CORRECTED:
            _correct(row, acting[0])


def _draft(line: Line, year: int, today: date, find: Finder) -> Draft:
    of = year - int(line.back)
    begins, due = (date.fromisoformat(f"{of}-{day}") for day in (line.begins, line.due))
    if line.state in OPEN:
        due = max(due, today + AHEAD)
    if line.state == "not_begun":
        begins, due = today, max(due, today + AHEAD)
    return Draft(
        of,
        int(line.number),
        line.title,
        line.promise,
        Decimal(line.target),
        line.unit,
        due,
        begins,
        line.title_en,
        line.promise_en,
        [Spot(*one) for one in read_places(line.places, find)],
        is_invented=True,
    )


def _promise(draft: Draft, officer: Actor, lead: Actor) -> Commitment:
    row = services.save(draft, actor=officer)
    services.submit(row.pk, actor=officer)
    return services.publish(row.pk, actor=lead)


def _report(row: Commitment, line: Line, today: date, place: int, officer: Actor) -> None:
    """Report in steps that come to what the line says."""
    spots, given = list(row.places.all()), defaultdict[int, Decimal](Decimal)
    last = _last_day(row, line, today)
    days = (last - row.begins_on).days
    for step, amount in enumerate(_amounts(row, line, today)):
        on = last - timedelta(days=days * (STEPS - 1 - step) // STEPS)
        spot = min(spots, key=lambda one: given[one.pk] / (one.target or 1), default=None)
        if spot:
            given[spot.pk] += amount
        words = f"{spot or row.title}　{on:%Y-%m}"
        reached = Reached(
            amount,
            on,
            spot.pk if spot else None,
            location=spot.address if spot else "",
            note=f"{_said(step, line.state)}（虚构）",
            files=_files(row, words, step, place),
        )
        services.report(row.pk, reached, actor=officer)


def _said(step: int, state: str) -> str:
    """Return what is said of a step; nothing is accepted before all of it is there."""
    return NOTES[step if state in {"done", "late"} else min(step, STEPS - 2)]


def _last_day(row: Commitment, line: Line, today: date) -> date:
    ends = {"late": row.due_on + timedelta(days=20), "done": row.due_on - timedelta(days=9)}
    return min(today, max(ends.get(line.state, row.due_on), row.begins_on))


def _amounts(row: Commitment, line: Line, today: date) -> list[Decimal]:
    """Return what each step adds; nothing where nothing has begun."""
    gone = Decimal((today - row.begins_on).days) / (row.due_on - row.begins_on).days
    shares = {
        "done": Decimal(1),
        "late": Decimal(1),
        "overdue": Decimal("0.8"),
        "on_time": min(gone, Decimal("0.97")),
        "behind": max(gone - LAGGING, gone * LEAST),
        "not_begun": Decimal(0),
    }
    whole = int(row.target * shares[line.state])
    part = whole // STEPS
    return [Decimal(part)] * (STEPS - 1) + [Decimal(whole - part * (STEPS - 1))] if whole else []


def _files(row: Commitment, words: str, step: int, place: int) -> list[SimpleUploadedFile]:
    """Return a drawn picture for most steps, and a paper for the last."""
    found = []
    if step != 1:
        name = f"现场{step + 1}.png"
        found.append(SimpleUploadedFile(name, picture(words, place + step, step / (STEPS - 1))))
    if step == STEPS - 1 and place % 2 == 0:
        said = prints.paragraph(prints.run(f"{row.title}：验收情况说明（虚构，仅供演示）。"))
        found.append(SimpleUploadedFile("验收说明.pdf", prints.pdf("验收情况说明", [said])))
    return found


def picture(words: str, number: int, share: float) -> bytes:
    """Return a drawing of a site as PNG: the further it is, the higher its houses."""
    made = typst.compile(
        PICTURE,
        format="png",
        ppi=144,
        sys_inputs={"words": words[:24], "number": str(number), "share": f"{share:.2f}"},
        font_paths=[str(Path(manimgx_fonts_cjk.__file__).parent)],
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)  # noqa: S101 -- one page is one file
    return made


def _amend(row: Commitment, lead: Actor) -> None:
    dropped = row.places.order_by("-pk").first()
    change = Change(
        row.target - 200,
        row.unit,
        row.due_on,
        REASON,
        add=[Spot("宝源路停车场", "370214", target=Decimal(1900))],
        drop=[dropped.pk] if dropped else (),
    )
    services.amend(row.pk, change, actor=lead)


def _correct(row: Commitment, officer: Actor) -> None:
    wrong = row.progress.order_by("pk")[1]
    right = Reached(wrong.amount - 1, wrong.on, wrong.place_id, note="按实际场次更正（虚构）。")
    services.correct(wrong.pk, right, actor=officer, reason=WRONG)
