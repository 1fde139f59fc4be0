"""What would change a no into a yes, over a whole card.

Conditions that fail must be met whatever the points: the smallest change of each comes first. Then
one or two steps up in the lines, or one direct route, are tried on top; what is kept is what the
whole card says yes to, since one fact may stand in several lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from lianqiao.engines.rules import Change, Row

from .card import Item
from .lines import band_upgrade, case_upgrade
from .lines import changes as smallest
from .ready import Ready
from .scores import item_score, scale_score, score

MOST = 3
"""So many ways are shown."""
TRIED = 24
"""So many steps up are tried by pairs, the smallest first."""


@dataclass(frozen=True, slots=True)
class Ways:
    """`must` are needed in any case; one of `either` on top of them, where there are any.

    `is_open` tells that together they suffice; where not, more than two steps are lacking, or
    something that nobody can change.
    """

    must: tuple[Change, ...]
    either: tuple[tuple[Change, ...], ...]
    is_open: bool


def ways(ready: Ready, row: Row) -> Ways:
    """Return the smallest changes after which a firm passes, relatively smallest first."""
    must, after = _conditions(ready, row)
    if after is None:
        return Ways(must, (), False)
    verdict = _verdict(ready, after)
    if verdict:
        return Ways(must, (), True)
    steps = sorted(_steps(ready, after), key=lambda change: change.size)
    found: list[tuple[Change, ...]] = [(step,) for step in steps if _passes(ready, after, (step,))]
    if not found:
        pairs = combinations(steps[:TRIED], 2)
        found = [pair for pair in pairs if _apart(pair) and _passes(ready, after, pair)]
    found.sort(key=lambda some: [sum(step.size[n] for step in some) for n in (0, 1)])
    return Ways(must, tuple(_distinct(found))[:MOST], bool(found))


def _conditions(ready: Ready, row: Row) -> tuple[tuple[Change, ...], Row | None]:
    """Return the smallest change of each condition that fails, and the row after them all.

    None in place of the row where they do not suffice: something fails that nobody can change.
    """
    must: list[Change] = []
    for condition in ready.card.conditions:
        if ready.truth(condition.rule, row) is False:
            for step in smallest(ready, condition.rule, row)[:1]:
                must.append(step)
                row = step.applied(row)
    failing = [c for c in ready.card.conditions if ready.truth(c.rule, row) is False]
    return tuple(must), None if failing else row


def _steps(ready: Ready, row: Row) -> Iterator[Change]:
    """Yield a change for each better band or case of each line, and for each direct route."""
    for condition in ready.card.direct:
        yield from smallest(ready, condition.rule, row)[:1]
    for item in ready.card.items:
        yield from _of_item(ready, item, row)


def _of_item(ready: Ready, item: Item, row: Row) -> Iterator[Change]:
    decided = ready.decided(row)
    low = item_score(item, decided).low
    for scale in item.scales:
        own = scale_score(scale, decided)
        for band in scale.bands if own.is_known else ():
            if band.points > low:
                yield from band_upgrade(ready, scale, band, own, row).changes[:1]
    for case in (*item.cases, *item.each):
        if case.rule and not decided[case.rule] and (item.each or case.points > low):
            yield from case_upgrade(ready, case, row).changes[:1]


def _passes(ready: Ready, row: Row, changes: tuple[Change, ...]) -> bool:
    for change in changes:
        row = change.applied(row)
    return _verdict(ready, row) is True


def _verdict(ready: Ready, row: Row) -> bool | None:
    return score(ready.card, ready.decided(row)).verdict


def _apart(pair: tuple[Change, ...]) -> bool:
    columns = [{step.column for step in change.steps} for change in pair]
    return not columns[0] & columns[1]


def _distinct(found: list[tuple[Change, ...]]) -> Iterator[tuple[Change, ...]]:
    """Yield ways, of those that touch the same facts the first alone."""
    seen: set[frozenset[str]] = set()
    for some in found:
        columns = frozenset(step.column for change in some for step in change.steps)
        if columns not in seen:
            seen.add(columns)
            yield some
