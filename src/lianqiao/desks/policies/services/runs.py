"""The city run: every measure in force against every enterprise, and what changed since the last.

Facts are copied out of PostgreSQL, decided in columns, and what was found is copied back and
compared there with what held until now: some measures at a time, each kept whole. A run that is
stopped goes on where it stopped. An incremental one decides only what can have changed.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.rules import revisions
from lianqiao.core.rules.city import count_subjects, load_city, opened
from lianqiao.core.rules.registry import Registry, registry
from lianqiao.desks.policies.judging import measures_in_force, plan_of
from lianqiao.desks.policies.models import Decision, Run, RunState, Tally
from lianqiao.desks.policies.queries.runs import require_bureau
from lianqiao.desks.policies.services.messages import notify_run
from lianqiao.desks.policies.services.portions import Plans, Portion, portions
from lianqiao.engines.rules import Measure as Decided
from lianqiao.engines.rules import Vocabulary, decide_city

Progress = Callable[[int, int], None]


class _StoppedError(Exception):
    """Somebody stopped the run while it worked."""


def decide(
    *,
    actor: Actor = ANYONE,
    on: date | None = None,
    is_incremental: bool = False,
    progress: Progress = lambda done, total: None,
) -> Run:
    """Decide all measures in force on a day (today, if not given) for all enterprises.

    A run of the same day that was stopped goes on. An incremental run looks only at enterprises of
    which something changed since the last, and at measures that are new or mean something else
    now; what it leaves decided is what a full run would leave.

    Conflict while another run works; Invalid where no measure in force has a rule to judge.
    """
    day = on or timezone.localdate()
    words = registry()
    plans = {row.pk: plan_of(row, day, words) for row in measures_in_force(day)}
    ready = {pk: plan for pk, plan in plans.items() if plan}
    if not ready:
        raise Invalid(_("No measure in force has rules to decide by."))
    with _alone():
        run = _resumed(day, words, list(ready)) or _begin(actor, day, len(ready), words)
        Run.objects.filter(pk=run.pk).update(is_incremental=is_incremental)
        run.is_incremental = is_incremental
        return _run(run, ready, words.vocabulary, actor, progress)


def stop(*, actor: Actor, run: int) -> None:
    """Stop a run after the measures it is at; it can go on later. Conflict if it is not at work."""
    require_bureau(actor)
    if not Run.objects.filter(pk=run, state=RunState.RUNNING).update(state=RunState.STOPPED):
        raise Conflict(_("This run is not at work any more."))


# Any fixed number; other advisory locks of the house have others.
RUNNER = 4_200_026
AT_ONCE = 10
"""Measures that are decided and kept together."""


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the one run there may be; a run whose worker is gone was stopped by that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RUNNER])
        if not cursor.fetchone()[0]:
            raise Conflict(_("Another city run is at work; wait until it is done."))
        try:
            Run.objects.filter(state=RunState.RUNNING).update(state=RunState.STOPPED)
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RUNNER])


def _resumed(day: date, words: Registry, measures: list[int]) -> Run | None:
    """Take up the last run, if it was stopped on the same day with the same vocabulary."""
    run = Run.objects.order_by("-pk").first()
    if run is None or run.state != RunState.STOPPED:
        return None
    if (run.reference_date, run.vocabulary) != (day, words.stamp):
        _give_up(run, _("Not gone on with."))
        return None
    _take_up(run, measures)
    return run


@transaction.atomic
def _take_up(run: Run, measures: list[int]) -> None:
    """Let a stopped run go on; what is no longer in force it has never said."""
    Decision.objects.filter(since=run).exclude(measure__in=measures).delete()
    run.tallies.exclude(measure__in=measures).delete()
    run.state, run.done, run.total = RunState.RUNNING, run.tallies.count(), len(measures)
    run.save(update_fields=["state", "done", "total"])


@transaction.atomic
def _give_up(run: Run, why: str) -> None:
    """End a run in failure and take back what it kept, so that the next finds and tells it."""
    Decision.objects.filter(since=run).delete()
    Decision.objects.filter(until=run).update(until=None)
    run.tallies.all().delete()
    Run.objects.filter(pk=run.pk).update(
        state=RunState.FAILED, note=why[:2_000], finished_at=timezone.now()
    )


def _begin(actor: Actor, day: date, total: int, words: Registry) -> Run:
    return Run.objects.create(
        reference_date=day,
        moment=revisions.moment(),
        vocabulary=words.stamp,
        facts_until=timezone.now(),
        previous=Run.objects.filter(state=RunState.DONE).order_by("-pk").first(),
        state=RunState.RUNNING,
        subjects=count_subjects(),
        total=total,
        asked_by_id=actor.user,
    )


def _run(run: Run, plans: Plans, vocabulary: Vocabulary, actor: Actor, progress: Progress) -> Run:
    try:
        progress(run.done, run.total)
        for portion in portions(run, plans):
            _decide(run, portion, vocabulary, progress)
        _finish(run, list(plans), actor)
    except (KeyboardInterrupt, _StoppedError) as stopped:
        Run.objects.filter(pk=run.pk).update(state=RunState.STOPPED)
        run.state = RunState.STOPPED
        if isinstance(stopped, KeyboardInterrupt):
            raise
    except BaseException as error:
        _give_up(run, str(error))
        raise
    return run


def _decide(run: Run, portion: Portion, vocabulary: Vocabulary, progress: Progress) -> None:
    """Decide some measures for all enterprises, or for those that changed, and keep each part."""
    plans, started = list(portion.plans.items()), time.monotonic()
    if not plans:
        return
    with opened() as city, tempfile.TemporaryDirectory() as folder:
        load_city(
            city,
            {name for _pk, plan in plans for name in plan.columns},
            vocabulary,
            run.reference_date,
            known_at=run.facts_until,
            organizations=portion.organizations,
        )
        for first in range(0, len(plans), AT_ONCE):
            _require_at_work(run)
            some = plans[first : first + AT_ONCE]
            decided = [Decided(pk, one.condition, one.payout, one.on) for pk, one in some]
            decide_city(city, decided, unknown=True)
            found = Path(folder) / "decisions.csv"
            city.execute(f"COPY decisions TO '{found}' (FORMAT csv, HEADER false)")
            city.execute("DELETE FROM decisions")
            _keep(run, found, [pk for pk, _plan in some], portion.organizations)
            _advance(run, time.monotonic() - started)
            started = time.monotonic()
            progress(run.done, run.total)


def _advance(run: Run, seconds: float) -> None:
    run.done, run.seconds = run.tallies.count(), run.seconds + seconds
    Run.objects.filter(pk=run.pk).update(done=run.done, seconds=run.seconds)


def _require_at_work(run: Run) -> None:
    if not Run.objects.filter(pk=run.pk, state=RunState.RUNNING).exists():
        raise _StoppedError


@transaction.atomic
def _keep(run: Run, found: Path, measures: list[int], organizations: Sequence[int] | None) -> None:
    """Compare what was found with what held, close and open decisions, and count them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS pg_temp.found;"
            " CREATE TEMP TABLE found (organization_id int, measure_id int, verdict boolean,"
            " amount bigint) ON COMMIT DROP"
        )
        with cursor.copy("COPY found FROM STDIN (FORMAT csv)") as rows, found.open("rb") as file:
            while block := file.read(1 << 20):
                rows.write(block)
        some = None if organizations is None else list(organizations)
        told = {"run": run.pk, "subjects": run.subjects, "measures": measures, "some": some}
        for statement in (CAP, INDEX, CLOSE, OPEN, COUNT):
            cursor.execute(statement, told)


@transaction.atomic
def _finish(run: Run, measures: list[int], actor: Actor) -> None:
    """End what no measure in force says any more; count all, and tell."""
    with connection.cursor() as cursor:
        cursor.execute(END, {"run": run.pk, "measures": measures})
    run.state, run.finished_at = RunState.DONE, timezone.now()
    run.total = run.done
    run.save()
    revisions.forget(run.moment)
    counted = Tally.objects.filter(run=run).aggregate(q=Sum("qualifying"), u=Sum("unknown"))
    quantities = {
        "measures": run.total,
        "enterprises": run.subjects,
        "qualifying": counted["q"] or 0,
        "unknown": counted["u"] or 0,
    }
    counts = {name: Decimal(value) for name, value in quantities.items()}
    record("policies.run.done", subject=run.pk, actor=actor, quantities=counts)
    notify_run(run)


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
     WHERE d.until_id IS NULL AND d.measure_id = ANY(%(measures)s)
       AND (%(some)s::int[] IS NULL OR d.organization_id = ANY(%(some)s::int[]))
       AND NOT EXISTS (
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
    SELECT %(run)s, m.id, count(*) FILTER (WHERE d.verdict = 'true'),
           count(*) FILTER (WHERE d.verdict = 'unknown'),
           greatest(0, %(subjects)s - count(d.id)), coalesce(sum(d.amount), 0)
      FROM policies_measure m
      LEFT JOIN policies_decision d ON d.measure_id = m.id AND d.until_id IS NULL
     WHERE m.id = ANY(%(measures)s) GROUP BY m.id
"""
END = """
    UPDATE policies_decision SET until_id = %(run)s
     WHERE until_id IS NULL AND measure_id <> ALL(%(measures)s)
"""
