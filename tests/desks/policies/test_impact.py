"""What a measure would do to the whole city, seen before it is published."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lianqiao.desks.policies.judging import judge
from lianqiao.desks.policies.queries.impact import impact
from lianqiao.desks.policies.services import versions
from tests import cast
from tests.desks.policies.conftest import draft, measure, published, with_facts, writer

RD = measure(
    condition="rd_expense(year - 1) / revenue(year - 1) >= 0.03 && !abnormal_listing",
    payout="rd_expense(year - 1) * 0.1",
    cap=5_000_000,
    budget=8_000_000,
)


def enterprise(**facts):
    return with_facts(cast.organization(), **facts)


@pytest.fixture
def city(db):
    """Two qualify (3,000 and, capped, 50,000 yuan), one misses it, two lack a fact."""
    return [
        enterprise(rd_expense__1=3_000_000, revenue__1=100_000_000),
        enterprise(rd_expense__1=90_000_000, revenue__1=1_000_000_000),
        enterprise(rd_expense__1=2_900_000, revenue__1=100_000_000),
        enterprise(revenue__1=100_000_000),
        enterprise(),
    ]


def test_counts_costs_and_what_is_missing(city, officer):
    row = draft(RD, by=officer).measures.get()
    found = impact(row, timezone.localdate())
    assert (found.qualifying, found.unknown, found.refused) == (2, 2, found.subjects - 4)
    assert found.amount == 300_000 + 5_000_000
    assert sorted(count for _name, count in found.missing) == [1, 2]
    assert [one.count for one in found.groups["size"]] == [2]
    assert sum(count for _name, count in found.steps) == 2


def test_every_example_is_judged_as_the_enterprise_itself_would_be(city, officer):
    row = draft(RD, by=officer).measures.get()
    today = timezone.localdate()
    found = impact(row, today)
    assert {True, False, None} == {one.verdict for one in found.samples}
    for one in found.samples:
        [own] = judge([row], organization=one.organization.pk, on=today)
        assert (own.verdict, own.amount) == (one.verdict, one.amount)


def test_the_nearest_misses_come_as_examples(officer):
    misses = [enterprise(rd_expense__1=1, revenue__1=100, abnormal_listing=n > 0) for n in range(5)]
    found = impact(draft(RD, by=officer).measures.get(), timezone.localdate())
    refused = [one.organization for one in found.samples if one.verdict is False]
    assert refused[0] == misses[0]


def test_a_version_is_compared_with_the_one_in_force(city, bureau):
    first = published(RD, office=bureau)
    by = writer(bureau)
    row = versions.new_version(actor=by.actor, policy=first.policy_id)
    changed = row.measures.get()
    changed.condition = "rd_expense(year - 1) / revenue(year - 1) >= 0.029"
    changed.cap = 4_000_000
    changed.save()
    found = impact(changed, timezone.localdate()).compared
    assert (found.gain, found.lose, found.more, found.less) == (1, 0, 0, 1)
    assert found.amount == 290_000 - 1_000_000


def test_a_measure_without_rules_has_no_impact(officer):
    row = draft(measure(condition="", payout=""), by=officer).measures.get()
    assert impact(row, timezone.localdate()) is None
    page = officer.client.get(reverse("policies:impact", args=[row.pk]), {"count": 1})
    assert page.status_code == 200


def test_the_page_says_what_it_costs_and_shows_whom_one_asks_for(city, officer):
    row = draft(measure(**{**_values(RD), "budget": 5_000_000}), by=officer).measures.get()
    address = reverse("policies:impact", args=[row.pk])
    shell = officer.client.get(address, headers={"accept-language": "zh-hans"})
    assert 'hx-trigger="load"' in shell.content.decode()
    query = {"count": 1, "enterprise": city[4].name}
    page = officer.client.get(address, query, headers={"accept-language": "zh-hans"})
    text = page.content.decode()
    assert "2家符合" in text
    assert "超出预算" in text
    assert page.context["impact"].samples[0].organization == city[4]
    lost = officer.client.get(address, {"count": 1, "enterprise": "没有的企业"})
    assert lost.context["is_lost"]
    for wrong in ("2026-99-99", "yesterday", "0001-01-01"):
        assert officer.client.get(address, {"count": 1, "on": wrong}).status_code == 200


def _values(draft_of):
    return {"condition": draft_of.condition, "payout": draft_of.payout, "cap": draft_of.cap}


def test_drafts_are_open_to_their_office_alone(city, bureau, enterprise_owner, client):
    row = draft(RD, by=writer(bureau)).measures.get()
    address = reverse("policies:impact", args=[row.pk])
    for browser in (client, enterprise_owner.client, writer().client):
        assert browser.get(address).status_code in {302, 404}
    assert writer(bureau).client.get(address).status_code == 200


def test_the_queries_do_not_grow_with_the_city(officer):
    row = draft(RD, by=officer).measures.get()

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            impact(row, timezone.localdate())
        return len(caught)

    enterprise(rd_expense__1=3_000_000, revenue__1=100_000_000)
    queries()
    few = queries()
    for _n in range(8):
        enterprise(rd_expense__1=3_000_000, revenue__1=100_000_000)
    assert queries() == few
