"""Whom the panel is made of: drawn and voted, by stratum, district and age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise

from lianqiao.desks.reports.evaluation.models import Panelist, Round, Stage

FEWEST = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the panel. None where few are not told apart, or could be reckoned from others."""

    label: str | Promise
    drawn: int | None
    voted: int | None


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of the panel, three ways; `knows_votes` once voting is over."""

    strata: Sequence[Part]
    districts: Sequence[Part]
    ages: Sequence[Part]
    knows_votes: bool


Cell = tuple[int, str, int, int]
"""Stratum, age band, drawn, voted."""


def composition(row: Round) -> Composition | None:
    """Return the panel's parts, None before it is drawn; two queries."""
    over = row.stage in {Stage.CLOSED, Stage.PUBLISHED}
    if not (over or row.stage in {Stage.DRAWN, Stage.VOTING}):
        return None
    strata = {one.pk: one for one in row.strata.select_related("region")}
    cells = _cells(row)

    def parts(label: Callable[[Cell], str | Promise | None]) -> list[Part]:
        return _parts(cells, label, over=over)

    by_stratum = parts(lambda cell: strata[cell[0]].name)
    homes = {one.name: str(one.region or "") for one in strata.values()}
    return Composition(
        by_stratum,
        _no_more(parts(lambda cell: homes[strata[cell[0]].name] or None), by_stratum, homes),
        sorted(parts(lambda cell: cell[1]), key=lambda part: str(part.label)),
        over,
    )


def told(counts: Sequence[int], fewest: int = FEWEST) -> list[int | None]:
    """Return counts of which none below `fewest` can be known, given their total.

    >>> told([40, 12, 30, 5]), told([40, 12, 3, 5]), told([40, 12])
    ([40, None, 30, None], [40, 12, None, None], [40, 12])
    """
    hidden = {at for at, count in enumerate(counts) if count < fewest}
    rest = sorted(set(range(len(counts))) - hidden, key=lambda at: (counts[at], at))
    # The total is known: what is hidden must be several parts, and together not few.
    while hidden and rest and (len(hidden) == 1 or sum(counts[at] for at in hidden) < fewest):
        hidden.add(rest.pop(0))
    return [None if at in hidden else count for at, count in enumerate(counts)]


def _no_more(
    districts: Iterable[Part], strata: Sequence[Part], homes: Mapping[str | Promise, str]
) -> list[Part]:
    """Return districts without what would tell of a stratum that is not told itself."""
    undrawn = {homes[one.label] for one in strata if one.drawn is None}
    unvoted = {homes[one.label] for one in strata if one.voted is None}
    return [
        Part(
            one.label,
            None if one.label in undrawn else one.drawn,
            None if one.label in unvoted else one.voted,
        )
        for one in districts
    ]


def _cells(row: Round) -> list[Cell]:
    counts = {"drawn": Count("pk"), "voted": Count("pk", Q(has_voted=True))}
    return list(
        Panelist.objects.filter(round=row)
        .order_by("volunteer__stratum__code", "volunteer__age_band")
        .values_list("volunteer__stratum", "volunteer__age_band")
        .annotate(**counts)
    )


def _parts(
    cells: Iterable[Cell], label: Callable[[Cell], str | Promise | None], *, over: bool
) -> list[Part]:
    sums: dict[str | Promise, list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        if (name := label(cell)) is not None:
            sums[name][0] += cell[2]
            sums[name][1] += cell[3]
    drawn = told([one[0] for one in sums.values()])
    voted = told([one[1] for one in sums.values()]) if over else [None] * len(sums)
    return [Part(*one) for one in zip(sums, drawn, voted, strict=True)]
