"""What the page of a project shows: to everybody, and to its host and its office alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from lianqiao.core.cases.models import CaseStep
from lianqiao.core.cases.rights import works_on
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants import kinds
from lianqiao.desks.programs.grants.costs import Budget
from lianqiao.desks.programs.grants.models import (
    BudgetChange,
    Cost,
    Installment,
    Milestone,
    Output,
    Payback,
    ProgressReport,
    Project,
)
from lianqiao.desks.programs.grants.queries.money import CostLine, cost_lines, unspent
from lianqiao.desks.programs.grants.queries.outputs import RESULT, Subject


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody sees, and who looks: `is_host` and `is_office` say what may be done."""

    milestones: Sequence[Milestone]
    installments: Sequence[Installment]
    outputs: Sequence[tuple[Output, Subject, bool]]
    history: Sequence[Entry]
    paid: int
    is_host: bool
    is_office: bool

    @property
    def may_read(self) -> bool:
        """Whether the rest is open as well."""
        return self.is_host or self.is_office


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A kind of cost before and after a change, all its money in fen."""

    cost: Cost
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Inside:
    """What host and office see: money by kind of cost, reports, changes, what is owed, reasons."""

    costs: Sequence[CostLine]
    reports: Sequence[tuple[ProgressReport, int]]
    changes: Sequence[tuple[BudgetChange, Sequence[ChangeLine]]]
    paybacks: Sequence[Payback]
    unspent: int
    steps: Sequence[CaseStep]


def shown(row: Project, actor: Actor) -> Shown:
    """Return what everybody sees of a project."""
    milestones = list(row.milestones.all())
    installments = list(row.installments.select_related("milestone"))
    is_host, is_office = actor.acts_for(row.host_id), works_on(actor, row.case)
    entries = current().filter(subject_type=kinds.GRANT, subject_id=row.pk)
    return Shown(
        milestones,
        installments,
        [
            (one, Subject(one.subject_type, one.subject_id), one.kind == RESULT or is_host)
            for one in row.outputs.all()
        ],
        list(entries.order_by("-happened_at", "-pk")),
        sum(one.amount for one in installments if one.paid_on),
        is_host,
        is_office,
    )


def inside(row: Project) -> Inside:
    """Return what host and office see of a project besides."""
    reports = row.reports.prefetch_related("spending").select_related("snapshot__filing")
    return Inside(
        cost_lines(row),
        [(one, sum(part.granted + part.own for part in one.spending.all())) for one in reports],
        [(one, _lines(one.before, one.after)) for one in row.changes.all()],
        list(row.paybacks.all()),
        unspent(row),
        [one for one in row.case.steps.select_related("by") if one.reason],
    )


def _lines(before: Budget, after: Budget) -> list[ChangeLine]:
    return [
        ChangeLine(cost, sum(before[cost]), sum(after[cost]))
        for cost in Cost
        if before[cost] != after[cost]
    ]


def state_of(one: Milestone | Installment) -> str:
    """Return whether something planned is done, late, or open."""
    today = timezone.localdate()
    if isinstance(one, Milestone):
        late = one.due_on < today
        return "done" if one.met_on else "late" if late else "open"
    return "done" if one.paid_on else "open"
