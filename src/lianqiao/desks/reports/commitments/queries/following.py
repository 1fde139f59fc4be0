"""Promises with how they stand, many at once in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lianqiao.desks.reports.commitments.models import Commitment, Place, Progress
from lianqiao.desks.reports.commitments.queries.rules import rules
from lianqiao.desks.reports.commitments.states import Standing, State, Term, standing

PERCENT = 100
MARKS = {
    State.DONE: ("badge--ok", "✓"),
    State.ON_TIME: ("", "▸"),
    State.BEHIND: ("badge--warn", "▾"),
    State.OVERDUE: ("badge--bad", "!"),
    State.NOT_BEGUN: ("badge--plain", "○"),
}
"""A state's colour and shape, beside its word."""


@dataclass(frozen=True, slots=True)
class Part:
    """A place, and how much was reached there."""

    place: Place
    reached: Decimal

    @property
    def percent(self) -> int | None:
        """Of its own target, in whole percent; None where it has none."""
        target = self.place.target
        return percent(self.reached / target) if target else None

    @property
    def bar(self) -> int:
        """The percent that a bar has room for."""
        return min(self.percent or 0, PERCENT)


@dataclass(frozen=True, slots=True)
class Followed:
    """A promise, how it stands, and its places."""

    row: Commitment
    standing: Standing
    parts: Sequence[Part]

    @property
    def percent(self) -> int:
        """The share reached, in whole percent: 100 only where it is all."""
        return percent(self.standing.share)

    @property
    def elapsed(self) -> int:
        """The share of the time that is past, in whole percent."""
        return percent(self.standing.elapsed)

    @property
    def bar(self) -> int:
        """The percent that a bar has room for."""
        return min(self.percent, PERCENT)

    @property
    def badge(self) -> str:
        """The class of the state's mark."""
        return "badge--warn" if self.standing.is_late else MARKS[self.standing.state][0]

    @property
    def shape(self) -> str:
        """The shape of the state's mark."""
        return MARKS[self.standing.state][1]

    @property
    def living(self) -> list[Part]:
        """The places that it still names."""
        return [part for part in self.parts if part.place.dropped_by_id is None]


def percent(share: Decimal) -> int:
    """Return a share in whole percent, rounded down: 99.9 is not all.

    >>> percent(Decimal("0.999")), percent(Decimal(1))
    (99, 100)
    """
    return int(share * PERCENT)


def follow(row: Commitment, today: date) -> Followed:
    """Return one promise with how it stands."""
    return followed([row], today)[0]


def followed(rows: Iterable[Commitment], today: date) -> list[Followed]:
    """Return promises with how they stand on a day, in their order; three queries."""
    found = list(rows)
    keys = [row.pk for row in found]
    steps, places = _steps(keys), _places(keys)
    tolerance = Decimal(rules().tolerance) / PERCENT
    return [_followed(row, steps[row.pk], places[row.pk], today, tolerance) for row in found]


def _followed(
    row: Commitment, steps: list[Progress], places: list[Place], today: date, tolerance: Decimal
) -> Followed:
    term = Term(row.target, row.begins_on, row.due_on)
    found = standing(term, [(one.on, one.amount) for one in steps], today, tolerance)
    at: dict[int | None, Decimal] = defaultdict(Decimal)
    for one in steps:
        at[one.place_id] += one.amount
    return Followed(row, found, [Part(place, at[place.pk]) for place in places])


def _steps(keys: Sequence[int]) -> dict[int, list[Progress]]:
    """Return what counts of each promise: each entry in its last restatement."""
    rows = Progress.objects.filter(
        commitment__in=keys, corrected_by__isnull=True, withdrawn=False
    ).only("commitment", "place", "on", "amount")
    found = defaultdict(list)
    for row in rows:
        found[row.commitment_id].append(row)
    return found


def _places(keys: Sequence[int]) -> dict[int, list[Place]]:
    found = defaultdict(list)
    for row in Place.objects.filter(commitment__in=keys).select_related("region"):
        found[row.commitment_id].append(row)
    return found
