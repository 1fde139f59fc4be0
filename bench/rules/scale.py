"""A city, a province or the country on one machine: DuckDB, and Spark where it is at hand.

python -m bench.rules.scale [--enterprises 2000000] [--times 1] [--policies 40]

`--times 5` decides the same city five times over. Run by `.venv-spark/bin/python` (which `make
test-spark` makes) it also measures Spark, on a master and two workers of this machine.
"""

from __future__ import annotations

import argparse
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from bench import scratch
from bench.tables import show
from lianqiao.engines.rules import YUAN, Measure, check, decide_on_spark

from . import city, family
from .cluster import WORKERS, cluster, lacking, session
from .deciding import THREADS, apart, decided
from .policies import cel, policies


@dataclass(frozen=True)
class Used:
    """Seconds to start, and to check and decide; processor time of the latter; peak of memory."""

    start: float
    seconds: float
    processor: float
    peak: int

    def shown(self, name: str, decisions: int) -> list[str]:
        """Return a line of the table."""
        seconds = (self.start, self.seconds, self.processor)
        speed, memory = decisions / self.seconds / 1e6, self.peak / 1e9
        return [name, *(f"{one:,.1f}" for one in seconds), f"{speed:,.1f}", f"{memory:.1f}"]


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--enterprises", type=int, default=2_000_000)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--policies", type=int, default=40)
    asked = parser.parse_args()
    folder = scratch.folder()
    path = apart(city.made, folder / "scale.duckdb", asked.enterprises)
    apart(repeated, path, asked.enterprises, asked.times)
    decisions = asked.enterprises * asked.times * asked.policies
    ours = apart(on_duckdb, path, asked.policies)
    rows = [ours.shown(f"DuckDB, {THREADS} threads", decisions)]
    if missing := lacking():
        print(f"Spark is not measured. {missing}")
    else:
        spark = apart(on_spark, path, asked.policies, folder / "spark")
        rows.append(spark.shown(f"Spark, {WORKERS} workers", decisions))
    show(
        f"Rules: {asked.enterprises * asked.times:,} enterprises, {asked.policies} policies",
        ["", "s to start", "s", "processor s", "M decisions/s", "GB at most"],
        rows,
    )
    path.unlink()


def repeated(path: Path, enterprises: int, times: int) -> None:
    """Have the city in `path` so many times over."""
    with city.opened(path) as connection:
        for number in range(1, times):
            connection.execute(
                f"INSERT INTO facts SELECT * REPLACE (id + {number * enterprises} AS id)"
                f" FROM facts WHERE id < {enterprises}"
            )


def on_duckdb(path: Path, count: int) -> Used:
    """Decide `count` policies as the measurements of `bench.rules` do."""
    before = family.processor_seconds()
    ours = decided(path, count)
    return Used(0, ours.seconds, family.processor_seconds() - before, ours.peak)


def on_spark(path: Path, count: int, folder: Path) -> Used:
    """Decide `count` policies on a cluster; raise where its rows are not those in `path`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    facts, decisions = folder / "facts.parquet", folder / "decisions"
    with city.opened(path, read_only=True) as connection:
        connection.execute(f"COPY facts TO '{facts}' (FORMAT parquet)")
    started = time.perf_counter()
    with cluster(folder) as address, session(address) as spark:
        stood, before = time.perf_counter(), family.processor_seconds()
        decide_on_spark(spark, str(facts), str(decisions), _measures(count))
        seconds, used = time.perf_counter() - stood, family.processor_seconds() - before
        found = Used(stood - started, seconds, used, family.peak())
    if _sums(path, "decisions") != _sums(path, f"'{decisions}/*.parquet'"):
        raise AssertionError("Spark's rows differ from DuckDB's")
    shutil.rmtree(folder)
    return found


def _measures(count: int) -> list[Measure]:
    vocabulary = city.vocabulary()
    return [
        Measure(number, check(condition, vocabulary), check(payout, vocabulary, YUAN), city.ON)
        for number, (condition, payout) in enumerate(map(cel, policies(count)))
    ]


def _sums(path: Path, decisions: str) -> list[tuple[object, ...]]:
    """Return how many qualify for each measure, and two sums that tell one row from another."""
    with city.opened(path, read_only=True) as connection:
        return connection.execute(
            f"SELECT measure, count(*), sum(payout), sum(id::HUGEINT * payout) FROM {decisions}"
            " GROUP BY measure ORDER BY measure"
        ).fetchall()


if __name__ == "__main__":
    main()
