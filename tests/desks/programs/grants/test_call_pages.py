"""Pages of calls: who reaches which, what each shows, and how many queries it takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianqiao.core.cases.models import Case
from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.grants.models import Application, Call
from lianqiao.desks.programs.grants.services import applying, calls
from tests.cast import person
from tests.desks.programs.grants import told
from tests.desks.programs.grants.told import WAN

PAGES = {
    "call": (200, 200, 200, 200),
    "call_write": (404, 404, 200, 404),
    "call_extend": (404, 404, 403, 404),
    "topic_new": (404, 404, 200, 404),
    "applications": (404, 404, 200, 404),
    "ranking": (404, 404, 200, 404),
}


@pytest.fixture
def office(bureau):
    return person(Role.OFFICER, bureau)


@pytest.fixture
def leader(bureau):
    return person(Role.TEAM_LEAD, bureau)


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_to_visitor_firm_office_and_another_office(name, call, owner, office):
    url = reverse(f"grants:{name}", args=[call.pk])
    clients = (Client(), owner.client, office.client, person(Role.OFFICER).client)
    assert tuple(client.get(url).status_code for client in clients) == PAGES[name]


@pytest.mark.parametrize("name", ["call_publish", "call_decide", "give"])
def test_acts_are_closed_to_strangers(name, call, owner):
    url = reverse(f"grants:{name}", args=[call.pk])
    for client in (Client(), owner.client, person(Role.TEAM_LEAD).client):
        assert client.post(url, {"marked": "1"}).status_code == 404


def test_a_call_that_is_being_written_is_seen_by_its_office_alone(officer, owner, office):
    row = calls.write(told.call_data(), actor=officer)
    url = reverse("grants:call", args=[row.pk])
    seen = [who.get(url).status_code for who in (Client(), owner.client, office.client)]
    assert seen == [404, 404, 200]
    listed = [
        len(who.get(reverse("grants:calls")).context["rows"])
        for who in (owner.client, office.client)
    ]
    assert listed == [0, 1]


def test_an_office_writes_a_call_with_a_topic_and_another_publishes_it(codes, office, leader):
    day = told.call_data().closes_on.isoformat()
    given = {"name": "专项", "year": 2026, "about": "支持", "opens_on": day, "closes_on": day}
    money = {"budget": "120.5", "most": "60", "least_own": "40", "longest_months": "24"}
    answer = office.client.post(reverse("grants:call_new"), given | money)
    row = Call.objects.get()
    assert answer.url == reverse("grants:call", args=[row.pk])
    assert (row.budget, row.most) == (12_050 * WAN // 100, 60 * WAN)
    topic = {"key": "A1", "name": "膜", "about": "目标", "field": "RE", "budget": "121"}
    url = reverse("grants:topic_new", args=[row.pk])
    refused = office.client.post(url, topic)
    assert refused.status_code == 422
    assert "budget" in refused.context["form"].errors
    office.client.post(url, topic | {"budget": "120.5"})
    assert office.client.post(reverse("grants:call_publish", args=[row.pk])).status_code == 403
    leader.client.post(reverse("grants:call_publish", args=[row.pk]))
    assert Call.objects.get().state == "published"


def test_what_is_typed_comes_back_in_wan(officer, office):
    row = calls.write(told.call_data(budget=1_234_500_00), actor=officer)
    page = office.client.get(reverse("grants:call_write", args=[row.pk]))
    assert 'value="123.45"' in page.content.decode()


def test_a_firm_applies_on_the_page_of_the_call(call, topic, owner):
    page = owner.client.get(reverse("grants:call", args=[call.pk]))
    assert page.context["may_apply"]
    assert page.context["eligible"] is not None
    answer = owner.client.post(reverse("grants:apply", args=[topic.pk]))
    case = Case.objects.get()
    assert answer.url == reverse("cases:filing", args=[case.filings.get().pk])
    again = owner.client.post(reverse("grants:apply", args=[topic.pk]))
    assert again.status_code == 409
    assert case.number in owner.client.get(reverse("grants:call", args=[call.pk])).content.decode()


def test_what_cases_begin_is_led_to_the_calls(version, owner):
    answer = owner.client.get(reverse("cases:start", args=["rd_grant"]))
    assert answer.url == reverse("grants:calls")


def test_the_budget_stands_beside_the_form(topic, owner):
    case = applying.begin(topic.pk, actor=owner.actor)
    page = owner.client.get(reverse("cases:filing", args=[case.filings.get().pk]))
    assert "beside-budget" in page.content.decode()


def test_a_draft_is_in_no_list_of_the_office(call, topic, owner, office):
    applying.begin(topic.pk, actor=owner.actor)
    page = office.client.get(reverse("grants:applications", args=[call.pk]))
    assert page.context["page"].paginator.count == 0


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("?state=check", 1),
        ("?state=review", 0),
        ("?q=海水", 1),
        ("?q=石墨", 0),
        ("?topic=0", 0),
    ],
)
def test_applications_are_narrowed(query, count, applied, call, office):
    page = office.client.get(reverse("grants:applications", args=[call.pk]) + query)
    assert page.context["page"].paginator.count == count


def test_the_cut_stands_where_the_money_ends(call, topic, owner, lead, office):
    scores = (90, 80, 85, 50)
    cases = [told.scored(told.applied(topic, owner), score, lead) for score in scores]
    page = office.client.get(reverse("grants:ranking", args=[call.pk]))
    found = [
        (one.row.case, one.place, one.fits, one.is_cut, one.can_be_proposed)
        for one, _state in page.context["ranking"]
    ]
    # A million is left: it reaches two of half a million each.
    assert found == [
        (cases[0], 1, True, False, True),
        (cases[2], 2, True, True, True),
        (cases[1], 3, False, False, True),
        (cases[3], 4, False, False, False),
    ]
    assert page.context["may_propose"] is False


def test_a_lead_gives_what_the_meeting_decided(applied, call, topic, lead, leader):
    told.scored(applied, 80, lead)
    row = Application.objects.get()
    url = reverse("grants:give", args=[call.pk]) + f"?topic={topic.pk}"
    wrong = leader.client.post(url, {"marked": row.pk, f"granted-{row.pk}": "很多"})
    assert wrong.status_code == 422
    answer = leader.client.post(url, {"marked": row.pk, f"granted-{row.pk}": "45.5"})
    assert answer.url == reverse("grants:ranking", args=[call.pk]) + f"?topic={topic.pk}"
    row.refresh_from_db()
    assert row.granted == 4_550 * WAN // 100


def test_everybody_reads_who_stands_on_notice(proposed, call):
    page = Client().get(reverse("grants:call", args=[call.pk])).content.decode()
    assert told.APPLICATION["title"] in page
    assert str(proposed.organization) in page


def test_open_calls_stand_on_top(call, officer, lead):
    first = call.closes_on + timedelta(days=5)
    told.announced(officer, lead, name="以后", opens_on=first, closes_on=first)
    rows = Client().get(reverse("grants:calls")).context["rows"]
    assert [stage.value for _row, stage, _given in rows] == ["open", "coming"]
    coming = Client().get(reverse("grants:calls") + "?stage=coming").context["rows"]
    assert [str(row) for row, _stage, _given in coming] == ["以后"]


@pytest.mark.parametrize("name", ["call", "applications", "ranking"])
def test_many_applications_take_no_more_queries(name, call, topic, owner, lead, leader):
    url, counts = reverse(f"grants:{name}", args=[call.pk]), []
    for more in (1, 4):
        for _number in range(more):
            told.scored(told.applied(topic, owner), 80, lead)
        leader.client.get(url)
        client = leader.client
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
