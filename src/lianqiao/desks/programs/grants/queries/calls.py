"""Calls as the public and the offices read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Case as Choice
from django.db.models import Count, Q, QuerySet, Sum, When
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.models import Application, Call, CallStage, Project, Topic
from lianqiao.desks.programs.grants.queries.applications import of_call, with_promised
from lianqiao.desks.programs.grants.queries.drafts import drafts_for

State = Call.State
Row = TypeVar("Row", Project, Application)
ORDER = (CallStage.DRAFT, CallStage.OPEN, CallStage.COMING, CallStage.CLOSED, CallStage.DECIDED)
NOTICE = "notice"
"""The state of procedures/rd_grant.yaml in which everybody may object."""


@dataclass(frozen=True, slots=True)
class TopicShown:
    """A topic: what was awarded or stands on notice, and what the reader has begun."""

    topic: Topic
    projects: list[Project] = field(default_factory=list)
    on_notice: list[Application] = field(default_factory=list)
    drafts: list[Case] = field(default_factory=list)


def visible(actor: Actor) -> QuerySet[Call]:
    """Return the calls that an actor may read: published ones, and all of his own office."""
    own = Q(office=actor.organization) if actor.is_bureau else Q(pk__in=[])
    return Call.objects.filter(~Q(state=State.DRAFT) | own)


def listed(actor: Actor, stage: str, today: date) -> QuerySet[Call]:
    """Return calls at a stage, of all stages for '', their topics counted, in the order of stages.

    What is open stands above what opens soon, and that above what is over.
    """
    rows = visible(actor).select_related("office").annotate(topic_count=Count("topics"))
    places = (When(at_stage(one, today), then=place) for place, one in enumerate(ORDER))
    sorted_ = rows.order_by(Choice(*places), "-closes_on", "-pk")
    return sorted_.filter(at_stage(stage, today)) if stage else sorted_


def at_stage(stage: str, today: date) -> Q:
    """Return the condition for a stage on a day, as `Call.stage` says it of one."""
    published = Q(state=State.PUBLISHED)
    by_day: dict[str, Q] = {
        CallStage.COMING: published & Q(opens_on__gt=today),
        CallStage.OPEN: published & Q(opens_on__lte=today, closes_on__gte=today),
        CallStage.CLOSED: published & Q(opens_on__lte=today, closes_on__lt=today),
    }
    return (
        by_day.get(CallStage(stage), Q(state=stage)) if stage in CallStage.values else Q(pk__in=[])
    )


def by_stage(actor: Actor, today: date) -> list[tuple[CallStage, int]]:
    """Return how many calls stand at each stage; those without any are left out."""
    counts = visible(actor).aggregate(
        **{stage.value: Count("pk", filter=at_stage(stage, today)) for stage in CallStage}
    )
    return [(stage, counts[stage.value]) for stage in CallStage if counts[stage.value]]


def awards(calls: Iterable[Call]) -> dict[int, tuple[int, int]]:
    """Return how many projects each call awarded, and how much money in fen."""
    rows = Project.objects.filter(topic__call__in=list(calls)).exclude(state=Project.State.LAPSED)
    found = rows.order_by().values_list("topic__call").annotate(Count("pk"), Sum("granted"))
    return {call: (count, granted) for call, count, granted in found}


def call_for(actor: Actor, pk: int) -> Call:
    """Return a call. NotFound for one that is being written in another's office."""
    row = visible(actor).select_related("office").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such call."))
    return row


def own_call(actor: Actor, pk: int) -> Call:
    """Return a call of the actor's office, NotFound for everybody else."""
    row = call_for(actor, pk)
    if not (actor.is_bureau and actor.acts_for(row.office_id)):
        raise NotFound(_("There is no such call."))
    return row


def topics_of(call: Call, actor: Actor) -> list[TopicShown]:
    """Return the topics of a call, with what is public of their money and what the reader began."""
    projects = _grouped(
        Project.objects.filter(topic__call=call)
        .exclude(state=Project.State.LAPSED)
        .select_related("host")
        .order_by("number")
    )
    waiting = _grouped(of_call(call).filter(case__state=NOTICE).order_by("pk"))
    begun: Mapping[int, list[Case]] = {} if actor.is_bureau else drafts_for(actor, call)
    return [
        TopicShown(
            one,
            projects[one.pk],
            waiting[one.pk],
            begun.get(one.pk, []),
        )
        for one in with_promised(call.topics.select_related("field"))
    ]


def _grouped(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.topic_id].append(row)
    return found
