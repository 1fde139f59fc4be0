"""Progress reports: one counts for a year, a later one restates it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.core.errors import Invalid
from lianqiao.core.ledger import services as ledger
from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.costs import NOTHING, Budget, totals
from lianqiao.desks.programs.grants.models import Cost, ProgressReport, Project, Spending
from lianqiao.desks.programs.grants.services.writing import (
    evidence,
    locked,
    require_state,
    tell,
)

State = Project.State


@dataclass(frozen=True, slots=True)
class Reported:
    """What was spent in a year, by kind of cost."""

    year: int
    spent: Budget


@transaction.atomic
def report(
    pk: int, one: Reported, *, snapshot: Snapshot, actor: Actor, on: date | None = None
) -> ProgressReport:
    """Take in what a project spent in a year; the case has decided who may report.

    Invalid for a year in which the project did not run.
    """
    row = locked(pk)
    require_state(row, State.RUNNING, State.ACCEPTED)
    _require_year(row, one.year, on or timezone.localdate())
    amount = {"year": Decimal(one.year), "amount": yuan(sum(totals(one.spent)))}
    found = row.reports.filter(year=one.year).first()
    if found is None:
        entry = tell(row, "reported", actor=actor, on=on, quantities=amount, snapshot=snapshot)
        found = ProgressReport(project=row, year=one.year)
    else:
        proof = evidence(snapshot)
        entry = ledger.correct(found.entry, actor=actor, quantities=amount, evidence=proof)
        found.spending.all().delete()
    found.snapshot, found.entry = snapshot, entry
    found.save()
    _add_spending(found, one.spent)
    return found


def _require_year(row: Project, year: int, today: date) -> None:
    first = row.starts_on.year if row.starts_on else row.awarded_on.year
    last = today.year
    if not first <= year <= last:
        message = _("A year from %(first)d to %(last)d.") % {"first": first, "last": last}
        raise Invalid(message, {"report_year": message})


def _add_spending(found: ProgressReport, spent: Budget) -> None:
    Spending.objects.bulk_create(
        Spending(report=found, cost=cost, granted=granted, own=own)
        for cost in Cost
        for granted, own in [spent.get(cost, NOTHING)]
    )
