"""City runs, for bureaus alone: they name who qualifies for what."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Decision, Run, RunState, Tally

TASKS = ("policies.decide_city", "policies.decide_daily")


def require_bureau(actor: Actor) -> None:
    """Raise NotFound for who belongs to no bureau."""
    if not actor.is_bureau:
        raise NotFound(_("There is no such thing here."))


def runs(actor: Actor) -> QuerySet[Run]:
    """Return the city runs, newest first."""
    require_bureau(actor)
    return Run.objects.select_related("asked_by").order_by("-pk")


def run(actor: Actor, pk: int) -> Run:
    """Return one run, or NotFound."""
    found = runs(actor).select_related("previous").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such thing here."))
    return found


def is_at_work() -> bool:
    """Whether a run is at work, or asked for and not taken up yet."""
    asked = ProcrastinateJob.objects.filter(task_name__in=TASKS, status__in=("todo", "doing"))
    return Run.objects.filter(state=RunState.RUNNING).exists() or asked.exists()


def tallies(run: Run) -> QuerySet[Tally]:
    """Return what a run counted of each measure, the largest sums first."""
    return run.tallies.select_related("measure__version__policy").order_by("-amount", "measure")


def changes(run: Run) -> QuerySet[Decision]:
    """Return what a run began or ended. Of the first run, all that it found."""
    return (
        Decision.objects.filter(Q(since=run) | Q(until=run))
        .select_related("measure", "organization")
        .order_by("organization__pinyin", "organization", "measure", "pk")
    )
