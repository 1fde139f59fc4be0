"""Every subject against every measure, on a Spark cluster: Parquet in, Parquet out.

The same statements as on DuckDB, one job for each batch of measures: Spark's planner takes longer
than its workers once a job holds many more than twenty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .city import batches
from .sweep import Measure

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

COLUMNS = ("id", "measure", "verdict", "payout")


def decide_on_spark(
    session: SparkSession,
    facts: str,
    decisions: str,
    measures: Sequence[Measure],
    *,
    unknown: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> None:
    """Decide all measures for all rows of the Parquet files at `facts`.

    They have the columns that `decide_city` asks of its table. Writes its rows, under the same
    names, as Parquet files at `decisions`, which must not exist; they are complete once this has
    returned. Both are paths or addresses that every worker reaches.

    Raises:
        RuleError: a rule cannot be lowered on its date; nothing is decided then.
    """
    # Views and settings of its own: the caller's session keeps what it has.
    session = session.newSession()
    # Should a number not fit, stop: without it Spark takes it for unknown.
    session.conf.set("spark.sql.ansi.enabled", True)
    session.read.parquet(facts).createTempView("facts")
    done = 0
    for batch in list(batches(measures, "pyspark", unknown=unknown)):
        session.sql(batch.view)
        mode = "append" if done else "errorifexists"
        session.sql(batch.rows).toDF(*COLUMNS).write.parquet(decisions, mode=mode)
        done += batch.size
        progress(done)
