"""Childcare subsidies on the same machine: subject = institution, rate × children × months.

The year's sum of the seed, 10.2115 million yuan, in sixty invented institutions.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from lianqiao.core.ledger.models import Entry
from lianqiao.desks.policies import bankfiles
from lianqiao.desks.policies.models import Budget, Claim
from lianqiao.desks.policies.services import claims, notices, payments
from tests.desks.policies.claiming import (
    ACCOUNT,
    announced,
    direct_measure,
    enterprises,
    found,
    over,
    owner_of,
)
from tests.desks.policies.test_payments import line, settle

SUM = Decimal("10211500.00")
FEN = 100
FULL_DAY, HALF_DAY, BY_HOUR = 400, 200, 100  # yuan a child and month


@pytest.fixture
def institutions(db):
    """Amounts in fen of sixty institutions: months of children by the full day, half, hour."""
    months = [(245 + 4 * place, 100 + place, 0) for place in range(59)] + [(424, 0, 1)]
    amounts = [FEN * (FULL_DAY * f + HALF_DAY * h + BY_HOUR * t) for f, h, t in months]
    return dict(zip(enterprises(60), amounts, strict=True))


def test_a_years_subsidies_add_up_from_notice_to_bank(institutions, bureau, officer, team_lead):
    assert sum(institutions.values()) == int(SUM * FEN)
    row = direct_measure(bureau, title="普惠托育机构运营补助", cap=None, budget=int(SUM * FEN))
    notice = announced(row, officer, institutions)
    assert Budget.objects.get().reserved == int(SUM * FEN)
    notices.close(actor=officer.actor, notice=over(notice).pk)
    for claim in Claim.objects.select_related("organization"):
        claims.confirm(
            actor=owner_of(claim.organization).actor,
            case=claim.case_id,
            account=ACCOUNT,
            consents=True,
        )
    batch = payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    rows = list(csv.reader(io.StringIO(bankfiles.bank_file(batch).decode("utf-8-sig"))))
    assert sum(Decimal(one[4]) for one in rows[1:]) == SUM
    settle(
        team_lead, *[line(one, amount=f"{one.amount / FEN:.2f}") for one in batch.payments.all()]
    )
    entries = Entry.objects.filter(kind="policies.claim.settle")
    assert sum(Decimal(one.quantities["amount"][0]) for one in entries) == SUM
    assert (Budget.objects.get().reserved, Budget.objects.get().paid) == (0, int(SUM * FEN))


def test_month_by_month_an_institution_has_it_once_a_month(bureau, officer, enterprise):
    row = direct_measure(bureau, title="托育机构按月补助", period="month")
    found(row, {enterprise: 40_000 * FEN})
    claims.list_qualifying(actor=officer.actor, measure=row.pk)
    assert claims.list_qualifying(actor=officer.actor, measure=row.pk).opened == 0
    claims.list_qualifying(actor=officer.actor, measure=row.pk, period="2025-12")
    this_month = f"{timezone.localdate():%Y-%m}"
    assert set(Claim.objects.values_list("period", flat=True)) == {this_month, "2025-12"}
