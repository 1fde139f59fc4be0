"""A project through its case: contract, reports, changes, acceptance, and what comes back."""

from __future__ import annotations

from datetime import date

import pytest

from lianqiao.core.cases import files
from lianqiao.core.cases.models import Case, Filing
from lianqiao.core.cases.services import ask_correction
from lianqiao.core.cases.services.deciding import take
from lianqiao.core.cases.services.moving import move
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.desks.programs.grants import following
from lianqiao.desks.programs.grants import running as steps
from lianqiao.desks.programs.grants.models import Payback, Project
from lianqiao.desks.programs.grants.queries.money import budget_of, spent_by, unspent
from lianqiao.desks.programs.grants.services import closing, paying
from tests.desks.programs.grants.projects.conftest import (
    BUDGET,
    GRANTED,
    OWN,
    PROCEDURE,
    YEAR,
    YUAN,
    changed,
    clock,
    contract,
    hand_in,
    progress,
)


def kinds_of(project):
    rows = Entry.objects.filter(subject_type="programs.grant", subject_id=project.pk)
    return [kind.rpartition(".")[2] for kind in rows.order_by("pk").values_list("kind", flat=True)]


def state(project):
    return Project.objects.get(pk=project.pk).state


def test_every_step_that_projects_know_is_in_the_file():
    document = files.read(PROCEDURE.read_bytes())
    assert set(following.ACTS) <= {step.key for step in document.steps}
    assert set(steps.ACTS) <= set(following.ACTS)


def test_a_signed_contract_begins_the_project(running):
    assert (running.state, running.own, running.starts_on) == ("running", OWN, date(YEAR - 1, 3, 1))
    assert budget_of(running)["equipment"] == (300_000 * YUAN, 200_000 * YUAN)
    assert [one.amount for one in running.installments.all()] == [
        400_000 * YUAN,
        240_000 * YUAN,
        160_000 * YUAN,
    ]
    assert [one.title for one in running.milestones.all()] == ["样机试制", "通过验收"]
    [entry] = Entry.objects.filter(kind="programs.grant.signed")
    assert entry.quantities == {"amount": ["800000.00", "CNY"], "own": ["400000.00", "CNY"]}
    assert entry.evidence[0][0] == "cases.snapshot"


@pytest.mark.parametrize(
    ("values", "part", "word"),
    [
        ({"budget": BUDGET[:3]}, "budget", "70 万元"),
        ({"budget": [*BUDGET[:3], {"cost": "indirect", "granted": "100000.01"}]}, "budget", "0.01"),
        ({"budget": [{"cost": "labour", "granted": "800000"}]}, "budget", "30"),
        ({"installments": [{"amount": "1", "milestone": "1"}]}, "installments", "80 万元"),
        ({"installments": [{"amount": "800000", "milestone": "3"}]}, "installments", "1"),
        ({"installments": [{"amount": "800000"}]}, "installments", "1"),
        ({"ends_on": f"{YEAR + 2}-03-01"}, "ends_on", "36"),
        ({"milestones": [{"title": "晚", "due_on": f"{YEAR + 3}-01-01"}]}, "milestones", "1"),
    ],
)
def test_a_contract_that_does_not_fit_cannot_be_handed_in(awarded, case, owner, values, part, word):
    with pytest.raises(Invalid) as refused:
        hand_in(owner, case, contract(**values))
    assert word in str(refused.value.fields[part])
    assert Case.objects.get().state == "contract"


def test_without_a_contract_the_award_lapses(awarded, case):
    clock(case, "lapse_award")
    assert state(awarded) == "lapsed"
    assert kinds_of(awarded) == ["ended"]


def test_a_report_counts_for_its_year_and_a_later_one_restates_it(reported, case, owner):
    assert spent_by(reported)["equipment"] == (200_000 * YUAN, 100_000 * YUAN)
    hand_in(owner, case, progress(spending=[{"cost": "labour", "granted": "60000"}]))
    assert reported.reports.get().year == YEAR - 1
    assert spent_by(reported)["labour"] == (60_000 * YUAN, 0)
    assert spent_by(reported)["equipment"] == (0, 0)
    [entry] = current().filter(kind="programs.grant.reported")
    assert entry.quantities["amount"] == ["60000.00", "CNY"]


def test_what_a_report_is_corrected_to_counts(reported, case, owner, officer):
    filing = Filing.objects.get(case=case, form="progress")
    ask_correction(filing.pk, ["spending"], "劳务费有误", working_days=5, actor=officer)
    hand_in(owner, case, {"spending": [{"cost": "labour", "granted": "70000"}]})
    assert spent_by(reported)["labour"] == (70_000 * YUAN, 0)
    [entry] = current().filter(kind="programs.grant.reported")
    assert entry.quantities["amount"] == ["70000.00", "CNY"]


def test_a_year_before_the_project_is_refused(running, case, owner):
    with pytest.raises(Invalid) as refused:
        hand_in(owner, case, progress(YEAR - 2))
    assert str(YEAR - 1) in str(refused.value.fields["report_year"])


def test_what_was_not_paid_or_planned_is_asked_about(running, case):
    values = progress(spending=[{"cost": "equipment", "granted": "500000.01"}])
    said = following.Steps().doubts(case, "progress", values)
    assert len(said) == 2
    assert "500,000.01" in said[0]


def test_a_report_missed_is_asked_for_and_comes_late(running, case, owner):
    clock(case, "miss_report")
    assert Case.objects.get().state == "report_overdue"
    hand_in(owner, case, progress())
    assert Case.objects.get().state == "running"


@pytest.mark.parametrize(
    ("after", "decider"),
    [
        ({"operations": "200000", "labour": "200000"}, "leader"),
        ({"operations": "300000", "equipment": "250000"}, "host"),
    ],
)
def test_inside_the_total_nobody_waits_for_the_office(running, case, owner, after, decider):
    take(case.pk, "begin_change", actor=owner)
    hand_in(owner, case, changed(**after))
    change = running.changes.get()
    assert (change.decider, change.state, Case.objects.get().state) == (decider, "made", "running")
    assert budget_of(running)["operations"][0] == int(after["operations"]) * YUAN
    assert kinds_of(running)[-1] == "changed"


def test_more_indirect_costs_wait_for_the_office(running, case, owner, officer):
    take(case.pk, "begin_change", actor=owner)
    hand_in(owner, case, changed(equipment="290000", indirect="110000"))
    assert (running.changes.get().decider, Case.objects.get().state) == ("office", "change_asked")
    with pytest.raises(Conflict):
        clock(case, "record_change")
    assert budget_of(running)["indirect"][0] == 100_000 * YUAN
    take(case.pk, "grant_change", actor=officer)
    assert budget_of(running)["indirect"][0] == 110_000 * YUAN


def test_a_smaller_grant_is_taken_from_the_last_installment(running, case, owner, officer):
    take(case.pk, "begin_change", actor=owner)
    hand_in(owner, case, changed(equipment="200000"))
    take(case.pk, "grant_change", actor=officer)
    assert Project.objects.get().granted == 700_000 * YUAN
    assert running.installments.last().amount == 60_000 * YUAN


@pytest.mark.parametrize(
    "after",
    [
        {},
        {"equipment": "300000.01"},
        {"operations": "0", "labour": "400000", "indirect": "120000.01", "equipment": "279999.99"},
        {"equipment": "199999.99", "operations": "350000.01"},
        {"labour": "0"},
    ],
    ids=["as it is", "grant grows", "too much indirect", "spent already", "spent all"],
)
def test_what_a_change_cannot_be(reported, case, owner, after):
    take(case.pk, "begin_change", actor=owner)
    with pytest.raises(Invalid) as refused:
        hand_in(owner, case, changed(**after))
    assert "budget" in refused.value.fields
    assert not reported.changes.exists()


def test_a_refused_change_leaves_the_budget(running, case, owner, officer):
    take(case.pk, "begin_change", actor=owner)
    hand_in(owner, case, changed(equipment="290000", indirect="110000"))
    take(case.pk, "refuse_change", actor=officer, reason="间接费用不增加")
    assert (running.changes.get().state, budget_of(running)["indirect"][0]) == (
        "refused",
        100_000 * YUAN,
    )


def test_a_change_puts_no_report_off(running, case, owner):
    due = Case.objects.get().due_on
    take(case.pk, "begin_change", actor=owner)
    assert Case.objects.get().due_on != due
    take(case.pk, "go_back", actor=owner)
    assert Case.objects.get().due_on == due


def accepted(case, owner, lead):
    take(case.pk, "begin_acceptance", actor=owner)
    hand_in(owner, case, {"results": "全部完成", "effect": "已在本市转化"})
    take(case.pk, "accept", actor=lead)


def test_acceptance_meets_what_is_left(reported, case, owner, lead, officer):
    first, last = reported.milestones.all()
    paying.meet(first.pk, actor=officer)
    accepted(case, owner, lead)
    last.refresh_from_db()
    assert (state(reported), last.snapshot.filing.form) == ("accepted", "acceptance")
    assert kinds_of(reported)[-2:] == ["met", "accepted"]


def pay_all(project, officer):
    for one in project.installments.filter(paid_on__isnull=True):
        if one.is_due:
            paying.pay(one.pk, actor=officer, reference=f"银行-{one.position}")


def test_what_is_left_stays_two_years_with_the_host(reported, case, owner, lead, officer):
    pay_all(reported, officer)
    accepted(case, owner, lead)
    assert unspent(reported) == 150_000 * YUAN
    with pytest.raises(Conflict) as refused:
        take(case.pk, "close", actor=officer)
    assert "15 万元" in str(refused.value)
    with pytest.raises(Conflict):
        take(case.pk, "ask_rest", actor=officer, reason="请退回结余")
    hand_in(owner, case, progress(YEAR, [{"cost": "labour", "granted": "150000"}]))
    take(case.pk, "close", actor=officer)
    assert Case.objects.get().state == "accepted"


def test_after_two_years_what_is_left_comes_back(reported, case, owner, lead, officer):
    pay_all(reported, officer)
    accepted(case, owner, lead)
    closed = Project.objects.get().ended_on
    back = closing.ask_rest(reported.pk, reason="两年期满", on=date(closed.year + 2, 12, 31))
    assert back.amount == 150_000 * YUAN
    move(case.pk, "ask_rest", actor=officer, reason="两年期满")
    with pytest.raises(Conflict):
        take(case.pk, "confirm_rest", actor=officer)
    closing.paid_back(back.pk, actor=officer, reference="回款-1")
    take(case.pk, "confirm_rest", actor=officer)
    assert kinds_of(reported)[-1] == "payback"


@pytest.mark.parametrize("step", ["fail", "stop"])
def test_who_is_not_accepted_pays_back_what_is_not_spent(
    reported, case, owner, lead, officer, step
):
    pay_all(reported, officer)
    if step == "fail":
        take(case.pk, "begin_acceptance", actor=owner)
        hand_in(owner, case, {"results": "部分完成", "effect": "无"})
    take(case.pk, step, actor=lead, reason="指标未完成")
    back = Payback.objects.get()
    assert (back.amount, back.reason, state(reported)) == (150_000 * YUAN, "指标未完成", "ended")
    with pytest.raises(Conflict):
        take(case.pk, "confirm_paid_back", actor=officer)
    closing.paid_back(back.pk, actor=officer, reference="回款-1")
    take(case.pk, "confirm_paid_back", actor=officer)
    assert (Case.objects.get().state, unspent(reported)) == ("ended", 0)


def test_improved_once_more_or_ended_by_the_clock(reported, case, owner, lead):
    take(case.pk, "begin_acceptance", actor=owner)
    hand_in(owner, case, {"results": "部分完成", "effect": "无"})
    take(case.pk, "improve", actor=lead, reason="补充测试报告")
    clock(case, "not_improved")
    assert state(reported) == "ended"
    assert not Payback.objects.exists()
    assert Project.objects.get().granted == GRANTED
