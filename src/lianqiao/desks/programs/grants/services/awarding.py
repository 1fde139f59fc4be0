"""Money for applications: proposed on public notice, released again, awarded as projects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case, Filing
from lianqiao.core.cases.queries.filed import filed
from lianqiao.core.cases.services.applying import write
from lianqiao.core.cases.services.deciding import take
from lianqiao.core.cases.services.granting import next_number
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, explained
from lianqiao.core.money import spoken, yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.applied import FORM, asked
from lianqiao.desks.programs.grants.models import Application, Call, Project, Topic
from lianqiao.desks.programs.grants.queries.naming import organizations_named
from lianqiao.desks.programs.grants.services.writing import tell

PREFIX = "KJ-"
PROPOSE = "propose"


@transaction.atomic
def propose(
    call: int,
    wanted: Mapping[int, int | None],
    *,
    actor: Actor,
    at: datetime | None = None,
) -> int:
    """Put applications on public notice with what each is to be granted, all or none.

    `wanted` maps applications of the call to fen; None is all that was asked. Conflict where a
    topic has not so much money left, Invalid for more than was asked; return how many.
    """
    _require_lead(actor, call)
    rows = Application.objects.filter(pk__in=wanted, topic__call=call)
    found = list(rows.select_related("case", "topic__call").order_by("topic", "pk"))
    if not wanted or len(found) != len(wanted):
        raise Invalid(_("Mark at least one application of this call."))
    # Cases before topics, as a step of a single case locks them.
    list(
        Case.objects.select_for_update()
        .filter(pk__in=[row.case_id for row in found])
        .order_by("pk")
    )
    lock_topics({row.topic_id for row in found})
    for row in found:
        _promise(row, wanted[row.pk])
        take(row.case_id, PROPOSE, actor=actor, at=at)
    return len(found)


def promise(case: Case) -> None:
    """Keep money for an application that goes on public notice: all it asks unless less is set."""
    row = _application(case)
    if row.granted is None:
        lock_topics({row.topic_id})
        _promise(row, None)


def release(case: Case) -> None:
    """Give back the money that was kept for an application."""
    Application.objects.filter(case=case, granted__isnull=False).update(granted=None)


@transaction.atomic
def award(case: Case, *, actor: Actor) -> Project:
    """Make a project of an application whose public notice is over, and prepare its contract."""
    row = _application(case)
    lock_topics({row.topic_id})
    values = filed(case)[FORM].values
    if row.granted is None:
        raise Conflict(_("Nothing is granted to this application."))
    day = timezone.localdate(case.changed_at)
    with explained({"topic_money_kept": _spent(row)}), transaction.atomic():
        project = Project.objects.create(
            case=case,
            topic=row.topic,
            number=next_number(PREFIX, day.year),
            title=values["title"],
            host=case.organization,
            leader=values["leader"]["name"],
            region=case.organization.region,
            awarded_on=day,
            granted=row.granted,
            is_invented=case.organization.is_invented,
        )
    project.partners.set(organizations_named(one["name"] for one in values.get("partners", [])))
    tell(project, "awarded", actor=actor, on=day, quantities={"amount": yuan(row.granted)})
    _prepare_contract(case, values, row.granted, day, actor)
    return project


def lock_topics(keys: set[int]) -> None:
    """Lock topics in the order of their keys: who gives of their money waits for who was first."""
    list(Topic.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _promise(row: Application, granted: int | None) -> None:
    most = asked(filed(row.case)[FORM].values).granted
    sum_ = most if granted is None else granted
    if not 0 < sum_ <= min(most, row.topic.call.most):
        said = _("%(number)s asks %(most)s; grant more than nothing, and no more than that.")
        raise Invalid(said % {"number": row.case.number, "most": spoken(most)})
    row.granted = sum_
    with explained({"topic_money_kept": _spent(row)}), transaction.atomic():
        row.save(update_fields=["granted"])


def _spent(row: Application) -> Conflict:
    said = _("“%(topic)s” has not so much money left for %(number)s.")
    return Conflict(said % {"topic": row.topic, "number": row.case.number})


def _application(case: Case) -> Application:
    rows = Application.objects.select_related("case", "topic__call").filter(case=case)
    if (row := rows.first()) is None:
        raise Conflict(_("Begin on the page of a call: an application is for one of its topics."))
    return row


def _require_lead(actor: Actor, call: int) -> None:
    row = Call.objects.filter(pk=call).first()
    if row is None or not (actor.is_bureau and actor.acts_for(row.office_id)):
        raise NotFound(_("There is no such call."))
    if not actor.leads:
        raise NotAllowed(_("Only a team lead of the office decides on a call."))


def _prepare_contract(
    case: Case, values: Mapping[str, Any], granted: int, day: date, actor: Actor
) -> None:
    """Fill in the contract what the application said; the budget where all of it was granted."""
    filing = Filing.objects.create(case=case, form="contract")
    known: dict[str, Any] = {
        "milestones": [
            {"title": one["title"], "target": one.get("target"), "due_on": _after(day, one)}
            for one in values.get("milestones", [])
        ]
    }
    if asked(values).granted == granted:
        known["budget"] = values["budget"]
    write(filing, known, actor)


def _after(day: date, milestone: Mapping[str, Any]) -> str:
    months = day.year * 12 + day.month - 1 + int(milestone["month"])
    return date(months // 12, months % 12 + 1, min(day.day, 28)).isoformat()
