"""One tree, four backends, equal on every input; a second method says what is right."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import ibis
import numpy as np
import psycopg
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianqiao.engines.rules import YUAN, RuleError, arrow, check, planned
from lianqiao.engines.rules.arrays import Chunk, fits
from lianqiao.engines.rules.city import decide_city
from lianqiao.engines.rules.closures import function
from lianqiao.engines.rules.columnar import TYPES, expressions
from lianqiao.engines.rules.lowering import Lowering
from lianqiao.engines.rules.sweep import Measure

from . import invented, oracle, traps


class DuckDB:
    name = "duckdb"

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(invented.create_table())

    def run(self, query: str, rows):
        self.connection.execute("DELETE FROM facts")
        invented.fill(self.connection.executemany, "?", rows)
        return self.connection.execute(query).fetchall()


class PostgreSQL:
    name = "postgres"

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.execute(invented.create_table())

    def run(self, query: str, rows):
        self.connection.execute("TRUNCATE facts")
        with self.connection.cursor() as cursor:
            invented.fill(cursor.executemany, "%s", rows)
            return cursor.execute(query).fetchall()


@pytest.fixture(scope="module")
def databases(cluster):
    cluster.create("rules_backends")
    postgres = PostgreSQL(cluster.url("postgres", "rules_backends"))
    yield (DuckDB(), postgres)
    postgres.connection.close()
    cluster.drop("rules_backends")


def asked(program, dialect: str) -> str:
    """Return the query that gives the program's outputs of each row, in order."""
    schema = {"id": "int32", **{name: TYPES[fact.type] for name, fact in invented.USED.items()}}
    table = ibis.table(schema, name="facts")
    outputs = expressions(program, table, dialect)
    named = {f"o{n}": output for n, output in enumerate(outputs)}
    return ibis.to_sql(table.select("id", **named).order_by("id"), dialect=dialect)


def programmed(source: str, kind=None, on: date = invented.ON):
    expression = check(source, invented.VOCABULARY, **({"expects": kind} if kind else {}))
    lowering = Lowering(on)
    if kind is None:
        output = lowering.truth(expression.tree)
    else:
        output = lowering.rounded(expression.tree, 2)
    return expression, lowering.build.program([output])


ARROW = {"number": pa.int64(), "bool": pa.bool_(), "text": pa.string(), "date": pa.date32()}


def in_arrays(program, rows) -> list:
    """Return the program's first output for all rows at once."""
    columns = {
        name: pa.array([row[name] for row in rows], ARROW[fact.type])
        for name, fact in invented.USED.items()
    }
    batch = pa.record_batch(list(columns.values()), list(columns))
    chunk = Chunk(program.steps, arrow.columns(batch), len(rows))
    place = program.outputs[0]
    with np.errstate(all="ignore"):
        if program.steps[place].type == "bool":
            masks = zip(chunk.true(place), chunk.false(place), strict=True)
            return [True if true else False if false else None for true, false in masks]
        found = chunk.value(place)
    values = np.broadcast_to(found.values, len(rows))
    known = np.broadcast_to(True if found.known is None else found.known, len(rows))
    return [int(value) if is_known else None for value, is_known in zip(values, known, strict=True)]


def everywhere(databases, program, rows) -> list:
    """Return what the closure says of each row, once databases and arrays say the same."""
    run = function(program)
    expected = [run(row)[0] for row in rows]
    for database in databases:
        found = [row[1] for row in database.run(asked(program, database.name), rows)]
        found = [int(one) if isinstance(one, Decimal) else one for one in found]
        assert found == expected, database.name
    if fits(program.steps, program.outputs):
        assert in_arrays(program, rows) == expected, "arrays"
    return expected


REFUSED = {"never", "always", "too_wide", "tangled"}
"""What may be wrong with a rule that is well formed."""
RELAXED = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@RELAXED
@given(invented.rules, st.lists(invented.rows, min_size=1, max_size=8))
def test_truths_are_equal_everywhere_and_right(databases, source, rows):
    try:
        expression, program = programmed(source)
    except RuleError as error:
        assert {problem.code for problem in error.problems} <= REFUSED  # noqa: PT017
        return
    expected = [oracle.evaluate(expression.tree, row, invented.ON) for row in rows]
    assert everywhere(databases, program, rows) == expected


@RELAXED
@given(invented.amounts(), st.lists(invented.rows, min_size=1, max_size=8))
def test_payouts_are_equal_everywhere_and_rounded_to_the_fen(databases, source, rows):
    try:
        expression, program = programmed(source, YUAN)
    except RuleError as error:
        assert {problem.code for problem in error.problems} <= REFUSED  # noqa: PT017
        return
    values = [oracle.evaluate(expression.tree, row, invented.ON) for row in rows]
    expected = [None if v is None else int(oracle.half_away(v, 2) * 100) for v in values]
    assert everywhere(databases, program, rows) == expected


@pytest.mark.parametrize(("source", "row", "expected"), traps.TRUTHS)
def test_traps(databases, source, row, expected):
    _, program = programmed(source)
    assert everywhere(databases, program, [{**traps.NOTHING, **row}]) == [expected]


@pytest.mark.parametrize(("amount", "fen"), traps.HALVES)
def test_half_a_fen_is_rounded_away_from_zero(databases, amount, fen):
    _, program = programmed(f"rd(year - 1) * 0 + {amount}", YUAN)
    assert everywhere(databases, program, [{**traps.NOTHING, "rd__1": 1}]) == [fen]


def test_quotients_of_wide_numbers_are_exact_to_the_last_fen(databases):
    # As doubles, both sides and their quotient are rounded, and the floor may be one too low.
    _, program = programmed("rd(year - 1) * 0.333333333333", YUAN)
    rd = [3 * 10**14 - 7 * n for n in range(500)]
    share = Fraction("0.333333333333")
    expected = [int(oracle.half_away(one * share, 0)) for one in rd]
    rows = [{**traps.NOTHING, "rd__1": one} for one in rd]
    assert everywhere(databases, program, rows) == expected


WIDE = "revenue(year - 1) * revenue(year - 2) > 0"


@pytest.mark.parametrize("source", ["staff >= 5", WIDE], ids=["arrays", "database"])
def test_a_union_of_200_measures_keeps_their_numbers(source):
    # ibis.literal(200) without a type is int16, and 127 int8: a union of them fails or wraps.
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE facts AS SELECT 1::INT AS id, 5::BIGINT AS staff,"
        " 9::BIGINT AS revenue__1, 9::BIGINT AS revenue__2"
    )
    measures = [
        Measure(number, check(source, invented.VOCABULARY), None, invented.ON)
        for number in range(1, 201)
    ]
    decide_city(connection, measures)
    found = connection.execute("SELECT measure FROM decisions ORDER BY 1").fetchall()
    assert found == [(number,) for number in range(1, 201)]


@RELAXED
@given(
    st.lists(st.tuples(invented.rules, invented.amounts()), min_size=1, max_size=6),
    st.lists(invented.rows, min_size=1, max_size=12),
    st.booleans(),
)
def test_a_city_is_decided_as_each_subject_alone(databases, texts, rows, unknown):
    """Shared steps, chunks and payouts of those who qualify change nothing."""
    measures, plans = [], {}
    for number, (condition, payout) in enumerate(texts):
        with suppress(RuleError):
            rules = check(condition, invented.VOCABULARY), check(payout, invented.VOCABULARY, YUAN)
            plans[number] = planned(*rules, invented.ON)
            measures.append(Measure(number, *rules, invented.ON))
    expected = {}
    for number, plan in plans.items():
        for place, row in enumerate(rows):
            said = plan.judge(row)
            if said.verdict or (unknown and said.verdict is None):
                expected[place, number] = (said.verdict, said.amount)
    duck = databases[0]
    duck.run("SELECT 1", rows)
    duck.connection.execute("DROP TABLE IF EXISTS decisions")
    decide_city(duck.connection, measures, unknown=unknown)
    found = duck.connection.execute("SELECT * FROM decisions").fetchall()
    assert len(found) == len(expected)
    assert {(place, number): tuple(rest) for place, number, *rest in found} == expected


def test_most_rules_fit_arrays_and_wide_ones_do_not():
    _, narrow = programmed("rd(year - 1) / revenue(year - 1) >= 0.03 && industry in ['C351']")
    assert fits(narrow.steps, narrow.outputs)
    _, wide = programmed(WIDE)
    assert not fits(wide.steps, wide.outputs)
