"""Publishing a call, moving its last day, saying that it is decided: what everybody reads."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.ledger.services import record
from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants import kinds
from lianqiao.desks.programs.grants.models import Application, Call, CallStage, Extension, Project
from lianqiao.desks.programs.grants.services.calls import locked
from lianqiao.desks.programs.grants.services.writing import LONGEST_REASON, checked_text

State = Call.State
UNDECIDED = ("check", "returned", "review", "decision", "notice")
"""States of procedures/rd_grant.yaml in which an application still waits for its award."""


@transaction.atomic
def publish(call: int, *, actor: Actor, at: datetime | None = None) -> Call:
    """Publish a call; from then on it stays. Conflict for who wrote it last: two see to it."""
    row = locked(call, actor, State.DRAFT)
    _require_lead(actor)
    moment = at or timezone.now()
    if row.written_by == actor.user:
        raise Conflict(_("Another team lead than who wrote it publishes a call."))
    if not row.topics.exists():
        raise Conflict(_("A call needs at least one topic before it is published."))
    if row.closes_on < timezone.localdate(moment):
        raise Conflict(_("The last day of this call is over already."))
    row.state, row.published_by, row.published_at = State.PUBLISHED, actor.user, moment
    row.save()
    _tell(row, "published", actor, {"amount": yuan(row.budget)}, moment)
    return row


@transaction.atomic
def extend(call: int, new: date, *, reason: str, actor: Actor) -> Call:
    """Move the last day of a published call to a later one, and say why: everybody reads it."""
    row = locked(call, actor, State.PUBLISHED)
    _require_lead(actor)
    if new <= row.closes_on or new < timezone.localdate():
        message = _("A later day than the last one now, and not one that is over.")
        raise Invalid(message, {"new": message})
    Extension.objects.create(
        call=row,
        old=row.closes_on,
        new=new,
        reason=checked_text(reason, "reason", LONGEST_REASON),
        made_by=actor.user or 0,
    )
    row.closes_on = new
    row.save(update_fields=["closes_on"])
    _tell(row, "extended", actor, {})
    return row


@transaction.atomic
def decide(call: int, *, actor: Actor, at: datetime | None = None) -> Call:
    """Say that a closed call is decided. Conflict while any of its applications still waits."""
    row = locked(call, actor, State.PUBLISHED)
    _require_lead(actor)
    if row.stage(timezone.localdate(at)) != CallStage.CLOSED:
        raise Conflict(_("This call has not closed yet."))
    waiting = Application.objects.filter(topic__call=row, case__state__in=UNDECIDED).count()
    if waiting:
        said = _("Applications of this call that are not decided yet: %(count)d.")
        raise Conflict(said % {"count": waiting})
    row.state = State.DECIDED
    row.save(update_fields=["state"])
    given = Project.objects.filter(topic__call=row).aggregate(sum=Sum("granted"))["sum"]
    _tell(row, "decided", actor, {"amount": yuan(given or 0)}, at)
    return row


def _require_lead(actor: Actor) -> None:
    if not actor.leads:
        raise NotAllowed(_("Only a team lead of the office does this."))


def _tell(
    row: Call, what: str, actor: Actor, amounts: dict[str, Decimal], at: datetime | None = None
) -> None:
    record(
        f"{kinds.CALL}.{what}",
        subject=row.pk,
        actor=actor,
        organization=row.office_id,
        quantities=amounts,
        at=at,
    )
