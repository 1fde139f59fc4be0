"""A weighted indicator system as data, and what it makes of yearly reports, point by point.

>>> scheme = shipped("regular")
>>> scheme.most + scheme.expert
Decimal('100')
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from lianqiao.core.language import speaks_chinese
from lianqiao.desks.programs.centers.models import Grade
from lianqiao.desks.programs.centers.operating import Figures

FOLDER = Path(__file__).parent / "data" / "schemes"
KINDS = ("regular", "comprehensive")
CENT = Decimal("0.01")
FULL = 100


@dataclass(frozen=True, slots=True)
class Item:
    """A line scored by rule: the yearly mean of a figure in its unit, or its share in another.

    `bands` are (from, points), ascending; a band includes the figure it begins with, and below
    the first there are no points. A year without a report counts as 0 in a mean.
    """

    code: str
    zh: str
    en: str
    figure: str
    bands: tuple[tuple[Decimal, Decimal], ...]
    over: str = ""
    unit: Decimal = Decimal(1)
    is_local: bool = False

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return self.zh if speaks_chinese() else self.en

    @property
    def most(self) -> Decimal:
        """The points of the highest band."""
        return self.bands[-1][1]

    def value(self, reports: Sequence[Figures], years: int) -> Decimal | None:
        """Return what is measured over the reports of so many years; None for x of 0."""
        whole = sum((one.get(self.figure, Decimal(0)) for one in reports), Decimal(0))
        if not self.over:
            return whole / years / self.unit
        base = sum((one.get(self.over, Decimal(0)) for one in reports), Decimal(0))
        return whole / base if base else None


@dataclass(frozen=True, slots=True)
class Cut:
    """A grade from so many points on; at most the share `quota` of all who are scored, if any."""

    grade: str
    least: Decimal
    quota: Decimal | None = None

    @property
    def label(self) -> str:
        """The grade in words."""
        return str(Grade(self.grade).label)

    @property
    def percent(self) -> Decimal | None:
        """The quota in hundredths, whole where it is."""
        return None if self.quota is None else (self.quota * 100).normalize()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole system: lines, the points of the experts, and the grades from the best down.

    So many failures in a row as `notice_after` lead to the notice of removal; 0: none ever do.
    """

    zh: str
    en: str
    years: int
    valid_years: int
    expert: Decimal
    grades: tuple[Cut, ...]
    items: tuple[Item, ...]
    notice_after: int = 0

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return self.zh if speaks_chinese() else self.en

    @property
    def most(self) -> Decimal:
        """The points that reports can bring."""
        return sum((item.most for item in self.items), Decimal(0))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a score: value, points, and where the next band begins with what it brings."""

    item: Item
    value: Decimal | None
    points: Decimal
    next_from: Decimal | None = None
    next_points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """What reports and experts bring; `expert` is what is left of 0 to 100 by its weight."""

    lines: tuple[Line, ...]
    data: Decimal
    expert: Decimal
    local: Decimal

    @property
    def total(self) -> Decimal:
        """All points."""
        return self.data + self.expert


def read(data: Mapping[str, Any]) -> Scheme:
    """Read a scheme. ValueError where bands do not ascend, or points are not 100 in all."""
    scheme = Scheme(
        data["zh"],
        data["en"],
        data["years"],
        data["valid_years"],
        Decimal(data["expert"]),
        tuple(_cut(one) for one in data["grades"]),
        tuple(_item(one) for one in data["items"]),
        data.get("notice_after", 0),
    )
    for item in scheme.items:
        if list(item.bands) != sorted(set(item.bands)):
            raise ValueError(f"the bands of {item.code} do not ascend")
    if scheme.most + scheme.expert != FULL:
        raise ValueError(f"the points of a scheme are {FULL}, not {scheme.most + scheme.expert}")
    return scheme


def _item(one: Mapping[str, Any]) -> Item:
    bands = tuple((Decimal(low), Decimal(points)) for low, points in one["bands"])
    rest = {name: one[name] for name in ("over", "is_local") if name in one}
    unit = Decimal(one.get("unit", "1"))
    return Item(one["code"], one["zh"], one["en"], one["figure"], bands, unit=unit, **rest)


def _cut(one: Mapping[str, Any]) -> Cut:
    quota = Decimal(one["quota"]) if "quota" in one else None
    return Cut(one["grade"], Decimal(one["least"]), quota)


def raw(kind: str) -> dict[str, Any]:
    """Return a scheme that ships, as data: a campaign keeps a copy of it."""
    found: dict[str, Any] = json.loads((FOLDER / f"{kind}.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=len(KINDS))
def shipped(kind: str) -> Scheme:
    """Return a scheme that ships with the house."""
    return read(raw(kind))


def scored(scheme: Scheme, reports: Sequence[Figures], expert: Decimal | None) -> Score:
    """Score reports by rule, and weigh the experts' score of 0 to 100 (none counts as 0)."""
    return summed(scheme, [_line(item, reports, scheme.years) for item in scheme.items], expert)


def summed(scheme: Scheme, lines: Sequence[Line], expert: Decimal | None) -> Score:
    """Return the score that lines and the experts make."""
    share = (expert or Decimal(0)) * scheme.expert / FULL
    return Score(
        tuple(lines),
        sum((line.points for line in lines), Decimal(0)),
        share.quantize(CENT, ROUND_HALF_UP),
        sum((line.points for line in lines if line.item.is_local), Decimal(0)),
    )


def _line(item: Item, reports: Sequence[Figures], years: int) -> Line:
    return line_of(item, item.value(reports, years))


def line_of(item: Item, value: Decimal | None) -> Line:
    """Return the points of a value, and the next band above it."""
    points, ahead = Decimal(0), item.bands
    if value is not None:
        reached = [band for band in item.bands if value >= band[0]]
        points = reached[-1][1] if reached else points
        ahead = item.bands[len(reached) :]
    return Line(item, value, points, *(ahead[0] if ahead else (None, None)))


def graded(scheme: Scheme, scores: Mapping[int, Score]) -> dict[int, str]:
    """Return the grade of each key: by cut-off, and by quota from the best down.

    Equal totals are ranked by the points of local transformation. A quota counts those of better
    grades in; where the last place of one is shared by equals, none of them gets the grade.
    """
    ranked = sorted(scores, key=lambda key: _rank(scores[key]), reverse=True)
    grades = dict.fromkeys(ranked, Grade.UNQUALIFIED.value)
    for cut in reversed(scheme.grades):
        fitting = [key for key in ranked if scores[key].total >= cut.least]
        for key in _within(fitting, cut.quota, len(ranked), scores):
            grades[key] = cut.grade
    return grades


def _within(
    fitting: Sequence[int], quota: Decimal | None, all_of: int, scores: Mapping[int, Score]
) -> Sequence[int]:
    if quota is None or len(fitting) <= (room := int(quota * all_of)):
        return fitting
    edge = _rank(scores[fitting[room]])
    return [key for key in fitting[:room] if _rank(scores[key]) != edge]


def _rank(score: Score) -> tuple[Decimal, Decimal]:
    return score.total, score.local
