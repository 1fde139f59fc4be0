"""Milestones met, and the installments that are paid for them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.models import Installment, Milestone, Project
from lianqiao.desks.programs.grants.services.writing import (
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
def meet(milestone: int, *, actor: Actor, on: date | None = None) -> Milestone:
    """Say that a milestone is met, after the last filing of its case that could show it.

    Conflict where it is met already, or nothing was filed since the contract.
    """
    found = _milestone(milestone)
    row = locked(found.project_id)
    require_office(actor, row)
    require_state(row, State.RUNNING)
    found.refresh_from_db()
    if found.met_on is not None:
        raise Conflict(_("This milestone is met already."))
    return fulfil(row, found, _shown_by(row), actor=actor, on=on)


def fulfil(
    row: Project, found: Milestone, snapshot: Snapshot, *, actor: Actor, on: date | None = None
) -> Milestone:
    """Write that a milestone of a locked project is met by what a filing shows."""
    found.met_on, found.snapshot = checked_day(on), snapshot
    if row.starts_on and found.met_on < row.starts_on:
        message = _("A day after the beginning of the project.")
        raise Invalid(message, {"on": message})
    found.save(update_fields=["met_on", "snapshot"])
    tell(row, "met", actor=actor, on=found.met_on, snapshot=snapshot)
    return found


@transaction.atomic
def pay(installment: int, *, actor: Actor, reference: str, on: date | None = None) -> Installment:
    """Say that an installment was paid. Conflict where it is paid already, or is not due yet."""
    found = _installment(installment)
    row = locked(found.project_id)
    require_office(actor, row)
    require_state(row, State.RUNNING, State.ACCEPTED)
    found.refresh_from_db()
    if found.paid_on is not None:
        raise Conflict(_("This installment is paid already."))
    found.reference = checked_text(reference, "reference", LONGEST_REFERENCE)
    found.paid_on, found.paid_by = checked_day(on), actor.user
    amount = {"amount": yuan(found.amount)}
    found.entry = tell(row, "paid", actor=actor, on=found.paid_on, quantities=amount)
    early = Conflict(_("This installment is not due yet on that day."))
    with explained({"installment_once_due": early}), transaction.atomic():
        found.save(update_fields=["reference", "paid_on", "paid_by", "entry"])
    return found


def _milestone(pk: int) -> Milestone:
    found = Milestone.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such milestone."))
    return found


def _installment(pk: int) -> Installment:
    found = Installment.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such installment."))
    return found


def _shown_by(row: Project) -> Snapshot:
    rows = Snapshot.objects.filter(filing__case=row.case_id, filing__form__in=SHOWING)
    found = rows.order_by("-at", "-pk").first()
    if found is None:
        message = _("Nothing was filed yet that could show it: a progress report comes first.")
        raise Conflict(message)
    return found


SHOWING = ("progress", "acceptance")
"""Forms of procedures/rd_grant.yaml in which a host shows what it has reached."""
