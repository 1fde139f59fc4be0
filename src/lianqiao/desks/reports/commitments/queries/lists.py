"""The list of promises: of a year, a department, a district, a state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lianqiao.core.indicators.queries import districts
from lianqiao.desks.reports.commitments.models import Commitment, Stage
from lianqiao.desks.reports.commitments.queries.following import Followed, followed
from lianqiao.desks.reports.commitments.states import State
from lianqiao.desks.reports.commitments.writing import written_places

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to."""

    year: int | None = None
    department: int | None = None
    region: str = ""
    state: str = ""
    q: str = ""

    @classmethod
    def from_query(cls, given: Mapping[str, str]) -> Wanted:
        """Read an address; what makes no sense counts as not given."""
        region, state = given.get("region", ""), given.get("state", "")
        return cls(
            _number(given.get("year", "")[:4]),
            _number(given.get("department", "")[:9]),
            region[:6] if region.isascii() and region.isdigit() else "",
            state if state in State.values else "",
            given.get("q", "").replace("\0", "").strip()[:LONGEST],
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether something of its year is left out."""
        return replace(self, year=None) != Wanted()


def years() -> list[int]:
    """Return the years for which something was promised, the newest first."""
    rows = Commitment.objects.filter(stage=Stage.PUBLISHED)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def listed(wanted: Wanted, today: date) -> list[Followed]:
    """Return published promises with how they stand, by department and number."""
    rows = Commitment.objects.filter(stage=Stage.PUBLISHED).select_related("department")
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.department:
        rows = rows.filter(department=wanted.department)
    if wanted.region:
        living = {"places__region": wanted.region, "places__dropped_by": None}
        rows = rows.filter(**living).distinct()
    found = followed(rows.order_by("-year", "department__pinyin", "department", "number"), today)
    return [one for one in found if _has(one, wanted)]


def tally(found: Iterable[Followed]) -> list[tuple[State, int]]:
    """Count promises by state, in the order of states."""
    counts = Counter(one.standing.state for one in found)
    return [(state, counts[state]) for state in State]


def places_by_district(found: Iterable[Followed]) -> list[tuple[str, str, int]]:
    """Return (code, name, number of places) of each district of the city."""
    counts = Counter(part.place.region_id for one in found for part in one.living)
    return [(region.pk, region.name, counts[region.pk]) for region in districts()]


def exported(found: Iterable[Followed]) -> Iterator[list[Any]]:
    """Yield the list as `columns.LIST` has it."""
    for one in found:
        row, stands = one.row, one.standing
        yield [
            row.year,
            str(row.department),
            row.number,
            row.title,
            row.title_en,
            row.promise,
            row.promise_en,
            row.target,
            row.unit,
            row.begins_on,
            row.due_on,
            written_places([part.place for part in one.living]),
            stands.reached,
            one.percent,
            str(stands.state.label),
            stands.done_on,
        ]


def _has(one: Followed, wanted: Wanted) -> bool:
    if wanted.state and one.standing.state != wanted.state:
        return False
    text = f"{one.row.title}\n{one.row.title_en}\n{one.row.promise}".casefold()
    return wanted.q.casefold() in text


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
