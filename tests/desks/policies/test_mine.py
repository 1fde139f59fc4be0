"""'My policies': three groups, nothing hidden, every reason said; city runs are the bureau's."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from lianqiao.desks.policies.queries.mine import mine
from lianqiao.desks.policies.services import claims, runs
from tests.desks.policies.claiming import with_calendar
from tests.desks.policies.conftest import measure, published, with_facts

WAN = 1_000_000
TODAY = timezone.localdate()


@pytest.fixture
def policies(bureau, enterprise):
    """One that fits, two that need facts, one that does not fit, one that only tells."""
    with_calendar()
    with_facts(enterprise, rd_expense__1=300 * WAN, staff__1=12)
    return published(
        measure(title="研发奖补"),
        measure(title="小奖", condition="staff(year - 1) >= 10", payout="10000", cap=None),
        measure(title="营收奖", condition="revenue(year - 1) >= 20000000"),
        measure(title="用工奖", condition="staff(year - 1) >= 20"),
        measure(title="须知", condition="", payout=""),
        office=bureau,
    )


def titles(entries):
    return [entry.judgement.measure.title for entry in entries]


def test_three_groups_sorted_by_amount_and_nothing_hidden(policies, enterprise_owner):
    found = mine(enterprise_owner.actor, TODAY)
    assert titles(found.yes) == ["研发奖补", "小奖"]
    assert titles(found.maybe) == ["营收奖"]
    assert titles(found.no) == ["用工奖"]
    assert titles(found.unjudged) == ["须知"]
    assert found.total == 31 * WAN


def test_the_page_says_what_is_missing_and_why_not(policies, enterprise_owner):
    page = enterprise_owner.client.get(
        reverse("policies:mine"), headers={"accept-language": "zh-hans"}
    )
    text = page.content.decode()
    assert re.search(r"缺少： <a [^>]+>上年度营业收入</a>", text)
    assert "上年度职工总数不低于20 人" in text
    assert "税务部门" in text
    assert "上年度职工总数增加 8 人（至 20 人）" in text


def test_a_claim_that_was_begun_is_gone_on_with(policies, enterprise_owner):
    row = policies.measures.get(title="研发奖补")
    claim = claims.start(actor=enterprise_owner.actor, measure=row.pk)
    entry = mine(enterprise_owner.actor, TODAY).yes[0]
    assert entry.claim == claim.case_id
    page = enterprise_owner.client.get(reverse("policies:case", args=[claim.case_id]))
    assert "上年度研发费用总额不低于50 万元" in page.content.decode()


def test_a_constant_number_of_queries(
    policies, enterprise_owner, django_assert_num_queries, bureau
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        mine(enterprise_owner.actor, TODAY)
    for _ in range(5):
        published(measure(), measure(), office=bureau)
    with django_assert_num_queries(len(few)):
        mine(enterprise_owner.actor, TODAY)


@pytest.mark.parametrize(
    ("who", "status"),
    [("enterprise_member", 200), ("officer", 403), ("citizen", 403), (None, 302)],
)
def test_whose_page_it_is(policies, who, status, client, request):
    browser = request.getfixturevalue(who).client if who else client
    assert browser.get(reverse("policies:mine")).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("enterprise_owner", 404), (None, 404)]
)
def test_runs_are_for_bureaus(policies, who, status, client, request):
    run = runs.decide()
    browser = request.getfixturevalue(who).client if who else client
    for address in (reverse("policies:runs"), reverse("policies:run", args=[run.pk])):
        assert browser.get(address).status_code == status
    # Pressed twice before the worker takes it up.
    answers = [browser.post(reverse("policies:run_start")).status_code for _ in range(2)]
    assert answers == [302 if status == 200 else 404] * 2


def test_the_page_of_a_run_names_who_is_new(policies, officer, enterprise):
    run = runs.decide()
    text = officer.client.get(reverse("policies:run", args=[run.pk])).content.decode()
    assert enterprise.name in text
    assert "营收奖" in text


def test_a_rule_that_is_wrong_is_refused_where_it_is_wrong(bureau):
    from lianqiao.core.errors import Invalid

    with pytest.raises(Invalid) as refusal:
        published(
            measure(condition="rd_expnse(year - 1) >= 500000", payout="staff(year - 1)"),
            office=bureau,
        )
    assert set(refusal.value.fields) == {"measures.0.condition", "measures.0.payout"}
    assert "rd_expense" in refusal.value.fields["measures.0.condition"]


def test_a_missing_fact_leads_to_where_it_is_stated(bureau, enterprise, enterprise_owner):
    published(measure(), office=bureau)
    text = enterprise_owner.client.get(reverse("policies:mine")).content.decode()
    year = timezone.localdate().year - 1
    link = f"{reverse('facts:mine')}?fact=rd_expense&amp;year={year}"
    assert link in text
    assert enterprise_owner.client.get(unescape(link)).status_code == 200
