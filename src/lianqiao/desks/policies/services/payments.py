"""Paying: approved claims go to the bank in a batch, each line comes back paid or returned.

Locks are taken in one order: cases by their ids, then payments, then budgets by theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.bulk import Move, move_cases
from lianqiao.core.errors import Conflict, Invalid, explained
from lianqiao.core.ledger.services import record
from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Batch, Claim, Payment, PaymentState
from lianqiao.desks.policies.queries import offices
from lianqiao.desks.policies.queries import payments as queries
from lianqiao.desks.policies.services import budgets
from lianqiao.desks.policies.services.claims import rules
from lianqiao.desks.policies.services.numbers import Paper, next_number
from lianqiao.desks.policies.services.telling import tell

MOST_LINES = 10_000
ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Result:
    """What the bank says of one payment."""

    payment: Payment
    state: PaymentState
    settled_on: date
    reason: str = ""


@transaction.atomic
def make_batch(*, actor: Actor, office: int, measures: Sequence[int] = ()) -> Batch:
    """Put an office's approved claims into a payment file, of some measures or of all.

    Conflict where another batch takes one of them at the same moment.
    """
    offices.require_lead(actor, office)
    found = queries.waiting(office).exclude(account_number="")
    if measures:
        found = found.filter(measure__in=measures)
    claims = list(found[:MOST_LINES])
    if not claims:
        raise Invalid(_("No approved claim waits for its payment."))
    move_cases(
        [Move(one.case_id, "pay", quantities=rules.money(one.granted)) for one in claims],
        actor=actor,
    )
    total = sum(one.granted or 0 for one in claims)
    batch = Batch.objects.create(
        number=next_number(Paper.BATCH),
        made_by_id=actor.user,
        office_id=office,
        lines=len(claims),
        total=total,
    )
    twice = Conflict(_("One of these claims is with the bank or paid already."))
    with explained({"payment_never_twice": twice}), transaction.atomic():
        Payment.objects.bulk_create(_lines(batch, claims), ROWS)
    record(
        "policies.batch.made",
        subject=batch.pk,
        actor=actor,
        organization=office,
        quantities={"lines": Decimal(len(claims)), "amount": yuan(total)},
    )
    return batch


@transaction.atomic
def settle(*, actor: Actor, office: int, results: Iterable[Result]) -> int:
    """Write down what the bank says, all or nothing; the cases are locked by who calls.

    What was paid moves in its budget from reserved to paid; what was returned stays reserved
    until the account is right.
    """
    offices.require_lead(actor, office)
    rows = list(results)
    alike: dict[tuple[str, date, str], list[int]] = defaultdict(list)
    spent: dict[int, int] = defaultdict(int)
    for one in rows:
        alike[one.state, one.settled_on, one.reason].append(one.payment.pk)
        if one.state == PaymentState.PAID and one.payment.claim.budget_id is not None:
            spent[one.payment.claim.budget_id] += one.payment.amount
    move_cases([_move(one) for one in rows], actor=actor)
    for (state, settled_on, reason), keys in alike.items():
        Payment.objects.filter(pk__in=keys, state=PaymentState.SENT).update(
            state=state, settled_on=settled_on, reason=reason
        )
    budgets.change(
        {pk: budgets.Change(reserved=-amount, paid=amount) for pk, amount in spent.items()}
    )
    tell([one.payment.claim_id for one in rows])
    return len(rows)


def _lines(batch: Batch, claims: Iterable[Claim]) -> list[Payment]:
    return [
        Payment(
            batch=batch,
            claim=claim,
            line=line,
            reference=f"{batch.number}-{line:05}",
            holder=claim.account_holder,
            bank=claim.account_bank,
            account=claim.account_number,
            amount=claim.granted or 0,
        )
        for line, claim in enumerate(claims, 1)
    ]


def _move(one: Result) -> Move:
    step = "settle" if one.state == PaymentState.PAID else "bounce"
    return Move(one.payment.claim.case_id, step, one.reason, rules.money(one.payment.amount))
