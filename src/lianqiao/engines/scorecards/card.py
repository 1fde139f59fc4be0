"""A score table: plain data, as its file has it.

Rules are texts of the rules language; `rules_of` names all that must be decided to score a firm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Source:
    """Where a line stands: document, article or annex, address; not `verified` is from memory."""

    document: str
    place: str = ""
    address: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """The values between `low` and `high` (None: open) are worth `points`."""

    points: int
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Scale:
    """A number in bands that leave no gap. `closes` says which edge belongs to a band.

    `low` is 以上 includes, 以下 excludes: `[low, high)`; `high` is `(low, high]`.
    """

    zh: str
    en: str
    measure: str
    bands: tuple[Band, ...]
    closes: str = "low"

    def reaches(self, band: Band) -> str:
        """Return the rule that a value lies in the band.

        >>> Scale("", "", "a / b", ()).reaches(Band(3, Decimal("0.1"), Decimal("0.2")))
        '(a / b) >= 0.1 && (a / b) < 0.2'
        """
        return " && ".join(f"({self.measure}) {op} {edge}" for op, edge in self.edges(band))

    def edges(self, band: Band) -> Iterator[tuple[str, Decimal]]:
        """Yield what bounds a band, each with its comparison."""
        ops = (">=", "<") if self.closes == "low" else (">", "<=")
        for op, edge in zip(ops, (band.low, band.high), strict=True):
            if edge is not None:
                yield op, edge


@dataclass(frozen=True, slots=True)
class Case:
    """A condition worth `points`; without a rule it holds where none before it does."""

    zh: str
    en: str
    points: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the table, of at most `most` points, counted in one of three ways.

    The better of its `scales`; the first of its `cases` that holds; or `each` that holds, added.
    `least` is what the line must reach, whatever the sum.
    """

    code: str
    zh: str
    en: str
    most: int
    source: Source
    scales: tuple[Scale, ...] = ()
    cases: tuple[Case, ...] = ()
    each: tuple[Case, ...] = ()
    least: int = 0

    def rules(self) -> Iterator[str]:
        """Yield the rules that decide its points."""
        for scale in self.scales:
            yield from (scale.reaches(band) for band in scale.bands)
        yield from (case.rule for case in (*self.cases, *self.each) if case.rule)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are summed, and the least that their sum must reach."""

    code: str
    zh: str
    en: str
    items: tuple[Item, ...]
    least: int = 0

    @property
    def most(self) -> int:
        """Return the most points that its lines come to."""
        return sum(item.most for item in self.items)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold (or, of a direct route, what suffices in place of the sum).

    At a re-check another rule may hold in its place; the empty one drops it.
    """

    code: str
    zh: str
    en: str
    rule: str
    source: Source
    recheck: str | None = None


@dataclass(frozen=True)
class Card:
    """A score table of one title, in force from a day to a day (both counted; None: still).

    A firm passes with all `conditions`, and with either the sums (`least` points in all, and the
    least of each group and line) or one of the `direct` routes. `years` is how long a title holds;
    0 is until the end of the year.
    """

    code: str
    title: str
    zh: str
    en: str
    source: Source
    valid_from: date
    valid_to: date | None
    years: int
    conditions: tuple[Condition, ...]
    groups: tuple[Group, ...] = ()
    direct: tuple[Condition, ...] = ()
    least: int = 0

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Return the lines in their order."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def most(self) -> int:
        """Return the most points that there are."""
        return sum(group.most for group in self.groups)

    def in_force(self, on: date) -> bool:
        """Tell whether a firm that applies on a day is judged by it."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def rules(self) -> tuple[str, ...]:
        """Return every rule that is decided to score a firm, each once."""
        found = [one.rule for one in (*self.conditions, *self.direct)]
        found += [rule for item in self.items for rule in item.rules()]
        return tuple(dict.fromkeys(found))

    def for_recheck(self) -> Card:
        """Return the table by which a firm that holds the title is checked again."""
        kept = (one for one in self.conditions if one.recheck != "")
        conditions = tuple(replace(one, rule=one.recheck or one.rule) for one in kept)
        return replace(self, conditions=conditions)
