"""One pass over the facts of a city: all measures that fit arrays, some subjects at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import duckdb
import numpy as np

from . import arrow
from .arrays import Chunk, Column, Mask, fits
from .expression import Expression
from .lowering import Lowering

ROWS = 61_440
"""Rows reckoned at once: fewer waste calls, more waste memory, some 200 kB for each step."""
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number to know it by, who qualifies, what is paid (yuan; or nothing), as it is on a day."""

    id: int
    condition: Expression
    payout: Expression | None
    on: date

    @property
    def columns(self) -> set[str]:
        """Return the columns that its rules read."""
        rules = [rule for rule in (self.condition, self.payout) if rule]
        return {ref.column for rule in rules for ref in rule.facts}


@dataclass(frozen=True, slots=True)
class Swept:
    """A measure as steps of a lowering: the place of its verdict, and of its payout in fen."""

    measure: Measure
    lowering: Lowering
    verdict: int
    payout: int | None

    @property
    def fits(self) -> bool:
        """Whether arrays can hold all that it reckons with."""
        places = [self.verdict, *([] if self.payout is None else [self.payout])]
        return fits(self.lowering.build.steps, places)


def planned(measures: Sequence[Measure]) -> list[Swept]:
    """Lower measures, those of a day together: what two of them share is reckoned once.

    Raises:
        RuleError: a rule cannot be lowered on its date.
    """
    lowerings: dict[date, Lowering] = {}
    swept = []
    for one in measures:
        if one.on not in lowerings:
            lowerings[one.on] = Lowering(one.on)
        lowering = lowerings[one.on]
        verdict = lowering.truth(one.condition.tree)
        payout = lowering.rounded(one.payout.tree, 2) if one.payout else None
        swept.append(Swept(one, lowering, verdict, payout))
    return swept


def sweep(
    connection: duckdb.DuckDBPyConnection,
    swept: Sequence[Swept],
    *,
    unknown: bool,
) -> None:
    """Decide for all rows of `facts`, and append to `decisions`, as `decide_city` says."""
    columns = {name for one in swept for name in one.measure.columns}
    names = ", ".join(["id", *(f'"{name}"' for name in sorted(columns))])
    # What was found is written while the next rows are reckoned: by one thread, as more of them
    # wait for each other between calls that take microseconds.
    writer = connection.cursor()

    def work(batch: Any) -> list[arrow.Found]:
        return list(_decided(batch, swept, unknown))

    reader = connection.sql(f"SELECT {names} FROM facts").to_arrow_reader(ROWS)  # noqa: S608
    with closing(reader), ThreadPoolExecutor(1) as pool:
        for found in _one_ahead(pool, work, reader):
            if found:
                writer.register("found", arrow.decided(found))
                writer.execute("INSERT INTO decisions SELECT * FROM found")
                writer.unregister("found")


def _one_ahead(pool: ThreadPoolExecutor, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield what `work` makes of each item, while it is at the next one."""
    waiting: Future[R] | None = None
    for item in items:
        begun = pool.submit(work, item)
        if waiting is not None:
            yield waiting.result()
        waiting = begun
    if waiting is not None:
        yield waiting.result()


def _decided(batch: Any, swept: Sequence[Swept], unknown: bool) -> Iterator[arrow.Found]:
    columns = arrow.columns(batch)
    days = {one.lowering.on: one.lowering.build.steps for one in swept}
    chunks = {on: Chunk(steps, columns, batch.num_rows) for on, steps in days.items()}
    with np.errstate(all="ignore"):
        for one in swept:
            yield from _rows(one, chunks[one.lowering.on], columns, unknown)


def _rows(
    one: Swept, chunk: Chunk, columns: Mapping[str, Column], unknown: bool
) -> Iterator[arrow.Found]:
    """Yield the rows that are wanted of a measure, where there are any."""
    wanted = ~chunk.false(one.verdict) if unknown else chunk.true(one.verdict)
    places = np.flatnonzero(wanted)
    if not places.size:
        return
    verdict = chunk.true(one.verdict)[places] if unknown else None
    payout = _payout(one, chunk, columns, places, verdict)
    yield arrow.Found(columns["id"].values[places], one.measure.id, verdict, payout)


def _payout(
    one: Swept,
    chunk: Chunk,
    columns: Mapping[str, Column],
    places: Any,
    verdict: Mask | None,
) -> Column | None:
    """Reckon what the rows at `places` are paid; nothing yet where it cannot be decided."""
    if one.payout is None:
        return None
    paid = Chunk(chunk.steps, _Taken(columns, places), len(places)).value(one.payout)
    if verdict is None:
        return paid
    return Column(paid.values, verdict if paid.known is None else paid.known & verdict)


class _Taken(dict[str, Column]):
    """Columns of some rows, each taken when it is first asked for."""

    def __init__(self, columns: Mapping[str, Column], places: Any) -> None:
        super().__init__()
        self._columns, self._places = columns, places

    def __missing__(self, name: str) -> Column:
        self[name] = self._columns[name].at(self._places)
        return self[name]
