"""The contract: signed, it begins the project; not made in time, the award lapses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.core.errors import Invalid
from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.contracts import Contract, Part, Planned, Terms, wrong_in
from lianqiao.desks.programs.grants.costs import NOTHING, Budget, totals
from lianqiao.desks.programs.grants.models import (
    BudgetLine,
    Cost,
    Installment,
    Milestone,
    Project,
)
from lianqiao.desks.programs.grants.services.writing import locked, require_state, tell

State = Project.State


@transaction.atomic
def sign(
    pk: int,
    contract: Contract,
    *,
    actor: Actor,
    snapshot: Snapshot | None = None,
    on: date | None = None,
) -> Project:
    """Begin a project by its contract. Invalid names what does not fit the award, by its part."""
    row = locked(pk)
    require_state(row, State.AWARDED)
    require_fit(row, contract)
    _add_budget(row, contract.budget)
    _add_installments(row, contract.installments, _add_milestones(row, contract.milestones))
    row.state, row.own = State.RUNNING, totals(contract.budget)[1]
    row.starts_on, row.ends_on = contract.starts_on, contract.ends_on
    row.save(update_fields=["state", "own", "starts_on", "ends_on"])
    tell(
        row,
        "signed",
        actor=actor,
        on=on,
        quantities={"amount": yuan(row.granted), "own": yuan(row.own)},
        snapshot=snapshot,
    )
    return row


@transaction.atomic
def lapse(pk: int, *, actor: Actor, on: date | None = None) -> Project:
    """Close an award of which no contract came; its money is free again for the topic."""
    row = locked(pk)
    require_state(row, State.AWARDED)
    row.state, row.ended_on = State.LAPSED, on or timezone.localdate()
    row.save(update_fields=["state", "ended_on"])
    tell(row, "ended", actor=actor, on=on)
    return row


def require_fit(row: Project, contract: Contract) -> None:
    """Raise Invalid where a contract does not fit its award."""
    if wrong := wrong_in(contract, terms_of(row)):
        raise Invalid(_("The contract cannot be signed like this."), wrong)


def terms_of(row: Project) -> Terms:
    """Return what award and call ask of a contract."""
    call = row.topic.call
    return Terms(row.granted, call.least_own, call.longest_months)


def _add_budget(row: Project, budget: Budget) -> None:
    BudgetLine.objects.bulk_create(
        BudgetLine(project=row, cost=cost, granted=granted, own=own)
        for cost in Cost
        for granted, own in [budget.get(cost, NOTHING)]
    )


def _add_milestones(row: Project, planned: Sequence[Planned]) -> list[Milestone]:
    return Milestone.objects.bulk_create(
        Milestone(
            project=row, position=place, title=one.title, target=one.target, due_on=one.due_on
        )
        for place, one in enumerate(planned, start=1)
    )


def _add_installments(row: Project, parts: Sequence[Part], milestones: list[Milestone]) -> None:
    Installment.objects.bulk_create(
        Installment(
            project=row,
            position=place,
            amount=one.amount,
            milestone=milestones[one.milestone - 1] if one.milestone else None,
            due_on=one.due_on,
        )
        for place, one in enumerate(parts, start=1)
    )
