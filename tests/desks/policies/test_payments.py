"""Payment files: to the bank and back, line by line, nothing twice and nothing half done."""

from __future__ import annotations

import csv
import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.core.sheets import Action
from lianqiao.desks.policies import bankfiles
from lianqiao.desks.policies.models import Batch, Budget, Claim, Payment
from lianqiao.desks.policies.queries.payments import masked
from lianqiao.desks.policies.services import claims, payments
from tests import cast
from tests.desks.policies.claiming import (
    ACCOUNT,
    OTHER_ACCOUNT,
    WAN,
    approved,
    approved_many,
    direct_measure,
    submitted,
)
from tests.desks.policies.conftest import measure, published

TODAY = timezone.localdate()
HEADINGS = ("付款编号", "金额（元）", "结果", "日期", "原因")


@pytest.fixture
def row(bureau):
    return published(measure(), office=bureau).measures.get()


@pytest.fixture
def claim(row, enterprise, officer):
    """An approved claim of 10 万元."""
    return approved(officer, [submitted(enterprise, row)])[0]


@pytest.fixture
def batch(claim, team_lead, bureau):
    return payments.make_batch(actor=team_lead.actor, office=bureau.pk)


def answer(*lines):
    """Return the bank's answer as it is read."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *lines])
    return bankfiles.read_results(io.BytesIO(text.getvalue().encode("utf-8-sig")), "回单.csv")


def settle(person, *lines):
    return bankfiles.settle_results(
        actor=person.actor, office=person.organization.pk, sheet=answer(*lines)
    )


def line(payment, state="成功", *, amount="100000.00", on=TODAY, reason=""):
    return (payment.reference, amount, state, on.isoformat(), reason)


def state_of(claim):
    return Claim.objects.get(pk=claim.pk).case.state


def test_a_batch_takes_what_is_approved(claim, batch, enterprise):
    assert (batch.lines, batch.total, state_of(claim)) == (1, 10 * WAN, "in_payment")
    payment = batch.payments.get()
    assert (payment.reference, payment.account) == (
        f"{batch.number}-00001",
        "6222020200112233445",
    )
    entry = Entry.objects.get(kind="policies.batch.made")
    assert entry.quantities == {"lines": ["1", "1"], "amount": ["100000.00", "CNY"]}
    pay = Entry.objects.get(kind="policies.claim.pay")
    assert (pay.subject_id, pay.organization_id) == (claim.case_id, enterprise.pk)


def test_only_a_lead_of_the_office_makes_a_batch(claim, officer, bureau, enterprise_owner):
    other = cast.actor(Role.TEAM_LEAD)
    for actor in (officer.actor, enterprise_owner.actor, other):
        with pytest.raises(NotAllowed):
            payments.make_batch(actor=actor, office=bureau.pk)
    assert state_of(claim) == "approved"


def test_without_claims_there_is_no_batch(batch, team_lead, bureau):
    with pytest.raises(Invalid):
        payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    assert Batch.objects.count() == 1


def test_the_file_has_the_same_bytes_each_time(batch):
    first = bankfiles.bank_file(batch)
    assert first == bankfiles.bank_file(Batch.objects.get(pk=batch.pk))
    assert first.startswith(b"\xef\xbb\xbf")
    head, one = csv.reader(io.StringIO(first.decode("utf-8-sig")))
    assert head == ["付款编号", "户名", "开户银行", "账号", "金额（元）", "用途"]
    assert one == [
        f"{batch.number}-00001",
        "青岛海联智造有限公司",
        "胶州湾银行市北支行",
        "6222020200112233445",
        "100000.00",
        "企业研发投入奖补 2026",
    ]


def test_a_formula_in_a_name_is_disarmed(row, officer, team_lead, bureau):
    claim = submitted(cast.organization(), row)
    Claim.objects.filter(pk=claim.pk).update(account_holder='=HYPERLINK("http://x")')
    approved(officer, [claim])
    made = payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    _head, one = csv.reader(io.StringIO(bankfiles.bank_file(made).decode("utf-8-sig")))
    assert one[1] == '\'=HYPERLINK("http://x")'


def test_paid_moves_the_money_in_its_budget(claim, batch, team_lead):
    settle(team_lead, line(batch.payments.get()))
    assert state_of(claim) == "paid"
    budget = Budget.objects.get()
    assert (budget.reserved, budget.paid) == (0, 10 * WAN)
    entry = Entry.objects.get(kind="policies.claim.settle")
    assert entry.quantities == {"amount": ["100000.00", "CNY"]}


def test_the_same_answer_again_changes_nothing(claim, batch, team_lead):
    lines = [line(batch.payments.get())]
    settle(team_lead, *lines)
    before = Entry.objects.count()
    again = settle(team_lead, *lines)
    assert again.counts[Action.UNCHANGED] == 1
    assert Entry.objects.count() == before
    assert Budget.objects.get().paid == 10 * WAN


def test_a_returned_payment_is_retried_with_the_account_set_right(
    claim, batch, team_lead, enterprise_owner, bureau
):
    first = batch.payments.get()
    settle(team_lead, line(first, "退回", reason="户名不符"))
    assert state_of(claim) == "returned"
    assert (Budget.objects.get().reserved, Budget.objects.get().paid) == (10 * WAN, 0)
    with pytest.raises(Invalid):
        payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    claims.mend(actor=enterprise_owner.actor, case=claim.case_id, account=OTHER_ACCOUNT)
    second = payments.make_batch(actor=team_lead.actor, office=bureau.pk).payments.get()
    assert (second.account, second.reference != first.reference) == (OTHER_ACCOUNT.number, True)
    settle(team_lead, line(second))
    assert state_of(claim) == "paid"
    assert (Budget.objects.get().reserved, Budget.objects.get().paid) == (0, 10 * WAN)
    # The first answer once more, late: it says nothing new.
    again = settle(team_lead, line(first, "退回", reason="户名不符"))
    assert again.counts[Action.UNCHANGED] == 1


def test_what_a_line_can_have_wrong(batch, team_lead, bureau):
    payment = batch.payments.get()
    lines = [
        line(payment, amount="100000.01"),
        line(payment, "退回"),
        line(payment, on=TODAY + timedelta(days=1)),
        line(payment, on=TODAY - timedelta(days=1)),
        line(payment, "不知道"),
        ("FK2026-999999-00001", "100000.00", "成功", TODAY.isoformat(), ""),
        (payment.reference, "", "", "", ""),
    ]
    said = []
    for one in lines:
        [planned] = bankfiles.plan_results(answer(one), bureau.pk).rows
        assert planned.action == Action.BAD
        said.append({problem.column for problem in planned.problems})
        with pytest.raises(Invalid):
            settle(team_lead, one)
    assert said == [
        {"金额（元）"}, {"原因"}, {"日期"}, {"日期"}, {"结果"}, {"付款编号"},
        {"金额（元）", "结果", "日期"},
    ]  # fmt: skip
    assert payment.state == "sent"


def test_a_payment_of_another_office_is_unknown(batch, team_lead):
    stranger = cast.person(Role.TEAM_LEAD)
    sheet = answer(line(batch.payments.get()))
    [planned] = bankfiles.plan_results(sheet, stranger.organization.pk).rows
    assert planned.action == Action.BAD
    with pytest.raises(NotAllowed):
        payments.settle(actor=stranger.actor, office=team_lead.organization.pk, results=[])


def test_what_was_settled_is_not_settled_otherwise(batch, team_lead):
    payment = batch.payments.get()
    settle(team_lead, line(payment))
    with pytest.raises(Invalid, match=str(TODAY)):
        settle(team_lead, line(payment, "退回", reason="账号不存在"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(amount=1)


def test_the_database_pays_nothing_twice(claim, batch):
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            batch=batch, claim=claim, line=2, reference="x", holder="x", bank="x", account="x",
            amount=1,
        )  # fmt: skip


def test_of_two_batches_at_once_each_claim_is_in_one(committed_db, data_dir):
    bureau = cast.organization(kind=Organization.Kind.BUREAU)
    row, lead = direct_measure(bureau), cast.person(Role.TEAM_LEAD, bureau)
    approved_many(row, cast.organization(), 40, WAN)

    def make(_number):
        try:
            payments.make_batch(actor=lead.actor, office=bureau.pk)
        except (Conflict, Invalid):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(make, range(6))) == 1
    assert (Batch.objects.count(), Payment.objects.count()) == (1, 40)


def test_an_answer_of_thousands_of_lines_with_errors_in_it(bureau, team_lead):
    count = 2_500  # more than two of the thousands in which rows are written
    row = direct_measure(bureau, budget=count * WAN)
    approved_many(row, cast.organization(), count, WAN)
    made = payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    assert made.lines == count
    sent = list(made.payments.order_by("line"))
    good = [
        line(one, "退回", amount="10000", reason="账户已销户")
        if place % 100 == 0
        else line(one, amount="10,000.00")
        for place, one in enumerate(sent)
    ]
    # Line numbers of the file: the heading is line 1.
    bad = list(good)
    bad[4] = ("FK1999-000001-00001", "10000.00", "成功", TODAY.isoformat(), "")
    bad[999] = line(sent[999], amount="10000.10")
    bad[1_200] = line(sent[1_200], "退回", amount="10000.00")
    bad[2_499] = good[2_498]
    plan = bankfiles.plan_results(answer(*bad), bureau.pk)
    assert [one.line for one in plan.having(Action.BAD)] == [6, 1_001, 1_202, 2_500, 2_501]
    with pytest.raises(Invalid, match="6"):
        settle(team_lead, *bad)
    assert set(Payment.objects.values_list("state", flat=True)) == {"sent"}
    assert not Entry.objects.filter(kind="policies.claim.settle").exists()

    settle(team_lead, *good)
    states = Counter(Claim.objects.values_list("case__state", flat=True))
    assert states == {"paid": 2_475, "returned": 25}
    budget = Budget.objects.get()
    assert (budget.reserved, budget.paid) == (25 * WAN, 2_475 * WAN)
    assert Entry.objects.filter(kind="policies.claim.settle").count() == 2_475
    assert settle(team_lead, *good).counts[Action.UNCHANGED] == count


def test_account_numbers_are_masked():
    assert masked(ACCOUNT.number.replace(" ", "")) == "**** 3445"
    assert (masked("12345678"), masked("")) == ("****", "")
