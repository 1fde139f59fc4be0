"""What a project planned, was paid and has spent, in fen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from lianqiao.desks.programs.grants.costs import NOTHING, Budget, Money
from lianqiao.desks.programs.grants.models import Cost, Project, Spending


@dataclass(frozen=True, slots=True)
class CostLine:
    """A kind of cost: what was planned and what was spent, each of the grant and of own funds."""

    cost: Cost
    planned: Money
    spent: Money


def budget_of(row: Project) -> dict[str, Money]:
    """Return a project's budget as it stands; {} before the contract."""
    return {one.cost: (one.granted, one.own) for one in row.budget.all()}


def spent_by(row: Project, *, but: int | None = None) -> Budget:
    """Return what all reports of a project spent, without that of a year."""
    rows = Spending.objects.filter(report__project=row).order_by()
    if but is not None:
        rows = rows.exclude(report__year=but)
    sums = rows.values_list("cost").annotate(Sum("granted"), Sum("own"))
    return {cost: (granted, own) for cost, granted, own in sums}


def cost_lines(row: Project) -> list[CostLine]:
    """Return each kind of cost with what was planned and spent; [] before the contract."""
    planned, spent = budget_of(row), spent_by(row)
    return [
        CostLine(cost, planned[cost], spent.get(cost, NOTHING)) for cost in Cost if cost in planned
    ]


def paid_to(row: Project) -> int:
    """Return what the city has paid to a project, less what came back."""
    out = row.installments.filter(paid_on__isnull=False).aggregate(sum=Sum("amount"))["sum"]
    back = row.paybacks.filter(paid_on__isnull=False).aggregate(sum=Sum("amount"))["sum"]
    return (out or 0) - (back or 0)


def unspent(row: Project) -> int:
    """Return what a project was paid and has not spent, never below 0."""
    return max(0, paid_to(row) - sum(one[0] for one in spent_by(row).values()))
