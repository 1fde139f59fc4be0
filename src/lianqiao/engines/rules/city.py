"""Every subject against every measure, from DuckDB's columns: who qualifies, how much, who may.

What fits arrays is decided in one pass (`sweep.py`). The rest, and Spark's, goes in batches: a view
decides some measures side by side, one statement appends the rows that are wanted of each to
`decisions`. Nothing but these rows is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis

from .columnar import TYPES, Column, expressions
from .lowering import Lowering
from .program import Program
from .sweep import Measure, planned, sweep

BATCH = 10
"""Measures a statement: fewer waste threads, more waste memory."""


def lowered(measure: Measure) -> Program:
    """Return a measure as steps on whole numbers: equal for two days where it means the same.

    Raises:
        RuleError: a rule cannot be lowered on its date.
    """
    lowering = Lowering(measure.on)
    outputs = [lowering.truth(measure.condition.tree)]
    if measure.payout:
        outputs.append(lowering.rounded(measure.payout.tree, 2))
    return lowering.build.program(outputs)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many subjects qualify, are refused, or cannot be decided; the sum of payouts in fen."""

    true: int
    false: int
    unknown: int
    payout: int


def decide_city(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    *,
    unknown: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> None:
    """Decide all measures for all rows of the table `facts`.

    `facts` has `id INTEGER` and the columns that the rules read, of the types of
    `columnar.TYPES`. Appends to the table `decisions`, which it makes where it is missing:
    `id, measure, verdict, payout` (fen), a row for each subject that qualifies and, where
    `unknown` is wanted, for each that cannot be decided (`verdict` NULL). `progress` is told the
    number of measures done.

    Raises:
        RuleError: a rule cannot be lowered on its date; nothing is decided then.
    """
    connection.execute(
        "CREATE TABLE IF NOT EXISTS decisions"
        " (id INTEGER, measure INTEGER, verdict BOOLEAN, payout BIGINT)"
    )
    rest = _swept(connection, measures, unknown)
    done = len(measures) - len(rest)
    progress(done)
    for batch in list(batches(rest, "duckdb", unknown=unknown)):
        connection.execute(batch.view)
        connection.execute(f"INSERT INTO decisions {batch.rows}")
        done += batch.size
        progress(done)


def _swept(
    connection: duckdb.DuckDBPyConnection, measures: Sequence[Measure], unknown: bool
) -> list[Measure]:
    """Decide what fits arrays in one pass; return the measures that the database has to decide."""
    fitting = {plan.measure.id: plan for plan in planned(measures) if plan.fits}
    if fitting:
        sweep(connection, list(fitting.values()), unknown=unknown)
    return [one for one in measures if one.id not in fitting]


@dataclass(frozen=True, slots=True)
class Batch:
    """A view that decides some measures side by side, and the query of its rows that are wanted."""

    view: str
    rows: str
    size: int


def batches(measures: Sequence[Measure], dialect: str, *, unknown: bool = False) -> Iterator[Batch]:
    """Yield the statements that decide measures, in the words of `dialect`.

    Raises:
        RuleError: a rule cannot be lowered on its date.
    """
    for start in range(0, len(measures), BATCH):
        some = measures[start : start + BATCH]
        view = f"CREATE OR REPLACE TEMPORARY VIEW decided AS {_decided(some, dialect)}"
        rows = " UNION ALL ".join(_wanted(measure, unknown) for measure in some)
        yield Batch(view, rows, len(some))


def _decided(measures: Sequence[Measure], dialect: str) -> str:
    """Return the query of all verdicts and payouts of each subject, side by side.

    One for several measures, as most of what Ibis takes to write a query does not grow with it.
    """
    rules = [rule for one in measures for rule in (one.condition, one.payout) if rule]
    columns = {ref.column: TYPES[ref.fact.type] for rule in rules for ref in rule.facts}
    table = ibis.table({"id": "int32", **columns}, name="facts")
    decided: dict[str, Column] = {}
    for measure in measures:
        made = expressions(lowered(measure), table, dialect)
        decided.update(zip((f"v{measure.id}", f"p{measure.id}"), made, strict=False))
    return str(ibis.to_sql(table.select("id", **decided), dialect=dialect, pretty=False))


def _wanted(measure: Measure, unknown: bool) -> str:
    # Nothing of it is text from outside: an id is a whole number.
    verdict = f"v{int(measure.id)}"
    payout = f"CAST(p{measure.id} AS BIGINT)" if measure.payout else "CAST(NULL AS BIGINT)"
    # Whoever cannot be decided is paid nothing yet.
    paid = f"CASE WHEN {verdict} THEN {payout} END" if unknown else payout
    wanted = f"{verdict} IS NOT FALSE" if unknown else verdict
    return f"SELECT id, {measure.id} AS measure, {verdict}, {paid} FROM decided WHERE {wanted}"  # noqa: S608


def count_city(connection: duckdb.DuckDBPyConnection) -> dict[int, Counts]:
    """Return the counts of each measure in `decisions`, made with the unknown ones."""
    total = connection.execute("SELECT count(*) FROM facts").fetchall()[0][0]
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT measure, count(*) FILTER (verdict), count(*) FILTER (verdict IS NULL),"
        " coalesce(sum(payout), 0)::HUGEINT FROM decisions GROUP BY measure"
    ).fetchall()
    return {
        measure: Counts(true, total - true - unknown, unknown, int(payout))
        for measure, true, unknown, payout in rows
    }
