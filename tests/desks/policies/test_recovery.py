"""Money back: demanded with a reason and a term, come back or dropped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Title
from lianqiao.core.parties.queries import deadline
from lianqiao.core.parties.services import grant_title
from lianqiao.desks.policies.models import Budget, Claim, PaymentState
from lianqiao.desks.policies.queries.grounds import to_look_at
from lianqiao.desks.policies.services import payments, recovery, runs
from lianqiao.desks.policies.services.payments import Result
from tests import cast
from tests.desks.policies.claiming import WAN, approved, enterprises, submitted
from tests.desks.policies.conftest import measure, published, with_facts
from tests.desks.policies.test_payments import TODAY, line, settle


@pytest.fixture
def claim(bureau, enterprise, officer, team_lead):
    """A paid claim of 10 万元."""
    row = published(office=bureau).measures.get()
    claim = approved(officer, [submitted(enterprise, row)])[0]
    made = payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    settle(team_lead, line(made.payments.get()))
    return claim


def now(claim):
    found = Claim.objects.select_related("case").get(pk=claim.pk)
    return found.case.state, found.is_live, Budget.objects.get().paid


def test_demanded_with_a_reason_and_a_term(claim, team_lead):
    with pytest.raises(Invalid):
        recovery.demand(actor=team_lead.actor, case=claim.case_id, reason="")
    done = recovery.demand(
        actor=team_lead.actor, case=claim.case_id, reason="资格被撤销", working_days=20
    )
    assert done.case.due_on == deadline(TODAY, 20)[0]
    assert now(claim) == ("recovering", True, 10 * WAN)
    entry = Entry.objects.get(kind="policies.claim.demand")
    assert entry.quantities == {"amount": ["100000.00", "CNY"]}


def test_come_back_it_is_in_the_budget_again(claim, team_lead):
    recovery.demand(actor=team_lead.actor, case=claim.case_id, reason="资格被撤销")
    recovery.recover(actor=team_lead.actor, case=claim.case_id)
    assert now(claim) == ("recovered", False, 0)
    with pytest.raises(Conflict):
        recovery.recover(actor=team_lead.actor, case=claim.case_id)
    assert now(claim) == ("recovered", False, 0)


def test_dropped_it_is_paid_as_before(claim, team_lead):
    recovery.demand(actor=team_lead.actor, case=claim.case_id, reason="资格被撤销")
    recovery.forgive(actor=team_lead.actor, case=claim.case_id, reason="撤销决定已被纠正")
    assert now(claim) == ("paid", True, 10 * WAN)


def test_only_a_lead_of_the_office(claim, officer, enterprise_owner, other_owner):
    for actor, refusal in (
        (officer.actor, NotAllowed),
        (enterprise_owner.actor, NotAllowed),
        (other_owner.actor, NotFound),
        (cast.actor(Role.TEAM_LEAD), NotFound),
    ):
        with pytest.raises(refusal):
            recovery.demand(actor=actor, case=claim.case_id, reason="资格被撤销")


def test_paid_claims_come_up_again_when_a_fact_is_corrected_or_a_condition_breaks(
    bureau, officer, team_lead
):
    rule = measure(condition="staff(year - 1) >= 20 && title.high_tech", payout="100000")
    row = published(rule, office=bureau).measures.get()
    city = [with_facts(one, staff__1=30) for one in enterprises(3)]
    for one in city:
        valid = (TODAY - timedelta(days=200), TODAY + timedelta(days=1))
        grant_title(one.pk, "high-tech", valid=valid, granted_by="测试市科学技术局")
    runs.decide()
    approved(officer, [submitted(one, row) for one in city])
    batch = payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    results = [Result(one, PaymentState.PAID, TODAY) for one in batch.payments.all()]
    payments.settle(actor=team_lead.actor, office=bureau.pk, results=results)
    page = reverse("policies:claims")
    assert not team_lead.client.get(page, {"again": "1"}).context["page"].object_list
    with_facts(city[0], staff__1=12)
    Title.objects.filter(organization=city[1]).update(valid_to=TODAY - timedelta(days=1))
    runs.decide()
    listed = team_lead.client.get(page, {"again": "1"}).context["page"].object_list
    found = {one.organization: (one.is_corrected, one.has_ended) for one in listed}
    # Whose staff was corrected ceased to qualify by that, too.
    assert found == {city[0]: (True, True), city[1]: (False, True)}
    wrong = next(one for one in listed if one.organization == city[0])
    answer = team_lead.client.get(reverse("policies:case", args=[wrong.case_id]))
    assert answer.context["anew"].verdict is False


def test_paid_claims_of_a_policy_that_ran_out_are_left_in_peace(bureau, officer, team_lead):
    rule = measure(condition="staff(year - 1) >= 20", payout="100000")
    ends = TODAY + timedelta(days=30)
    row = published(rule, office=bureau, valid_to=ends).measures.get()
    published(measure(condition="title.high_tech"), office=bureau)
    keeps, loses = (with_facts(one, staff__1=30) for one in enterprises(2))
    runs.decide()
    approved(officer, [submitted(one, row) for one in (keeps, loses)])
    batch = payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    results = [Result(one, PaymentState.PAID, TODAY) for one in batch.payments.all()]
    payments.settle(actor=team_lead.actor, office=bureau.pk, results=results)
    with_facts(loses, staff__1=12)
    runs.decide()
    runs.decide(on=ends + timedelta(days=1))
    page = reverse("policies:claims")
    listed = team_lead.client.get(page, {"again": "1"}).context["page"].object_list
    assert [(one.organization, one.has_ended) for one in listed] == [(loses, True)]


def test_a_condition_that_cannot_be_judged_any_more_has_not_broken(bureau, officer, team_lead):
    rule = measure(condition="staff(year - 1) >= 20", payout="100000")
    row = published(rule, office=bureau).measures.get()
    [one] = (with_facts(one, staff__1=30) for one in enterprises(1))
    runs.decide()
    claim = approved(officer, [submitted(one, row)])[0]
    batch = payments.make_batch(actor=team_lead.actor, office=bureau.pk)
    settle(team_lead, line(batch.payments.get()))
    # Of that year nothing is known yet.
    runs.decide(on=date(TODAY.year + 1, 1, 1))
    assert not to_look_at(Claim.objects.filter(pk=claim.pk)).exists()
