"""Budgets: reserved on approval, never overspent, however many approve at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.policies.models import Budget, Claim
from lianqiao.desks.policies.services import budgets, claims
from tests import cast
from tests.desks.policies.claiming import WAN, enterprises, submitted
from tests.desks.policies.conftest import measure, published

YEAR = timezone.localdate().year


@pytest.fixture
def row(bureau):
    """A measure with 5,000 万元 for the year and a cap of 100."""
    return published(measure(), office=bureau).measures.get()


def sums(row):
    budget = Budget.objects.get(measure=row.code, year=YEAR)
    return budget.total, budget.reserved, budget.paid


def test_money_is_reserved_released_and_paid(row):
    budget = budgets.reserve(measure=row, year=YEAR, amount=40 * WAN)
    assert sums(row) == (5_000 * WAN, 40 * WAN, 0)
    budgets.change({budget.pk: budgets.Change(reserved=-30 * WAN, paid=30 * WAN)})
    budgets.change({budget.pk: budgets.Change(reserved=-10 * WAN)})
    assert sums(row) == (5_000 * WAN, 0, 30 * WAN)


def test_a_budget_that_does_not_hold_it_says_how_things_stand(row):
    budgets.reserve(measure=row, year=YEAR, amount=4_000 * WAN)
    with pytest.raises(Conflict, match=r"5,000 万元.*4,000 万元.*1,200 万元"):
        budgets.reserve(measure=row, year=YEAR, amount=1_200 * WAN)
    assert sums(row) == (5_000 * WAN, 4_000 * WAN, 0)


def test_a_measure_without_a_budget_has_no_limit(bureau):
    free = published(measure(budget=None), office=bureau).measures.get()
    assert budgets.reserve(measure=free, year=YEAR, amount=10**15) is None
    assert budgets.ensure(measure=free, year=YEAR) is None


def test_the_year_after_has_money_of_its_own(row):
    budgets.reserve(measure=row, year=YEAR, amount=5_000 * WAN)
    later = budgets.reserve(measure=row, year=YEAR + 1, amount=5_000 * WAN)
    assert (later.year, later.reserved) == (YEAR + 1, 5_000 * WAN)


def test_a_new_sum_holds_unless_more_is_spoken_for(row):
    budgets.reserve(measure=row, year=YEAR, amount=3_000 * WAN)
    row.budget = 6_000 * WAN
    assert budgets.ensure(measure=row, year=YEAR).total == 6_000 * WAN
    row.budget = 2_999 * WAN
    with pytest.raises(Conflict):
        budgets.ensure(measure=row, year=YEAR)
    assert sums(row) == (6_000 * WAN, 3_000 * WAN, 0)


def test_fifty_approvals_at_once_spend_what_there_is_and_no_more(committed_db, data_dir):
    bureau = cast.organization(kind=Organization.Kind.BUREAU)
    wanted = measure(cap=200 * WAN, budget=1_250 * WAN)
    row = published(wanted, office=bureau).measures.get()
    officer = cast.person(Role.OFFICER, bureau)
    rows = [submitted(one, row, 60 * WAN) for one in enterprises(50)]

    def approve(claim):
        try:
            claims.approve(actor=officer.actor, case=claim.case_id)
        except Conflict as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(approve, rows))
    # 1,250 / 60 = 20.8: twenty fit, the twenty-first does not.
    assert said.count("") == 20
    assert all("1,200 万元" in sentence for sentence in said if sentence)
    assert sums(row) == (1_250 * WAN, 1_200 * WAN, 0)
    states = Claim.objects.values_list("case__state", flat=True)
    assert sorted(states) == ["approved"] * 20 + ["submitted"] * 30


def test_of_two_who_decide_at_once_one_is_told(committed_db, data_dir):
    bureau = cast.organization(kind=Organization.Kind.BUREAU)
    row = published(measure(), office=bureau).measures.get()
    claim = submitted(cast.organization(), row)
    people = [cast.person(Role.OFFICER, bureau) for _ in range(8)]

    def decide(number):
        try:
            if number % 2:
                claims.approve(actor=people[number].actor, case=claim.case_id)
            else:
                claims.reject(actor=people[number].actor, case=claim.case_id, reason="材料不实")
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(decide, range(8))) == 1
    claim.refresh_from_db()
    is_approved = claim.case.state == "approved"
    budget = Budget.objects.get(measure=row.code, year=YEAR)
    assert budget.reserved == (10 * WAN if is_approved else 0)


def test_beyond_the_cap_nothing_is_approved(row, officer):
    claim = submitted(cast.organization(), row, 10 * WAN)
    with pytest.raises(Invalid, match="100 万元"):
        claims.approve(actor=officer.actor, case=claim.case_id, granted=101 * WAN, reason="x")
