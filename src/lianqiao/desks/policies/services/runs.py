"""The city run: every measure in force against every enterprise, and what changed since the last.

Facts are copied out of PostgreSQL once, decided in columns, and what was found is copied back and
compared there with what held until now. All of it is kept, or nothing.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.rules.city import load_city
from lianqiao.core.rules.registry import registry
from lianqiao.desks.policies.judging import measures_in_force, plan_of
from lianqiao.desks.policies.models import Run, RunState, Tally
from lianqiao.engines.rules import Measure as Decided
from lianqiao.engines.rules import Plan, Vocabulary, decide_city

Progress = Callable[[int, int], None]


def decide(
    *, actor: Actor = ANYONE, on: date | None = None, progress: Progress = lambda done, total: None
) -> Run:
    """Decide all measures in force on a day (today, if not given) for all enterprises.

    Conflict while another run works; Invalid where no measure in force has a rule to judge.
    """
    day = on or timezone.localdate()
    words = registry()
    plans = {row.pk: plan_of(row, day, words) for row in measures_in_force(day)}
    ready = {pk: plan for pk, plan in plans.items() if plan}
    if not ready:
        raise Invalid(_("No measure in force has rules to decide by."))
    with _alone():
        run = _begin(actor, day, len(ready))
        return _run(run, ready, words.vocabulary, actor, progress)


# Any fixed number; other advisory locks of the house have others.
RUNNER = 4_200_026
MEMORY = "1500MB"


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the one run there may be; a run whose worker is gone has failed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RUNNER])
        if not cursor.fetchone()[0]:
            raise Conflict(_("Another city run is at work; wait until it is done."))
        try:
            Run.objects.filter(state=RunState.RUNNING).update(
                state=RunState.FAILED, finished_at=timezone.now()
            )
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RUNNER])


def _run(
    run: Run,
    plans: Mapping[int, Plan],
    vocabulary: Vocabulary,
    actor: Actor,
    progress: Progress,
) -> Run:
    started = time.monotonic()
    try:
        with duckdb.connect() as city, tempfile.TemporaryDirectory() as folder:
            city.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{folder}'")
            _decide(city, run, plans, vocabulary, progress)
            found = Path(folder) / "decisions.csv"
            city.execute(f"COPY decisions TO '{found}' (FORMAT csv, HEADER false)")
            _keep(run, found, list(plans), time.monotonic() - started, actor)
    except BaseException as error:
        Run.objects.filter(pk=run.pk).update(
            state=RunState.FAILED, note=str(error)[:2_000], finished_at=timezone.now()
        )
        raise
    return run


def _begin(actor: Actor, day: date, total: int) -> Run:
    return Run.objects.create(
        reference_date=day,
        facts_until=timezone.now(),
        previous=Run.objects.filter(state=RunState.DONE).order_by("-pk").first(),
        state=RunState.RUNNING,
        total=total,
        asked_by_id=actor.user,
    )


def _decide(
    city: duckdb.DuckDBPyConnection,
    run: Run,
    plans: Mapping[int, Plan],
    vocabulary: Vocabulary,
    progress: Progress,
) -> None:
    columns = {name for plan in plans.values() for name in plan.columns}
    run.subjects = load_city(
        city, columns, vocabulary, run.reference_date, known_at=run.facts_until
    )

    def tell(done: int) -> None:
        Run.objects.filter(pk=run.pk).update(done=done)
        progress(done, len(plans))

    decided = [Decided(pk, plan.condition, plan.payout, plan.on) for pk, plan in plans.items()]
    decide_city(city, decided, unknown=True, progress=tell)


@transaction.atomic
def _keep(run: Run, found: Path, measures: list[int], seconds: float, actor: Actor) -> None:
    """Compare what was found with what held, close and open decisions, count, and tell."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS pg_temp.found;"
            " CREATE TEMP TABLE found (organization_id int, measure_id int, verdict boolean,"
            " amount bigint) ON COMMIT DROP"
        )
        with cursor.copy("COPY found FROM STDIN (FORMAT csv)") as rows, found.open("rb") as file:
            while block := file.read(1 << 20):
                rows.write(block)
        told = {"run": run.pk, "subjects": run.subjects, "measures": measures}
        for statement in (CAP, INDEX, CLOSE, OPEN, COUNT):
            cursor.execute(statement, told)
    run.state, run.done, run.seconds = RunState.DONE, run.total, seconds
    run.finished_at = timezone.now()
    run.save()
    counted = Tally.objects.filter(run=run).aggregate(q=Sum("qualifying"), u=Sum("unknown"))
    quantities = {
        "measures": run.total,
        "enterprises": run.subjects,
        "qualifying": counted["q"] or 0,
        "unknown": counted["u"] or 0,
    }
    counts = {name: Decimal(value) for name, value in quantities.items()}
    record("policies.run.done", subject=run.pk, actor=actor, quantities=counts)


# The cap of a measure, and nothing below zero; an unknown amount stays unknown.
CAP = """
    UPDATE found f
       SET amount = CASE WHEN f.amount > m.cap THEN m.cap WHEN f.amount < 0 THEN 0
                         ELSE f.amount END
      FROM policies_measure m WHERE m.id = f.measure_id
"""
INDEX = "CREATE INDEX ON found (measure_id, organization_id)"
CLOSE = """
    UPDATE policies_decision d SET until_id = %(run)s
     WHERE d.until_id IS NULL AND NOT EXISTS (
         SELECT FROM found f
          WHERE f.measure_id = d.measure_id AND f.organization_id = d.organization_id
            AND d.verdict = CASE WHEN f.verdict THEN 'true' ELSE 'unknown' END
            AND d.amount IS NOT DISTINCT FROM f.amount)
"""
OPEN = """
    INSERT INTO policies_decision (measure_id, organization_id, verdict, amount, since_id)
    SELECT f.measure_id, f.organization_id, CASE WHEN f.verdict THEN 'true' ELSE 'unknown' END,
           f.amount, %(run)s
      FROM found f
     WHERE NOT EXISTS (
         SELECT FROM policies_decision d
          WHERE d.measure_id = f.measure_id AND d.organization_id = f.organization_id
            AND d.until_id IS NULL)
"""
COUNT = """
    INSERT INTO policies_tally (run_id, measure_id, qualifying, unknown, refused, amount)
    SELECT %(run)s, m.id, count(f.*) FILTER (WHERE f.verdict),
           count(f.*) FILTER (WHERE f.verdict IS NULL),
           %(subjects)s - count(f.*), coalesce(sum(f.amount), 0)
      FROM policies_measure m LEFT JOIN found f ON f.measure_id = m.id
     WHERE m.id = ANY(%(measures)s) GROUP BY m.id
"""
