"""What the office has to do with its projects: pay, ask for reports, accept, take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.models import (
    BudgetChange,
    Installment,
    Milestone,
    Payback,
    Project,
)

MOST = 50
"""Rows of each list on the desk; those that wait longest come first."""
LATE, ACCEPTING = ("report_overdue",), ("accepting",)
"""States of procedures/rd_grant.yaml in which a report is overdue, or acceptance is judged."""
State = Project.State


@dataclass(frozen=True, slots=True)
class Desk:
    """The office's lists, each with the longest waiting first."""

    due: list[Installment]
    milestones: list[Milestone]
    reports: list[Project]
    changes: list[BudgetChange]
    acceptances: list[Project]
    paybacks: list[Payback]


def desk(actor: Actor) -> Desk:
    """Return what waits for an office. NotFound for all but bureaus."""
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))
    today = timezone.localdate()
    own = {"project__case__office": actor.organization}
    related = ("project__host", "project__topic__call")
    return Desk(
        list(due(actor, today)[:MOST]),
        list(
            Milestone.objects.filter(
                **own, project__state=State.RUNNING, met_on__isnull=True, due_on__lt=today
            )
            .select_related(*related)
            .order_by("due_on", "pk")[:MOST]
        ),
        _in_case(actor, LATE),
        list(
            BudgetChange.objects.filter(**own, state=BudgetChange.State.ASKED)
            .select_related(*related, "project__case")
            .order_by("asked_on", "pk")[:MOST]
        ),
        _in_case(actor, ACCEPTING),
        list(
            Payback.objects.filter(**own, paid_on__isnull=True)
            .select_related(*related)
            .order_by("due_on", "pk")[:MOST]
        ),
    )


def due(actor: Actor, today: date) -> QuerySet[Installment]:
    """Return installments that an office may pay now; `since` is the day they became due."""
    rows = Installment.objects.filter(
        is_due(today),
        project__case__office=actor.organization,
        project__state__in=[State.RUNNING, State.ACCEPTED],
    )
    since = rows.annotate(**{"since": _since()})
    return since.select_related("milestone", "project__host").order_by(_since(), "pk")


def is_due(today: date) -> Q:
    """Return which installments are due: not paid, their milestone met or their day come."""
    reached = Q(milestone__met_on__isnull=False) | Q(due_on__lte=today)
    return Q(paid_on__isnull=True) & reached


def _since() -> Coalesce:
    return Coalesce(F("milestone__met_on"), F("due_on"))


def _in_case(actor: Actor, states: tuple[str, ...]) -> list[Project]:
    cases = Case.objects.filter(office=actor.organization, state__in=states)
    rows = Project.objects.filter(case__in=cases).select_related("host", "topic__call", "case")
    return list(rows.order_by(F("case__due_on").asc(nulls_last=True), "pk")[:MOST])
