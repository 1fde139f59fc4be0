"""Files to the bank and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import IO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lianqiao.core.cases.models import Case
from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.core.sheets import (
    Action,
    Column,
    Plan,
    PlannedRow,
    Problem,
    Row,
    Sheet,
    choice,
    day,
    number,
    read,
    text,
    write_csv,
)
from lianqiao.desks.policies.models import Batch, Claim, Payment, PaymentState
from lianqiao.desks.policies.queries import payments as queries
from lianqiao.desks.policies.services import payments
from lianqiao.desks.policies.services.payments import Result

LONGEST_PURPOSE = 60
OUTCOMES = (
    (PaymentState.PAID.value, gettext_lazy("succeeded")),
    (PaymentState.RETURNED.value, gettext_lazy("returned")),
)
REFERENCE = Column("reference", "付款编号", "Payment reference", text(40), required=True)
AMOUNT = Column("amount", "金额（元）", "Amount (yuan)", number(2), required=True)
OUT = (
    REFERENCE,
    Column("holder", "户名", "Account holder", text(120)),
    Column("bank", "开户银行", "Bank", text(120)),
    Column("account", "账号", "Account number", text(40)),
    AMOUNT,
    Column("purpose", "用途", "Purpose", text(LONGEST_PURPOSE)),
)
BACK = (
    REFERENCE,
    AMOUNT,
    Column(
        "state",
        "结果",
        "Result",
        choice(
            OUTCOMES, 成功="paid", 已支付="paid", 退回="returned", 失败="returned", 退汇="returned"
        ),
        required=True,
    ),
    Column("settled_on", "日期", "Date", day, required=True, aliases=("入账日期", "处理日期")),
    Column("reason", "原因", "Reason", text(200), aliases=("退回原因", "失败原因")),
)


def bank_file(batch: Batch) -> bytes:
    """Return the CSV file of a batch: Chinese headings, the same bytes whenever it is fetched.

    UTF-8 with a mark; text that a spreadsheet would take for a formula is disarmed.
    """
    rows = queries.payments_of(batch).select_related("claim__measure")
    with override("zh-hans"):
        return b"".join(
            write_csv(
                OUT,
                (
                    (one.reference, one.holder, one.bank, one.account, yuan(one.amount), _for(one))
                    for one in rows
                ),
            )
        )


def read_results(file: IO[bytes], name: str) -> Sheet:
    """Read the bank's answer, XLSX or CSV."""
    return read(file, name, BACK)


def plan_results(sheet: Sheet, office: int) -> Plan[Result]:
    """Say line by line what an answer would change; lines that say nothing new change nothing."""
    wanted = {row.values.get("reference", "") for row in sheet.rows}
    known = {
        one.reference: one
        for one in Payment.objects.filter(reference__in=wanted, batch__office=office)
        .select_related("batch")
        .prefetch_related("claim")
    }
    seen = Counter(row.values.get("reference", "") for row in sheet.rows)
    return Plan([_plan(row, known, seen) for row in sheet.rows], sheet.ignored)


@transaction.atomic
def settle_results(sheet: Sheet, *, actor: Actor, office: int) -> Plan[Result]:
    """Write down the bank's answer, all or nothing; the same answer again changes nothing."""
    wanted = [row.values.get("reference", "") for row in sheet.rows]
    # The cases first, in the order of their ids: whoever moves one waits, and the plan holds.
    _lock_cases(Payment.objects.filter(reference__in=wanted, batch__office=office))
    plan = plan_results(sheet, office)
    plan.require_clean()
    payments.settle(
        actor=actor,
        office=office,
        results=[row.data for row in plan.having(Action.UPDATE) if row.data],
    )
    return plan


def _lock_cases(payments_: QuerySet[Payment]) -> None:
    """Lock the cases of payments, by keys step for step.

    As one statement, PostgreSQL goes through all references again for each case while it has no
    statistics of rows that have just come: a quarter of an hour for ten thousand lines.
    """
    claims = list(payments_.values_list("claim_id", flat=True))
    cases = list(Claim.objects.filter(pk__in=claims).values_list("case_id", flat=True))
    locked = Case.objects.filter(pk__in=cases).select_for_update().order_by("pk")
    list(locked.values_list("pk", flat=True))


def _plan(row: Row, known: dict[str, Payment], seen: Counter[str]) -> PlannedRow[Result]:
    reference = row.values.get("reference", "")
    payment = known.get(reference)
    problems = list(row.problems)
    if seen[reference] > 1:
        problems.append(Problem(REFERENCE.heading, _("This payment stands in the file twice.")))
    if payment is None and reference:
        problems.append(Problem(REFERENCE.heading, _("No payment of this office has it.")))
    if payment is None or problems:
        return PlannedRow(row.line, reference, Action.BAD, problems=problems)
    problems += _contradictions(row, payment)
    if problems:
        return PlannedRow(row.line, reference, Action.BAD, problems=problems)
    result = Result(
        payment,
        PaymentState(row.values["state"]),
        row.values["settled_on"],
        row.values.get("reason", "") if row.values["state"] == PaymentState.RETURNED else "",
    )
    is_new = payment.state == PaymentState.SENT
    action = Action.UPDATE if is_new else Action.UNCHANGED
    changes = [str(result.state.label)] if is_new else []
    return PlannedRow(row.line, reference, action, result, payment.pk, changes)


def _contradictions(row: Row, payment: Payment) -> Iterable[Problem]:
    """Yield what in a line is against what we know of its payment."""
    amount: Decimal = row.values["amount"]
    state, settled_on = row.values["state"], row.values["settled_on"]
    if amount != yuan(payment.amount):
        yield Problem(
            AMOUNT.heading,
            _("%(given)s, but %(ours)s was sent.")
            % {"given": amount, "ours": yuan(payment.amount)},
        )
    if state == PaymentState.RETURNED and not row.values.get("reason"):
        yield Problem(BACK[4].heading, _("A returned payment needs its reason."))
    made = timezone.localdate(payment.batch.made_at)
    if not made <= settled_on <= timezone.localdate():
        yield Problem(
            BACK[3].heading,
            _("Not between the day of the batch (%(day)s) and today.") % {"day": made},
        )
    if payment.state != PaymentState.SENT and (payment.state, payment.settled_on) != (
        state,
        settled_on,
    ):
        yield Problem(
            BACK[2].heading,
            _("Settled already on %(day)s as “%(state)s”.")
            % {"day": payment.settled_on, "state": payment.get_state_display()},
        )


def _for(payment: Payment) -> str:
    return f"{payment.claim.measure.title} {payment.claim.period}"[:LONGEST_PURPOSE]
