"""Beginning an application for a topic, and what it must be when it is handed in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case, CaseStep
from lianqiao.core.cases.queries.filed import filed
from lianqiao.core.cases.services import applying as cases
from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.applied import FORM, topic_of, wrong_in_application
from lianqiao.desks.programs.grants.models import Application, Call, CallStage, Topic
from lianqiao.desks.programs.grants.queries.drafts import drafts_for

CODE = "rd_grant"
FIRST = "submit"


@transaction.atomic
def begin(topic: int, *, actor: Actor, another: bool = False, at: datetime | None = None) -> Case:
    """Begin an application for a topic, its technical field filled in.

    Conflict before and after the days of the call, or where a draft for this topic was begun
    already, unless `another` is wanted; NotAllowed for a kind of organization that may not apply.
    """
    row = Topic.objects.select_related("call", "field").filter(pk=topic).first()
    if row is None or row.call.state == Call.State.DRAFT:
        raise NotFound(_("There is no such topic."))
    require_open(row.call, timezone.localdate(at))
    # Locks the organization: of two colleagues who begin at once, the second sees the first.
    case = cases.start(actor=actor, code=CODE, another=True, at=at)
    begun = drafts_for(actor, row.call).get(row.pk)
    if begun and not another:
        said = _("You already have a draft for this topic: %(number)s. Go on with it.")
        raise Conflict(said % {"number": begun[0].number})
    Application.objects.create(case=case, topic=row)
    if filing := case.filings.first():
        cases.write(filing, {"field": row.field_id.lower()}, actor)
    return case


def check(case: Case) -> None:
    """Refuse what may not be handed in: out of time, of no topic, or against call and rules.

    Only the first submission must come within the days of the call; what was sent back comes
    within the case's own term. Conflict and Invalid say what to do.
    """
    row = topic_of(case)
    if row is None:
        raise Conflict(_("Begin on the page of a call: an application is for one of its topics."))
    if CaseStep.objects.filter(case=case, name=FIRST).count() == 1:
        require_open(row.topic.call, timezone.localdate(case.changed_at))
    if wrong := wrong_in_application(filed(case)[FORM].values, row.topic.call):
        raise Invalid(_("The application cannot be handed in like this."), wrong)


def require_open(call: Call, day: date) -> None:
    """Raise Conflict before the first and after the last day of a call; a day in Shanghai."""
    stage = call.stage(day)
    if stage == CallStage.COMING:
        said = _("This call opens on %(day)s.") % {"day": date_format(call.opens_on)}
        raise Conflict(said)
    if stage != CallStage.OPEN:
        said = _("This call closed at the end of %(day)s.") % {"day": date_format(call.closes_on)}
        raise Conflict(said)
