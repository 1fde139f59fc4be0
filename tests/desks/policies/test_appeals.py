"""Appeals: by the owner, decided by somebody else, and back under review when upheld."""

from __future__ import annotations

import pytest

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.desks.policies.models import Appeal, Budget, Claim
from lianqiao.desks.policies.services import appeals, claims, objections
from tests import cast
from tests.desks.policies.claiming import WAN, announced, direct_measure, owner_of, submitted
from tests.desks.policies.conftest import measure, published

GROUNDS = "专项审计报告已附，研发费用应以审计数为准。"


@pytest.fixture
def claim(bureau, enterprise, officer):
    """A claim that the officer has rejected."""
    row = published(measure(stack="research"), office=bureau).measures.get()
    claim = submitted(enterprise, row)
    claims.reject(actor=officer.actor, case=claim.case_id, reason="研发费用未达到标准")
    return claim


@pytest.fixture
def appeal(claim, enterprise_owner):
    return appeals.file_appeal(actor=enterprise_owner.actor, case=claim.case_id, grounds=GROUNDS)


def state_of(claim):
    return Claim.objects.get(pk=claim.pk).case.state


def test_an_appeal_is_a_case_of_its_own_with_a_term(claim, appeal, bureau):
    assert (appeal.case.state, appeal.case.office_id) == ("filed", bureau.pk)
    assert appeal.case.number.startswith("SS")
    assert appeal.case.due_on
    assert state_of(claim) == "rejected"


def test_who_files(claim, enterprise_member, other_owner, officer, enterprise_owner):
    for actor, refusal in (
        (enterprise_member.actor, NotAllowed),
        (officer.actor, NotAllowed),
        (other_owner.actor, NotFound),
    ):
        with pytest.raises(refusal):
            appeals.file_appeal(actor=actor, case=claim.case_id, grounds=GROUNDS)
    with pytest.raises(Invalid):
        appeals.file_appeal(actor=enterprise_owner.actor, case=claim.case_id, grounds=" ")
    assert not Appeal.objects.exists()


def test_one_at_a_time_and_only_against_a_rejection(claim, appeal, enterprise_owner, team_lead):
    with pytest.raises(Conflict):
        appeals.file_appeal(actor=enterprise_owner.actor, case=claim.case_id, grounds=GROUNDS)
    appeals.decide(actor=team_lead.actor, appeal=appeal.case_id, is_upheld=True, reason="采信")
    with pytest.raises(Conflict):
        appeals.file_appeal(actor=enterprise_owner.actor, case=claim.case_id, grounds=GROUNDS)


def test_who_rejected_the_claim_does_not_decide(claim, appeal, officer, enterprise_owner):
    for actor, refusal in (
        (officer.actor, NotAllowed),
        (enterprise_owner.actor, NotAllowed),
        (cast.actor(Role.TEAM_LEAD), NotFound),
    ):
        with pytest.raises(refusal):
            appeals.decide(actor=actor, appeal=appeal.case_id, is_upheld=True, reason="采信")
    assert state_of(claim) == "rejected"


def test_upheld_the_claim_is_under_review_again(claim, appeal, team_lead, officer):
    with pytest.raises(Invalid):
        appeals.decide(actor=team_lead.actor, appeal=appeal.case_id, is_upheld=True, reason="")
    appeals.decide(actor=team_lead.actor, appeal=appeal.case_id, is_upheld=True, reason="采信")
    claim.refresh_from_db()
    assert (claim.case.state, claim.is_live) == ("submitted", True)
    assert Entry.objects.filter(kind="policies.claim.reopen", subject_id=claim.case_id).exists()
    claims.approve(actor=officer.actor, case=claim.case_id)
    assert state_of(claim) == "approved"


def test_dismissed_it_stays_rejected(claim, appeal, team_lead):
    appeals.decide(actor=team_lead.actor, appeal=appeal.case_id, is_upheld=False, reason="无新证据")
    assert state_of(claim) == "rejected"
    with pytest.raises(Conflict):
        appeals.decide(actor=team_lead.actor, appeal=appeal.case_id, is_upheld=True, reason="采信")


def test_taken_back(claim, appeal, enterprise_owner):
    appeals.withdraw(actor=enterprise_owner.actor, appeal=appeal.case_id)
    assert Appeal.objects.get().case.state == "withdrawn"


def test_a_claim_made_anew_meanwhile_stands_in_the_way(claim, appeal, team_lead, enterprise):
    submitted(enterprise, claim.measure)
    with pytest.raises(Conflict):
        appeals.decide(actor=team_lead.actor, appeal=appeal.case_id, is_upheld=True, reason="采信")
    appeal.case.refresh_from_db()
    assert (appeal.case.state, state_of(claim)) == ("filed", "rejected")


def test_money_is_given_back_once_however_a_claim_ends(bureau, enterprise, team_lead, officer):
    row = direct_measure(bureau, budget=100 * WAN)
    other = cast.organization()
    notice = announced(row, team_lead, {enterprise: 10 * WAN, other: 10 * WAN})
    claim = Claim.objects.get(organization=enterprise)
    owner = owner_of(enterprise).actor
    said = objections.raise_objection(
        notice=notice.pk, claim=claim.pk, text="该企业上年度已被撤销资格。"
    )
    objections.decide(actor=officer.actor, objection=said.pk, is_upheld=True, answer="属实")
    filed = appeals.file_appeal(actor=owner, case=claim.case_id, grounds=GROUNDS)
    appeals.decide(actor=team_lead.actor, appeal=filed.case_id, is_upheld=True, reason="采信")
    claims.withdraw(actor=owner, case=claim.case_id)
    assert Budget.objects.get(measure=row.code, policy=row.version.policy).reserved == 10 * WAN
