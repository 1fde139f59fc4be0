"""On a cluster of a master and two workers, Spark decides what DuckDB decides, row by row."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bench.rules import city
from bench.rules.cluster import WORKERS, cluster, lacking, session
from bench.rules.policies import cel, policies
from lianqiao.engines.rules import (
    YUAN,
    Measure,
    RuleError,
    batches,
    check,
    decide_city,
    decide_on_spark,
)

from . import invented, oracle, traps

pytestmark = [pytest.mark.spark, pytest.mark.skipif(bool(lacking()), reason=lacking() or "")]

NUMBERS = count()
"""Each deciding gets a folder of its own."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def spark(folder):
    with cluster(folder) as address, session(address) as made:
        yield made


def measure(number: int, condition: str, payout: str | None = None) -> Measure:
    vocabulary = invented.VOCABULARY
    paid = check(payout, vocabulary, YUAN) if payout else None
    return Measure(number, check(condition, vocabulary), paid, invented.ON)


def table(rows) -> duckdb.DuckDBPyConnection:
    """Return a connection with the rows in its table `facts`."""
    connection = duckdb.connect()
    connection.execute(invented.create_table())
    invented.fill(connection.executemany, "?", rows)
    return connection


def on_spark(spark, folder: Path, connection: duckdb.DuckDBPyConnection, measures) -> str:
    """Decide the connection's table `facts` on Spark; return where the decisions stand."""
    here = folder / str(next(NUMBERS))
    here.mkdir()
    connection.execute(f"COPY facts TO '{here}/facts.parquet' (FORMAT parquet)")
    told = []
    decisions = str(here / "decisions")
    decide_on_spark(
        spark, f"{here}/facts.parquet", decisions, measures, unknown=True, progress=told.append
    )
    assert told[-1] == len(measures)
    return f"'{decisions}/*.parquet'"


def equal(connection: duckdb.DuckDBPyConnection, decisions: str) -> int:
    """Hold the table `decisions` and Spark's equal as bags of rows; return how many there are."""
    for one, other in (("decisions", decisions), (decisions, "decisions")):
        assert connection.execute(f"FROM {one} EXCEPT ALL FROM {other}").fetchall() == []
    return connection.execute("SELECT count(*) FROM decisions").fetchall()[0][0]


WIDE = [3 * 10**14 - 7 * n for n in range(500)]
"""As in `test_quotients_of_wide_numbers_are_exact_to_the_last_fen`."""


@pytest.fixture(scope="module")
def trapped(spark, folder):
    """What Spark says of every trap: verdict and payout by row and measure."""
    rows = [{**traps.NOTHING, **row} for _, row, _ in traps.TRUTHS]
    rows += [{**traps.NOTHING, "rd__1": 1}]
    rows += [{**traps.NOTHING, "rd__1": one} for one in WIDE]
    sources = [(source, None) for source, _, _ in traps.TRUTHS]
    sources += [("has(rd(year))", f"rd(year - 1) * 0 + {yuan}") for yuan, _ in traps.HALVES]
    sources += [("has(rd(year - 1))", "rd(year - 1) * 0.333333333333")]
    sources = [
        (source.replace("has(rd(year))", "rd(year - 1) == 0.01"), p) for source, p in sources
    ]
    connection = table(rows)
    decisions = on_spark(
        spark, folder, connection, [measure(n, *one) for n, one in enumerate(sources)]
    )
    found = connection.execute(f"FROM {decisions}").fetchall()
    return {(row, number): said for row, number, *said in found}


def test_the_cluster_has_two_workers(spark):
    spark.range(1).count()
    infos = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    assert len(infos) == WORKERS + 1  # and the driver


@pytest.mark.parametrize("number", range(len(traps.TRUTHS)), ids=[t[0] for t in traps.TRUTHS])
def test_traps(trapped, number):
    verdict, _ = trapped.get((number, number), (False, None))
    assert verdict is traps.TRUTHS[number][2]


@pytest.mark.parametrize(("amount", "fen"), traps.HALVES)
def test_half_a_fen_is_rounded_away_from_zero(trapped, amount, fen):
    row = len(traps.TRUTHS)
    assert trapped[row, row + traps.HALVES.index((amount, fen))] == [True, fen]


def test_quotients_of_wide_numbers_are_exact_to_the_last_fen(trapped):
    row, number = len(traps.TRUTHS) + 1, len(traps.TRUTHS) + len(traps.HALVES)
    share = Fraction("0.333333333333")
    expected = [[True, int(oracle.half_away(one * share, 0))] for one in WIDE]
    assert [trapped[row + n, number] for n in range(len(WIDE))] == expected


def decidable(sources) -> list[Measure]:
    """Return the measures of those conditions and payouts that are not refused."""
    found = []
    for number, one in enumerate(sources):
        try:
            made = measure(number, *one)
            list(batches([made], "duckdb"))
        except RuleError:
            continue
        found.append(made)
    return found


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # each step of shrinking would be a job on the cluster
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    st.lists(invented.rules, min_size=4, max_size=4),
    st.lists(invented.amounts(), min_size=2, max_size=2),
    st.lists(invented.rows, min_size=8, max_size=8),
)
def test_random_rules_are_decided_as_on_duckdb(spark, folder, rules, amounts, rows):
    paid = [("has(industry)", amount) for amount in amounts]
    if not (measures := decidable([*((rule, amounts[0]) for rule in rules), *paid])):
        return
    connection = table(rows)
    decide_city(connection, measures, unknown=True)
    equal(connection, on_spark(spark, folder, connection, measures))


@pytest.fixture(scope="module")
def measured_city(folder):
    """A city of the measurements with the decisions of 40 policies on DuckDB."""
    with city.opened(city.made(folder / "city.duckdb", 20_000)) as connection:
        vocabulary = city.vocabulary()
        measures = [
            Measure(number, check(condition, vocabulary), check(payout, vocabulary, YUAN), city.ON)
            for number, (condition, payout) in enumerate(map(cel, policies(40)))
        ]
        decide_city(connection, measures, unknown=True)
        yield connection, measures


def test_a_city_is_decided_as_on_duckdb(spark, folder, measured_city):
    connection, measures = measured_city
    assert equal(connection, on_spark(spark, folder, connection, measures)) > 50_000


def test_decisions_are_never_mixed_with_older_ones(spark, folder):
    from pyspark.errors import AnalysisException

    connection = table([{**traps.NOTHING, "staff": 5}])
    decisions = on_spark(spark, folder, connection, [measure(1, "staff >= 5")])
    facts, older = decisions.strip("'").replace("decisions/*", "facts"), Path(decisions.strip("'"))
    with pytest.raises(AnalysisException, match="already exists"):
        decide_on_spark(spark, facts, str(older.parent), [measure(2, "staff >= 4")])
    assert connection.execute(f"FROM {decisions}").fetchall() == [(0, 1, True, None)]
