"""A round is closed by the worker: a city's ballots take a minute to count."""

from __future__ import annotations

from contextlib import suppress

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lianqiao.core.errors import Refusal
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.services import actor_of
from lianqiao.desks.reports.evaluation.models import Closing, Stage
from lianqiao.desks.reports.evaluation.services.closing import closable, close

TASK = "evaluation.close"


@transaction.atomic
def ask_to_close(pk: int, *, actor: Actor) -> Closing:
    """Ask for a round to be closed; refuses at once what `close` refuses.

    Asked for again, as after a worker has died, it is closed once all the same.
    """
    row = closable(pk, actor)
    asked = {"asked_by_id": actor.membership, "asked_at": timezone.now()}
    fresh = {"done": 0, "total": 1, "problem": ""}
    made, _new = Closing.objects.update_or_create(round=row, defaults=asked | fresh)
    with suppress(AlreadyEnqueued), transaction.atomic():
        # By name: the tasks' module imports the services.
        app.configure_task(TASK, queueing_lock=f"{TASK}.{pk}").defer(pk=pk)
    return made


def close_asked(pk: int) -> str:
    """Close a round as it was asked for and return what came of it; what is closed stays so."""
    asked = Closing.objects.select_related("round", "asked_by__user").get(round=pk)
    if asked.round.stage != Stage.VOTING:
        return "closed already"
    actor = actor_of(asked.asked_by.user, asked.asked_by_id)
    try:
        ballots = close(pk, actor=actor, progress=lambda done, total: _told(pk, done, total))
    except Refusal as refusal:
        Closing.objects.filter(round=pk).update(problem=str(refusal)[:500])
        return str(refusal)
    return f"{ballots} ballots"


def _told(pk: int, done: int, total: int) -> None:
    """Write down how far it is, for others to see before the closing itself is committed."""
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute(
                "UPDATE evaluation_closing SET done = %s, total = %s WHERE round_id = %s",
                [done, total, pk],
            )
    finally:
        beside.close()
