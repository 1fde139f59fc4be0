"""The points of one firm, from what was decided of each rule: true, false, or unknown (None).

What is unknown leaves a range: `low` is what is certain, `high` what is still possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .card import Card, Item, Scale

Decided = Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class Score:
    """Points: the least and the most that they can be."""

    low: int
    high: int

    @property
    def is_known(self) -> bool:
        """Tell whether nothing is left open."""
        return self.low == self.high

    def reaches(self, least: int) -> bool | None:
        """Tell whether it is so many points, unknown while it may or may not.

        >>> Score(40, 60).reaches(60), Score(40, 60).reaches(40), Score(40, 60).reaches(61)
        (None, True, False)
        """
        return True if self.low >= least else None if self.high >= least else False


@dataclass(frozen=True, slots=True)
class Scores:
    """Points by line and by group, in all; whether the sums suffice; the verdict."""

    items: Mapping[str, Score]
    groups: Mapping[str, Score]
    total: Score
    sums: bool | None
    direct: bool | None
    conditions: bool | None
    verdict: bool | None


def score(card: Card, decided: Decided) -> Scores:
    """Return the points of a firm of which every rule of `card.rules()` was decided."""
    items = {item.code: item_score(item, decided) for item in card.items}
    groups = {group.code: added(items[item.code] for item in group.items) for group in card.groups}
    total = added(groups.values())
    reached = [total.reaches(card.least)]
    reached += [groups[group.code].reaches(group.least) for group in card.groups]
    reached += [items[item.code].reaches(item.least) for item in card.items]
    sums = every(reached) if card.groups else not card.direct
    direct = some(decided[one.rule] for one in card.direct)
    conditions = every(decided[one.rule] for one in card.conditions)
    verdict = every([conditions, some([sums, direct])])
    return Scores(items, groups, total, sums, direct, conditions, verdict)


def item_score(item: Item, decided: Decided) -> Score:
    """Return the points of a line."""
    if item.scales:
        found = [scale_score(scale, decided) for scale in item.scales]
        return Score(max(one.low for one in found), max(one.high for one in found))
    if item.each:
        truths = [(decided[case.rule], case.points) for case in item.each]
        low = sum(points for truth, points in truths if truth)
        high = sum(points for truth, points in truths if truth is not False)
        return Score(min(low, item.most), min(high, item.most))
    return first((decided[c.rule] if c.rule else True, c.points) for c in item.cases)


def scale_score(scale: Scale, decided: Decided) -> Score:
    """Return the points of a number by its bands."""
    return first((decided[scale.reaches(band)], band.points) for band in scale.bands)


def first(cases: Iterable[tuple[bool | None, int]]) -> Score:
    """Return the points of the first case that holds, as far as that is known.

    >>> first([(None, 20), (True, 15), (True, 10)])
    Score(low=15, high=20)
    """
    possible = []
    for truth, points in cases:
        if truth is not False:
            possible.append(points)
        if truth:
            break
    return Score(min(possible, default=0), max(possible, default=0))


def added(scores: Iterable[Score]) -> Score:
    """Return a sum of points."""
    found = list(scores)
    return Score(sum(one.low for one in found), sum(one.high for one in found))


def every(truths: Iterable[bool | None]) -> bool | None:
    """Join truths by Kleene's and.

    >>> every([]), every([True, None]), every([None, False])
    (True, None, False)
    """
    found = list(truths)
    return False if False in found else None if None in found else True


def some(truths: Iterable[bool | None]) -> bool | None:
    """Join truths by Kleene's or.

    >>> some([]), some([False, None]), some([None, True])
    (False, None, True)
    """
    found = list(truths)
    return True if True in found else None if None in found else False
