"""The money of a measure in a year: laid down, reserved, given back, paid.

A budget's row is locked before it is changed, several in the order of their ids, and always after
the cases whose money it is. The constraint `budget_not_overspent` has the last word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, explained
from lianqiao.core.money import spoken
from lianqiao.desks.policies.models import Budget, Claim, Measure


@dataclass(frozen=True, slots=True)
class Change:
    """By how much the two sums of a budget move, in fen."""

    reserved: int = 0
    paid: int = 0


@transaction.atomic
def ensure(*, measure: Measure, year: int) -> Budget | None:
    """Lay down a measure's money for a year as its version says; None where it sets no limit.

    A version that changes the sum changes the year's budget; Conflict below what is spoken for.
    """
    if measure.budget is None:
        return None
    budget, is_new = _row(measure, year)
    if not is_new and budget.total != measure.budget:
        budget.total = measure.budget
        _save(budget, 0)
    return budget


@transaction.atomic
def reserve(*, measure: Measure, year: int, amount: int) -> Budget | None:
    """Set money aside for what is approved; None where the measure has no limit.

    Conflict says how much is spoken for and how much this needs.
    """
    if measure.budget is None:
        return None
    budget, _is_new = _row(measure, year)
    budget.reserved += amount
    _save(budget, amount)
    return budget


@transaction.atomic
def change(changes: Mapping[int, Change]) -> None:
    """Move the sums of budgets, by their ids, in a fixed order."""
    rows = Budget.objects.select_for_update().filter(pk__in=changes).order_by("pk")
    for budget in rows:
        wanted = changes[budget.pk]
        budget.reserved += wanted.reserved
        budget.paid += wanted.paid
        _save(budget, max(0, wanted.reserved + wanted.paid))


@transaction.atomic
def free(claims: Iterable[Claim]) -> None:
    """Give back what was set aside for locked claims that will not be paid.

    They name no budget from then on: what is given back can't be given back again.
    """
    holding = [one for one in claims if one.budget_id is not None]
    sums: Counter[int] = Counter()
    for one in holding:
        sums[one.budget_id] += one.granted or 0
    change({budget: Change(reserved=-amount) for budget, amount in sums.items()})
    for one in holding:
        one.budget = None
    Claim.objects.filter(pk__in=[one.pk for one in holding]).update(budget=None)


def _row(measure: Measure, year: int) -> tuple[Budget, bool]:
    # Inserting first, where the row is missing, lets two first reservations wait for each other.
    _budget, is_new = Budget.objects.get_or_create(
        policy_id=measure.version.policy_id,
        measure=measure.code,
        year=year,
        defaults={"total": measure.budget},
    )
    return Budget.objects.select_for_update().get(pk=_budget.pk), is_new


def _save(budget: Budget, needed: int) -> None:
    taken = budget.reserved + budget.paid - needed
    sentence = _("Of %(total)s, %(taken)s are spoken for; this needs %(needed)s.") % {
        "total": spoken(budget.total),
        "taken": spoken(taken),
        "needed": spoken(needed),
    }
    with explained({"budget_not_overspent": Conflict(sentence)}), transaction.atomic():
        budget.save(update_fields=["total", "reserved", "paid"])
