"""Which department answers, and what is not accepted."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.queries import deadline
from lianqiao.desks.reports.opinions import kinds
from lianqiao.desks.reports.opinions.models import Cause, Opinion, Rules, State, Step
from lianqiao.desks.reports.opinions.queries.rules import rules
from lianqiao.desks.reports.opinions.queries.seeing import handled_by
from lianqiao.desks.reports.opinions.services.abuse import HELD

LONGEST_REASON = 1_000


@transaction.atomic
def route(pk: int, *, actor: Actor, department: int, reason: str = "") -> Opinion:
    """Give an opinion to a department, from where it is or for the first time.

    The first deadline stays when it is passed on: the citizen waits once.
    """
    row = locked(pk, actor)
    if row.state not in {State.RECEIVED, State.ROUTED}:
        raise _elsewhere(row)
    if not Organization.objects.filter(pk=department, kind=Organization.Kind.BUREAU).exists():
        raise Invalid(_("Choose a department."), {"department": _("Choose a department.")})
    _route(row, department, row.due_on or _due(rules()), actor, reason[:LONGEST_REASON])
    return row


def route_at_once(row: Opinion, department: int, kept: Rules) -> None:
    """Route what the citizen addressed himself; what must be looked at stays for an officer."""
    if HELD.intersection(row.flags):
        return
    try:
        due = _due(kept)
    except Invalid:
        # No working calendar: the opinion is taken all the same, and routed by a person.
        return
    _route(row, department, due, Actor(), "")


@transaction.atomic
def hide(pk: int, *, actor: Actor, reason: str, cause: str = Cause.OTHER) -> Opinion:
    """Do not accept an opinion; the reason stays on record and the citizen reads it.

    Everybody reads how many there were, by cause. What a citizen has rated, nobody of the
    department that answered hides: else it could hide what it was rated badly for.
    """
    row = locked(pk, actor)
    if row.state == State.HIDDEN:
        raise _elsewhere(row)
    if row.state == State.ANSWERED and not actor.leads:
        raise NotAllowed(_("Only a team lead takes back what was answered."))
    if row.rating is not None and actor.acts_for(row.department_id):
        raise NotAllowed(
            _("The citizen has rated this answer: an administrator of another office decides.")
        )
    if cause not in Cause.values:
        raise Invalid(_("Choose why."), {"cause": _("Choose why.")})
    if not reason.strip():
        raise Invalid(_("Give the reason."), {"reason": _("Give the reason.")})
    row.state, row.rating, row.hidden_for = State.HIDDEN, None, cause
    row.save(update_fields=["state", "rating", "hidden_for"])
    noted(row, actor, reason.strip()[:LONGEST_REASON])
    record(kinds.MODERATED, subject=row.pk, actor=actor, organization=row.department_id)
    return row


@transaction.atomic
def reopen(pk: int, *, actor: Actor) -> Opinion:
    """Take a hidden opinion in after all, at the beginning of its way; its first deadline stays.

    Else hiding and reopening would give a department that is late its days anew.
    """
    row = locked(pk, actor)
    if row.state != State.HIDDEN:
        raise _elsewhere(row)
    row.state, row.department_id, row.routed_at = State.RECEIVED, None, None
    row.hidden_for = ""
    row.answer, row.answered_at, row.is_on_time, row.is_public = "", None, None, False
    row.save()
    noted(row, actor, "")
    return row


def locked(pk: int, actor: Actor) -> Opinion:
    """Return an opinion that nobody else changes meanwhile. NotFound where it is not his."""
    row = handled_by(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such opinion, or it is not open to you."))
    return row


def noted(row: Opinion, actor: Actor, reason: str) -> None:
    """Keep who did what, and why."""
    Step.objects.create(
        opinion=row,
        state=row.state,
        department_id=row.department_id,
        reason=reason,
        made_by=actor.user,
    )


def _route(row: Opinion, department: int, due: date, actor: Actor, reason: str) -> None:
    row.state, row.department_id, row.due_on = State.ROUTED, department, due
    row.routed_at = row.routed_at or timezone.now()
    row.save(update_fields=["state", "department", "due_on", "routed_at"])
    noted(row, actor, reason)
    record(
        kinds.ROUTED,
        subject=row.pk,
        actor=actor,
        organization=department,
        region=settings.CITY,
    )


def _due(kept: Rules) -> date:
    return deadline(timezone.localdate(), kept.working_days)[0]


def _elsewhere(row: Opinion) -> Conflict:
    return Conflict(_("This opinion is by now: %(state)s.") % {"state": row.get_state_display()})
