"""The database holds a project's money, whoever writes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from lianqiao.core.cases.models import Snapshot
from lianqiao.core.cases.services.deciding import take
from lianqiao.desks.programs.grants.models import (
    BudgetLine,
    Installment,
    Milestone,
    Payback,
    Project,
)
from lianqiao.desks.programs.grants.services import paying
from tests.desks.programs.grants.projects.conftest import YUAN, changed, hand_in


def written(write):
    with transaction.atomic(), connection.cursor() as cursor:
        write()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(write, word=""):
    """Assert that the database refuses a write at once, or at the end of its transaction."""
    with pytest.raises(DatabaseError) as error:
        written(write)
    assert word in str(error.value)


def test_a_project_goes_on_and_never_back(awarded):
    rows = Project.objects.filter(pk=awarded.pk)
    refused(lambda: rows.update(state="accepted", ended_on=date(2026, 1, 1)))
    refused(lambda: rows.update(state="awarded", number="other"), "stays")
    refused(lambda: rows.update(granted=awarded.granted + 1), "stays")
    refused(rows.delete, "stays")


def test_a_closed_project_stays(awarded):
    rows = Project.objects.filter(pk=awarded.pk)
    rows.update(state="lapsed", ended_on=date(2026, 1, 1))
    refused(lambda: rows.update(title="another"), "closed")


def test_budget_and_installments_add_up(running):
    line, part = running.budget.first(), running.installments.last()
    refused(lambda: BudgetLine.objects.filter(pk=line.pk).update(granted=1), "no change")
    parts = Installment.objects.filter(pk=part.pk)
    refused(lambda: parts.update(amount=part.amount - 1), "not its grant")
    rows = Project.objects.filter(pk=running.pk)
    refused(lambda: rows.update(granted=running.granted - 1), "not its money")
    refused(lambda: rows.update(own=running.own + 1), "not its money")


def test_nothing_is_paid_before_its_milestone_is_met(running):
    part = Installment.objects.filter(milestone__isnull=False).first()
    today = timezone.localdate()
    paid = {"paid_on": today, "reference": "x", "entry": 1}
    refused(lambda: Installment.objects.filter(pk=part.pk).update(**paid), "not due")
    snapshot = Snapshot.objects.first()
    Milestone.objects.filter(pk=part.milestone_id).update(met_on=today, snapshot=snapshot)
    early = paid | {"paid_on": today - timedelta(days=1)}
    refused(lambda: Installment.objects.filter(pk=part.pk).update(**early), "not due")
    Installment.objects.filter(pk=part.pk).update(**paid)
    refused(lambda: Installment.objects.filter(pk=part.pk).update(reference="y"), "stays")


def test_an_ended_project_gets_no_money(running, case, lead):
    take(case.pk, "stop", actor=lead, reason="技术路线不可行")
    part = running.installments.first()
    paid = {"paid_on": timezone.localdate(), "reference": "x", "entry": 1}
    refused(lambda: Installment.objects.filter(pk=part.pk).update(**paid), "no money")


def test_a_milestone_is_met_once_with_its_evidence(reported, officer):
    one = reported.milestones.first()
    rows = Milestone.objects.filter(pk=one.pk)
    refused(lambda: rows.update(met_on=timezone.localdate()))
    refused(lambda: rows.update(due_on=date(2030, 1, 1)), "stays")
    paying.meet(one.pk, actor=officer)
    refused(lambda: rows.update(met_on=None, snapshot=None), "stays")


def test_an_installment_names_a_milestone_of_its_own_project(running, awarded):
    one = running.milestones.first()
    made = Installment(project=running, position=9, amount=1, milestone=one, due_on=None)
    made.milestone_id = one.pk + 10_000
    refused(made.save, "another project")
    refused(lambda: Installment.objects.create(project=running, position=9, amount=1))


def test_a_decided_change_stays(running, case, owner):
    take(case.pk, "begin_change", actor=owner)
    hand_in(owner, case, changed(operations="200000", labour="200000"))
    rows = running.changes.all()
    refused(lambda: rows.update(state="refused", reason="x", entry=None), "decided")
    refused(lambda: rows.update(before=rows[0].after), "decided")


def test_a_project_owes_once_at_a_time(running):
    owed = {"project": running, "amount": YUAN, "reason": "x", "due_on": date(2030, 1, 1)}
    back = Payback.objects.create(**owed)
    refused(lambda: Payback.objects.create(**owed), "payback_one_open")
    refused(lambda: Payback.objects.filter(pk=back.pk).update(amount=1), "stays")
