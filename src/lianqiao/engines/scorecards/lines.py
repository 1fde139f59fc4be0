"""The lines of a card as a firm stands in them: value, band, points, what the next band needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lianqiao.engines.rules import Change, Row, what_would_change

from .bands import Texts, edge_text
from .card import Band, Case, Item, Scale
from .ready import Ready
from .scores import Decided, Score, scale_score


@dataclass(frozen=True, slots=True)
class Rung:
    """A band or case: in words, its points, and whether the firm stands in it (None: unknown)."""

    text: Texts
    points: int
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to count a line: what is measured, the firm's value in words, the bands."""

    name: Texts
    value: Texts
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What the next band needs: `points` there, in words, and the smallest changes that reach it.

    `rule` is what must come true.
    """

    points: int
    text: Texts
    rule: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its points, how they are counted, the columns that are missing, what comes next."""

    item: Item
    score: Score
    ways: tuple[Way, ...]
    missing: tuple[str, ...]
    upgrades: tuple[Upgrade, ...] = field(default=())


def line(ready: Ready, item: Item, row: Row, decided: Decided, score: Score) -> Line:
    """Return a line as a firm stands in it."""
    ways = tuple(_ways(ready, item, row, decided))
    missing = [
        column
        for rule in item.rules()
        if decided[rule] is None
        for column in ready.plan(rule).judge(row).missing
    ]
    found = () if score.low == item.most else tuple(_next(ready, item, row, decided, score))
    kept = missing if not score.is_known else []
    return Line(item, score, ways, tuple(dict.fromkeys(kept)), found)


def _ways(ready: Ready, item: Item, row: Row, decided: Decided) -> Iterator[Way]:
    for scale in item.scales:
        rungs = tuple(
            Rung(ready.band(scale, band), band.points, decided[scale.reaches(band)])
            for band in scale.bands
        )
        yield Way({"zh": scale.zh, "en": scale.en}, _value(ready, scale, row), rungs)
    if item.cases:
        yield Way({}, {}, tuple(_cases(item, decided)))
    if item.each:
        rungs = tuple(Rung(_named(c), c.points, decided[c.rule]) for c in item.each)
        yield Way({}, {}, rungs)


def _cases(item: Item, decided: Decided) -> Iterator[Rung]:
    """Yield the cases; one that comes after one that holds is passed by."""
    passed: bool | None = False
    for case in item.cases:
        truth = decided[case.rule] if case.rule else True
        holds = False if passed else None if passed is None and truth else truth
        yield Rung(_named(case), case.points, holds)
        passed = True if truth or passed else None if truth is None else passed


def _named(case: Case) -> Texts:
    return {"zh": case.zh, "en": case.en}


def _value(ready: Ready, scale: Scale, row: Row) -> Texts:
    """Return the firm's number in words, as the conditions of the bands look at it."""
    explained = ready.plan(scale.reaches(scale.bands[0])).judge(row).tree()
    leaf = explained.parts[0] if explained.parts else explained
    return leaf.value


def _next(ready: Ready, item: Item, row: Row, decided: Decided, score: Score) -> Iterator[Upgrade]:
    """Yield the nearest step up that each way of counting has."""
    for scale in item.scales:
        own = scale_score(scale, decided)
        better = [band for band in scale.bands if band.points > score.low]
        if better and own.is_known:
            yield band_upgrade(ready, scale, min(better, key=lambda band: band.points), own, row)
    better_cases = [c for c in item.cases if c.points > score.low and c.rule]
    if better_cases:
        yield case_upgrade(ready, min(better_cases, key=lambda case: case.points), row)
    for case in item.each:
        if not decided[case.rule]:
            yield case_upgrade(ready, case, row, score.low + case.points, item.most)


def case_upgrade(
    ready: Ready, case: Case, row: Row, points: int | None = None, most: int | None = None
) -> Upgrade:
    """Return how a case comes to hold."""
    reached = case.points if points is None else points
    reached = reached if most is None else min(reached, most)
    return Upgrade(reached, _named(case), case.rule, changes(ready, case.rule, row))


def band_upgrade(ready: Ready, scale: Scale, band: Band, own: Score, row: Row) -> Upgrade:
    """Return how a number comes into a better band: which edge it has to cross."""
    op, edge = nearer_edge(scale, band, own)
    rule = f"({scale.measure}) {op} {edge}"
    measure = ready.number(scale.measure)
    text = {name: edge_text(op, edge, measure, one) for name, one in ready.words.items()}
    return Upgrade(band.points, text, rule, changes(ready, rule, row))


def nearer_edge(scale: Scale, band: Band, own: Score) -> tuple[str, Decimal]:
    """Return the edge of a better band that faces the band in which a number lies."""
    current = next((one for one in scale.bands if one.points == own.low), scale.bands[-1])
    edges = list(scale.edges(band))
    is_above = band.low is not None and (current.low is None or current.low < band.low)
    return edges[0] if is_above else edges[-1]


LIVELIHOOD = frozenset({"revenue", "main_revenue", "staff", "costs", "total_assets"})
"""What nobody is told to have less of for the sake of a ratio, unless there is no other way."""


def changes(ready: Ready, rule: str, row: Row) -> tuple[Change, ...]:
    """Return the smallest changes that make a rule true."""
    found = tuple(what_would_change(ready.plan(rule), row))
    return tuple(one for one in found if not _shrinks(one)) or found


def _shrinks(change: Change) -> bool:
    return any(
        step.fact.name in LIVELIHOOD and step.before is not None and step.after < step.before  # type: ignore[operator]  # numbers
        for step in change.steps
    )
