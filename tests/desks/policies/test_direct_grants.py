"""Direct grants: from what a run found to a list, a notice, objections, and consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.queries import deadline
from lianqiao.desks.policies.models import Budget, Claim, Notice, Objection, Run
from lianqiao.desks.policies.services import claims, notices, objections, runs, telling
from tests import cast
from tests.desks.policies.claiming import (
    ACCOUNT,
    WAN,
    announced,
    direct_measure,
    enterprises,
    found,
    over,
    owner_of,
    with_calendar,
)
from tests.desks.policies.conftest import with_facts

TODAY = timezone.localdate()
YEAR = str(TODAY.year)
SAID = "该企业去年已被撤销高新技术企业资格，详见公告。"


@pytest.fixture
def row(bureau):
    return direct_measure(bureau)


@pytest.fixture
def three(row, enterprise):
    """Three enterprises of which the run found that they qualify for 30, 20 and 10 (× 10,000)."""
    amounts = dict(zip([enterprise, *enterprises(2)], [30 * WAN, 20 * WAN, 10 * WAN], strict=True))
    found(row, amounts)
    return list(amounts)


def states():
    """States of all claims, the highest amount first."""
    return list(Claim.objects.order_by("-amount").values_list("case__state", flat=True))


def listed(officer, row):
    return claims.list_qualifying(actor=officer.actor, measure=row.pk)


def test_who_qualifies_is_listed_once(row, three, officer):
    first = listed(officer, row)
    assert (first.opened, first.candidates.listed_before) == (3, 0)
    again = listed(officer, row)
    assert (again.opened, again.candidates.listed_before) == (0, 3)
    entries = Entry.objects.filter(kind="policies.claim.open")
    assert sorted((one.quantities["amount"][0] for one in entries), reverse=True) == [
        "300000.00", "200000.00", "100000.00",
    ]  # fmt: skip
    claim = Claim.objects.get(organization=three[0])
    assert (claim.period, claim.amount, claim.case.office_id) == (
        YEAR,
        30 * WAN,
        row.version.policy.office_id,
    )


def test_no_list_is_made_of_half_a_run(row, three, officer):
    last = Run.objects.get(state="done")
    half = Run.objects.create(
        reference_date=TODAY, facts_until=timezone.now(), previous=last, state="stopped"
    )
    with pytest.raises(Conflict, match="half done"), override("en"):
        listed(officer, row)
    assert not Claim.objects.exists()
    Run.objects.filter(pk=half.pk).update(state="failed")
    assert listed(officer, row).opened == 3


def test_whoever_was_dropped_is_not_listed_again(row, three, officer):
    listed(officer, row)
    claim = Claim.objects.get(organization=three[1])
    with pytest.raises(Invalid):
        claims.drop(actor=officer.actor, case=claim.case_id, reason=" ")
    claims.drop(actor=officer.actor, case=claim.case_id, reason="已注销")
    assert listed(officer, row).opened == 0
    assert claim.case.steps.get(name="drop").reason == "已注销"


def test_those_of_unknown_amount_are_counted_and_not_listed(row, three, officer):
    found(row, {cast.organization(): None})
    assert listed(officer, row).candidates.without_amount == 1
    assert states() == ["listed"] * 3


def test_of_two_measures_that_exclude_each_other_the_higher_is_listed(bureau, officer, enterprise):
    low = direct_measure(bureau, stack="titles", title="省级认定奖励")
    high = direct_measure(bureau, stack="titles", title="国家级认定奖励")
    other = cast.organization()
    found(low, {enterprise: 20 * WAN, other: 20 * WAN})
    found(high, {enterprise: 50 * WAN})
    first = listed(officer, low)
    assert first.opened == 1
    [better] = first.candidates.better
    assert (better.organization, better.other, better.other_amount) == (
        enterprise, "国家级认定奖励", 50 * WAN,
    )  # fmt: skip
    assert listed(officer, high).opened == 1
    assert Claim.objects.get(organization=enterprise).measure == high


def test_of_equal_amounts_one_measure_is_listed(bureau, officer, enterprise):
    rows = [direct_measure(bureau, stack="titles", title=title) for title in ("甲", "乙")]
    for row in rows:
        found(row, {enterprise: 20 * WAN})
    assert [listed(officer, row).opened for row in rows] == [1, 0]


def test_a_claim_elsewhere_in_the_stack_excludes(bureau, officer, enterprise):
    first, second = (direct_measure(bureau, stack="titles", title=title) for title in ("甲", "乙"))
    found(first, {enterprise: 20 * WAN})
    listed(officer, first)
    found(second, {enterprise: 90 * WAN})
    [better] = listed(officer, second).candidates.better
    assert (better.other, better.other_amount) == ("甲", None)


def test_only_the_office_in_charge_lists(row, three, enterprise_owner, citizen):
    stranger = cast.actor(cast.Role.OFFICER)
    for actor in (stranger, enterprise_owner.actor, citizen.actor):
        with pytest.raises(NotFound):
            claims.list_qualifying(actor=actor, measure=row.pk)


def test_announcing_reserves_the_sum_for_n_working_days(row, three, officer):
    with_calendar()
    listed(officer, row)
    notice = notices.announce(actor=officer.actor, measure=row.pk, period=YEAR, working_days=7)
    assert (notice.begins_on, notice.ends_on) == (TODAY, deadline(TODAY, 7)[0])
    assert states() == ["announced"] * 3
    budget = Budget.objects.get()
    assert (budget.reserved, budget.paid) == (60 * WAN, 0)
    assert set(Claim.objects.values_list("budget", "notice")) == {(budget.pk, notice.pk)}


def test_a_list_beyond_the_budget_is_not_announced(bureau, officer):
    row = direct_measure(bureau, budget=50 * WAN)
    with_calendar()
    found(row, dict.fromkeys(enterprises(3), 20 * WAN))
    listed(officer, row)
    with pytest.raises(Conflict, match="60 万元"):
        notices.announce(actor=officer.actor, measure=row.pk, period=YEAR)
    assert (states(), Notice.objects.count()) == (["listed"] * 3, 0)
    claim = Claim.objects.first()
    claims.drop(actor=officer.actor, case=claim.case_id, reason="次年兑现")
    notices.announce(actor=officer.actor, measure=row.pk, period=YEAR)
    assert Budget.objects.get().reserved == 40 * WAN


@pytest.fixture
def notice(row, enterprise, officer):
    """A notice with two names."""
    return announced(row, officer, {enterprise: 30 * WAN, cast.organization(): 20 * WAN})


def objection(notice, organization, **values):
    claim = Claim.objects.get(organization=organization)
    return objections.raise_objection(notice=notice.pk, claim=claim.pk, **{"text": SAID} | values)


def test_an_objection_upheld_ends_the_claim_and_frees_its_money(notice, enterprise, officer):
    one, two = (objection(notice, enterprise) for _ in range(2))
    assert states() == ["objected", "announced"]
    with pytest.raises(Invalid):
        objections.decide(actor=officer.actor, objection=one.pk, is_upheld=True, answer="")
    objections.decide(actor=officer.actor, objection=one.pk, is_upheld=True, answer="属实")
    assert states() == ["rejected", "announced"]
    assert Budget.objects.get().reserved == 20 * WAN
    two.refresh_from_db()
    assert (two.is_upheld, two.answer) == (True, "属实")
    with pytest.raises(Conflict):
        objections.decide(actor=officer.actor, objection=two.pk, is_upheld=False, answer="否")


def test_a_claim_goes_on_when_its_last_objection_is_dismissed(notice, enterprise, officer):
    one, two = (objection(notice, enterprise) for _ in range(2))
    objections.decide(actor=officer.actor, objection=one.pk, is_upheld=False, answer="查无此事")
    assert states() == ["objected", "announced"]
    objections.decide(actor=officer.actor, objection=two.pk, is_upheld=False, answer="查无此事")
    assert states() == ["announced", "announced"]
    assert Budget.objects.get().reserved == 50 * WAN


def test_what_cannot_be_objected(notice, enterprise, row, officer):
    with pytest.raises(Invalid):
        objection(notice, enterprise, text="不行")
    with pytest.raises(NotFound):
        objections.raise_objection(notice=notice.pk, claim=0, text=SAID)
    over(notice)
    with pytest.raises(Invalid):
        objection(notice, enterprise)
    assert states() == ["announced", "announced"]


def test_a_flood_of_objections_is_stopped(notice, enterprise):
    for _ in range(objections.MOST_IN_AN_HOUR):
        objection(notice, enterprise)
    with pytest.raises(Conflict):
        objection(notice, enterprise)
    Objection.objects.update(at=timezone.now() - timedelta(hours=2))
    assert objection(notice, enterprise)


def test_the_ledger_keeps_no_word_of_an_objection(notice, enterprise):
    objection(notice, enterprise, contact="13800000000")
    entry = Entry.objects.get(kind="policies.claim.object")
    assert (entry.actor_user, entry.quantities, entry.evidence) == (None, {}, [])


def test_a_notice_is_closed_when_its_days_are_over(notice, enterprise, officer):
    objection(notice, enterprise)
    with pytest.raises(Invalid):
        notices.close(actor=officer.actor, notice=notice.pk)
    assert notices.close_over(on=notice.ends_on) == 0
    over(notice)
    assert notices.close_over(on=TODAY) == 1
    assert states() == ["objected", "consent"]
    assert notices.close_over(on=TODAY) == 0
    with pytest.raises(Conflict):
        notices.close(actor=officer.actor, notice=notice.pk)
    late = Objection.objects.get()
    objections.decide(actor=officer.actor, objection=late.pk, is_upheld=False, answer="查无此事")
    assert states() == ["consent", "consent"]


@pytest.fixture
def consent(notice, officer, enterprise):
    """The enterprise's claim after the notice: account and consent are wanted."""
    notices.close(actor=officer.actor, notice=over(notice).pk)
    return Claim.objects.get(organization=enterprise)


def test_the_owner_confirms_account_and_consent(
    consent, enterprise_owner, enterprise_member, other_owner
):
    case = consent.case_id
    with pytest.raises(NotAllowed):
        claims.confirm(actor=enterprise_member.actor, case=case, account=ACCOUNT, consents=True)
    with pytest.raises(NotFound):
        claims.confirm(actor=other_owner.actor, case=case, account=ACCOUNT, consents=True)
    with pytest.raises(Invalid):
        claims.confirm(actor=enterprise_owner.actor, case=case, account=ACCOUNT, consents=False)
    claims.confirm(actor=enterprise_owner.actor, case=case, account=ACCOUNT, consents=True)
    consent.refresh_from_db()
    assert consent.case.state == "approved"
    assert consent.account_number == "62220202001122334" + "45"
    entry = Entry.objects.get(kind="policies.claim.confirm")
    assert entry.quantities == {"amount": ["300000.00", "CNY"]}


def test_who_declines_or_misses_the_term_frees_the_money(
    consent, notice, enterprise_owner, officer
):
    claims.withdraw(actor=enterprise_owner.actor, case=consent.case_id)
    assert Budget.objects.get().reserved == 20 * WAN
    other = Claim.objects.get(case__state="consent")
    assert claims.lapse_missed(on=other.case.due_on) == 0
    assert claims.lapse_missed(on=other.case.due_on + timedelta(days=1)) == 1
    assert Budget.objects.get().reserved == 0
    assert sorted(states()) == ["lapsed", "withdrawn"]
    assert not Claim.objects.filter(is_live=True).exists()


def test_owners_are_reminded_once_for_a_term(consent, enterprise_owner):
    early = consent.case.due_on - timedelta(days=15)
    assert claims.remind(on=early) == 0
    soon = consent.case.due_on - timedelta(days=1)
    assert (claims.remind(on=soon), claims.remind(on=soon)) == (2, 0)


def test_an_owner_is_written_to_in_plain_words(consent, enterprise_owner, enterprise_member):
    for one in (enterprise_owner, enterprise_member):
        one.user.email = f"{one.user.username}@example.org"
        one.user.save()
    assert telling.write_to_owners([consent.pk]) == 1
    [letter] = mail.outbox
    assert letter.to == [enterprise_owner.user.email]
    assert consent.case.number in letter.subject
    assert "高新技术企业认定奖励" in letter.body


def test_an_enterprise_does_not_see_that_it_is_on_a_list(row, three, officer):
    from lianqiao.desks.policies.queries import claims as queries

    listed(officer, row)
    claim = Claim.objects.get(organization=three[0])
    with pytest.raises(NotFound):
        queries.claim(owner_of(three[0]).actor, claim.case_id)


def test_a_found_enterprise_reads_why_it_was_found(bureau, team_lead):
    row = direct_measure(bureau, condition="staff(year - 1) >= 20", payout="1000")
    grown = with_facts(cast.organization(), staff__1=30)
    runs.decide()
    claims.list_qualifying(actor=team_lead.actor, measure=row.pk)
    # What a source says later does not change what the list was made on.
    with_facts(grown, staff__1=25)
    claim = Claim.objects.get(organization=grown)
    answer = team_lead.client.get(reverse("policies:case", args=[claim.case_id]))
    conditions = answer.context["conditions"]
    assert (conditions.verdict, conditions.value["zh"]) == (True, "30 人")
