"""Budget changes: asked for by the host, decided by whom the national rule names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.money import spoken, yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.contracts import wrong_in_budget
from lianqiao.desks.programs.grants.costs import NOTHING, Budget, Money, totals, who_decides
from lianqiao.desks.programs.grants.models import BudgetChange, Cost, Project
from lianqiao.desks.programs.grants.queries.money import budget_of, spent_by
from lianqiao.desks.programs.grants.services.writing import (
    LONGEST_REASON,
    checked_text,
    locked,
    require_state,
    tell,
)

State = BudgetChange.State


@transaction.atomic
def ask(
    pk: int, after: Budget, *, snapshot: Snapshot, actor: Actor, on: date | None = None
) -> BudgetChange:
    """Keep a change that a host asks for; the case has decided who may. Invalid says what is wrong.

    A change inside the total that the leader or the host decides is made at once, and reported.
    """
    row = locked(pk)
    require_state(row, Project.State.RUNNING)
    before = budget_of(row)
    _require_possible(row, before, after)
    change = BudgetChange.objects.create(
        project=row,
        snapshot=snapshot,
        before=_kept(before),
        after=_kept(after),
        decider=who_decides(before, after),
        asked_on=on or timezone.localdate(),
    )
    if change.decider != BudgetChange.Decider.OFFICE:
        _make(row, change, actor, on or timezone.localdate())
    return change


@transaction.atomic
def grant(pk: int, *, actor: Actor, reason: str = "", on: date | None = None) -> BudgetChange:
    """Make the change that a project has asked for; what is wrong by now is refused."""
    row = locked(pk)
    change = _open_of(row)
    _require_possible(row, budget_of(row), change.after)
    change.reason = reason.strip()[:LONGEST_REASON]
    _make(row, change, actor, on or timezone.localdate())
    return change


@transaction.atomic
def refuse(pk: int, *, reason: str, on: date | None = None) -> BudgetChange:
    """Leave the budget as it is."""
    change = _open_of(locked(pk))
    change.state, change.decided_on = State.REFUSED, on or timezone.localdate()
    change.reason = checked_text(reason, "reason", LONGEST_REASON)
    change.save(update_fields=["state", "decided_on", "reason"])
    return change


def _open_of(row: Project) -> BudgetChange:
    found = row.changes.filter(state=State.ASKED).first()
    if found is None:
        raise Conflict(_("No change of the budget is asked for."))
    return found


def _require_possible(row: Project, before: Budget, after: Budget) -> None:
    wrong = _wrong_in(row, before, after)
    if wrong:
        raise Invalid(_("The budget cannot be changed like this."), {"budget": wrong})


def _wrong_in(row: Project, before: Budget, after: Budget) -> str:
    if _kept(before) == _kept(after):
        return _("This is how the budget stands already.")
    if totals(after)[0] > row.granted:
        said = _("The grant is %(granted)s; it does not grow by a change.")
        return said % {"granted": spoken(row.granted)}
    for cost, (granted, own) in spent_by(row).items():
        if after.get(cost, NOTHING)[0] < granted or after.get(cost, NOTHING)[1] < own:
            said = _("%(cost)s: %(spent)s are spent already.")
            return said % {"cost": Cost(cost).label, "spent": spoken(granted + own)}
    return next((said for _part, said in wrong_in_budget(after, row.topic.call.least_own)), "")


def _make(row: Project, change: BudgetChange, actor: Actor, on: date) -> None:
    change.state, change.decided_on = State.MADE, on
    granted, own = totals(change.after)
    quantities = {"amount": yuan(granted), "own": yuan(own)}
    change.entry = tell(
        row, "changed", actor=actor, on=on, quantities=quantities, snapshot=change.snapshot
    )
    change.save(update_fields=["state", "decided_on", "reason", "entry"])
    for line in row.budget.all():
        line.granted, line.own = change.after[line.cost]
        line.change = change
        line.save(update_fields=["granted", "own", "change"])
    _shrink(row, row.granted - granted)
    row.granted, row.own = granted, own
    row.save(update_fields=["granted", "own"])


def _shrink(row: Project, less: int) -> None:
    """Take what the grant loses from the last installment that is not paid."""
    if not less:
        return
    last = row.installments.filter(paid_on__isnull=True).last()
    if last is None or last.amount <= less:
        message = _("The grant can shrink by less than its last installment that is not paid.")
        raise Invalid(message, {"budget": message})
    last.amount -= less
    last.save(update_fields=["amount"])


def _kept(budget: Mapping[str, Money]) -> dict[str, list[int]]:
    return {cost.value: list(budget.get(cost, NOTHING)) for cost in Cost}
