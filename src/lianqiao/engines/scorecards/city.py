"""A whole city by its score tables: every rule decided once, the points as arrays.

`decide_city` decides the rules (on NumPy arrays, what is too wide for them in DuckDB); cards that
share a rule, as an old and a changed one do, share its answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from lianqiao.engines.rules import Measure, Vocabulary, check, decide_city

from .card import Card, Item

Mask = npt.NDArray[np.bool_]
Points = npt.NDArray[np.int32]
Range = tuple[Points, Points]
"""The least and the most points of each firm."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a rule is true and where it is false; unknown is neither."""

    true: Mask
    false: Mask


@dataclass(frozen=True)
class Truths:
    """What was decided of each rule, for the firms `ids` in their order."""

    ids: npt.NDArray[np.int64]
    found: Mapping[str, Truth] = field(repr=False)


@dataclass(frozen=True)
class CityScores:
    """Points of each firm of `ids` by line and in all, and the verdict."""

    ids: npt.NDArray[np.int64]
    items: Mapping[str, Range] = field(repr=False)
    groups: Mapping[str, Range] = field(repr=False)
    total: Range = field(repr=False)
    verdict: Truth = field(repr=False)


def decided(
    connection: duckdb.DuckDBPyConnection,
    rules: Iterable[str],
    vocabulary: Vocabulary,
    on: date,
) -> Truths:
    """Decide rules for all rows of the table `facts`, which has `id` and the columns they read.

    Raises:
        RuleError: a rule cannot be read, or not be lowered on the day.
    """
    texts = list(dict.fromkeys(rules))
    measures = [Measure(n, check(text, vocabulary), None, on) for n, text in enumerate(texts)]
    connection.execute("DROP TABLE IF EXISTS decisions")
    decide_city(connection, measures, unknown=True)
    ids = _numpy(connection, "SELECT id FROM facts ORDER BY id")["id"].astype(np.int64)
    # Places are told by DuckDB: looking 2 million ids up here takes longer than deciding them.
    rows = _numpy(
        connection,
        "SELECT d.measure, f.place, d.verdict FROM decisions d JOIN (SELECT id, row_number() OVER"
        " (ORDER BY id) - 1 AS place FROM facts) f USING (id) ORDER BY d.measure",
    )
    starts = np.searchsorted(rows["measure"], np.arange(len(texts) + 1))
    known = ~np.ma.getmaskarray(rows["verdict"])
    places = rows["place"]
    return Truths(
        ids,
        {
            text: _truth(len(ids), places[begin:end], known[begin:end])
            for text, begin, end in zip(texts, starts[:-1], starts[1:], strict=True)
        },
    )


def _numpy(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    return dict(connection.execute(query).fetchnumpy())


def _truth(size: int, places: Any, known: Mask) -> Truth:
    """Make masks of the rows that are true (known) or unknown; all others are false."""
    true, false = np.zeros(size, np.bool_), np.ones(size, np.bool_)
    false[places] = False
    true[places[known]] = True
    return Truth(true, false)


def scored(card: Card, truths: Truths) -> CityScores:
    """Return the points of every firm, as `score` has them for one."""
    size = len(truths.ids)
    found = truths.found
    items = {item.code: _item(item, found, size) for item in card.items}
    groups = {
        group.code: _added([items[item.code] for item in group.items], size)
        for group in card.groups
    }
    total = _added(list(groups.values()), size)
    reached = [_reaches(total, card.least)]
    reached += [_reaches(groups[group.code], group.least) for group in card.groups]
    reached += [_reaches(items[item.code], item.least) for item in card.items if item.least]
    sums = _every(reached, size) if card.groups else _constant(not card.direct, size)
    routes = _some([sums, *(found[one.rule] for one in card.direct)], size)
    verdict = _every([routes, *(found[one.rule] for one in card.conditions)], size)
    return CityScores(truths.ids, items, groups, total, verdict)


def _item(item: Item, found: Mapping[str, Truth], size: int) -> Range:
    if item.scales:
        ranges = [
            _first([(found[scale.reaches(band)], band.points) for band in scale.bands], size)
            for scale in item.scales
        ]
        lows, highs = zip(*ranges, strict=True)
        return np.maximum.reduce(lows), np.maximum.reduce(highs)
    if item.each:
        low, high = np.zeros(size, np.int32), np.zeros(size, np.int32)
        for case in item.each:
            low += case.points * found[case.rule].true
            high += case.points * ~found[case.rule].false
        return np.minimum(low, item.most), np.minimum(high, item.most)
    always = _constant(True, size)
    return _first([(found[c.rule] if c.rule else always, c.points) for c in item.cases], size)


def _first(cases: Sequence[tuple[Truth, int]], size: int) -> Range:
    most = max(points for _truth, points in cases)
    low, high = np.full(size, most, np.int32), np.zeros(size, np.int32)
    undecided = np.ones(size, np.bool_)
    for truth, points in cases:
        possible = undecided & ~truth.false
        low[possible] = np.minimum(low[possible], points)
        high[possible] = np.maximum(high[possible], points)
        undecided &= ~truth.true
    return low, high


def _added(ranges: Sequence[Range], size: int) -> Range:
    low, high = np.zeros(size, np.int32), np.zeros(size, np.int32)
    for one in ranges:
        low += one[0]
        high += one[1]
    return low, high


def _reaches(points: Range, least: int) -> Truth:
    return Truth(points[0] >= least, points[1] < least)


def _constant(value: bool, size: int) -> Truth:
    return Truth(np.full(size, value), np.full(size, not value))


def _every(truths: Sequence[Truth], size: int) -> Truth:
    joined = _constant(True, size)
    for one in truths:
        joined = Truth(joined.true & one.true, joined.false | one.false)
    return joined


def _some(truths: Sequence[Truth], size: int) -> Truth:
    joined = _constant(False, size)
    for one in truths:
        joined = Truth(joined.true | one.true, joined.false & one.false)
    return joined
