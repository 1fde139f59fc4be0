"""How a project ends: accepted, failed or stopped; and the money that comes back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.money import spoken, yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.costs import rules
from lianqiao.desks.programs.grants.models import Payback, Project
from lianqiao.desks.programs.grants.queries.money import paid_to, unspent
from lianqiao.desks.programs.grants.services.paying import fulfil
from lianqiao.desks.programs.grants.services.writing import (
    LONGEST_REASON,
    LONGEST_REFERENCE,
    checked_day,
    checked_text,
    locked,
    require_office,
    require_state,
    tell,
)

State = Project.State


@transaction.atomic
def accept(pk: int, *, snapshot: Snapshot, actor: Actor, on: date | None = None) -> Project:
    """Accept a project: what is left of its milestones is met by what was filed for acceptance."""
    row = locked(pk)
    require_state(row, State.RUNNING)
    for one in row.milestones.filter(met_on__isnull=True):
        fulfil(row, one, snapshot, actor=actor, on=on)
    row.state, row.ended_on = State.ACCEPTED, on or timezone.localdate()
    row.save(update_fields=["state", "ended_on"])
    tell(row, "accepted", actor=actor, on=on, snapshot=snapshot)
    return row


@transaction.atomic
def end(pk: int, *, reason: str, actor: Actor, on: date | None = None) -> Project:
    """End a project that was not accepted or was stopped; what it has not spent is owed."""
    row = locked(pk)
    require_state(row, State.RUNNING)
    row.state, row.ended_on = State.ENDED, on or timezone.localdate()
    row.save(update_fields=["state", "ended_on"])
    tell(row, "ended", actor=actor, on=on)
    if rest := unspent(row):
        owe(row, rest, reason=reason, due_on=_due(row.ended_on))
    return row


@transaction.atomic
def demand(
    pk: int, amount: int, *, reason: str, actor: Actor, due_on: date | None = None
) -> Payback:
    """Ask money back beyond what a project has not spent, such as what was spent wrongly.

    Invalid above what it was paid; Conflict while other money is still owed.
    """
    row = locked(pk)
    require_office(actor, row)
    require_state(row, State.ACCEPTED, State.ENDED)
    if row.paybacks.filter(paid_on__isnull=True).exists():
        raise Conflict(_("This project owes money already."))
    most = paid_to(row)
    if not 0 < amount <= most:
        message = _("More than nothing, and at most the %(most)s that it was paid.")
        message %= {"most": spoken(most)}
        raise Invalid(message, {"amount": message})
    return owe(row, amount, reason=reason, due_on=due_on or _due(None))


@transaction.atomic
def ask_rest(pk: int, *, reason: str, on: date | None = None) -> Payback:
    """Ask an accepted project for what it has not used. Conflict while it may still use it."""
    row, day = locked(pk), on or timezone.localdate()
    require_state(row, State.ACCEPTED)
    rest = unspent(row)
    if not rest:
        raise Conflict(_("Nothing is left of what was paid."))
    if day < use_until(row):
        said = _("The host may use the %(rest)s that are left until %(day)s.")
        raise Conflict(said % {"rest": spoken(rest), "day": use_until(row)})
    return owe(row, rest, reason=reason, due_on=_due(day))


def owe(row: Project, amount: int, *, reason: str, due_on: date) -> Payback:
    """Write what a locked project owes."""
    return Payback.objects.create(
        project=row,
        amount=amount,
        reason=checked_text(reason, "reason", LONGEST_REASON),
        due_on=due_on,
    )


def _due(day: date | None) -> date:
    return (day or timezone.localdate()) + timedelta(days=rules().pay_back_within_days)


@transaction.atomic
def paid_back(payback: int, *, actor: Actor, reference: str, on: date | None = None) -> Payback:
    """Say that money came back. Conflict where that is said already."""
    found = Payback.objects.filter(pk=payback).first()
    if found is None:
        raise NotFound(_("There is no such payback."))
    row = locked(found.project_id)
    require_office(actor, row)
    found.refresh_from_db()
    if found.paid_on is not None:
        raise Conflict(_("This money came back already."))
    found.reference = checked_text(reference, "reference", LONGEST_REFERENCE)
    found.paid_on = checked_day(on)
    amount = {"amount": yuan(found.amount)}
    found.entry = tell(row, "payback", actor=actor, on=found.paid_on, quantities=amount)
    found.save(update_fields=["reference", "paid_on", "entry"])
    return found


def require_settled(row: Project) -> None:
    """Raise Conflict while a project owes money."""
    if row.paybacks.filter(paid_on__isnull=True).exists():
        raise Conflict(_("This project still owes money; enter its payment first."))


def require_used(row: Project) -> None:
    """Raise Conflict while an accepted project has not used, or paid back, what it was paid."""
    require_settled(row)
    if rest := unspent(row):
        said = _("%(rest)s are left: the host uses them until %(day)s, or they come back.")
        raise Conflict(said % {"rest": spoken(rest), "day": use_until(row)})


def use_until(row: Project) -> date:
    """Return the day from which an accepted project owes what it has not used for research."""
    ended = row.ended_on or timezone.localdate()
    years = rules().years_of_use
    try:
        return ended.replace(year=ended.year + years)
    except ValueError:
        return ended.replace(year=ended.year + years, day=28)
