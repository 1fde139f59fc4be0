"""What one visitor may ask for in a minute, and by what visitors are told apart."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from lianqiao.core import visitors
from lianqiao.core.parties.services import issue_token
from lianqiao.site.costs import PAGES, ROOMS

FAR, OTHER = "203.0.113.5", "203.0.113.6"


@pytest.fixture(autouse=True)
def share(settings):
    settings.SHARE_OF_A_MINUTE = 5
    caches["visits"].clear()


def ask(client, address=FAR, name="indicators:open_data", **extra):
    return client.get(reverse(name), REMOTE_ADDR=address, **extra)


def test_beyond_the_share_one_is_told_when_to_come_back(client, db, monkeypatch):
    monkeypatch.setattr(visitors.time, "time", lambda: 1_000_000.0)  # 40 seconds into a minute
    for _time in range(5):
        assert ask(client).status_code == 200
    refused = ask(client, headers={"Accept-Language": "en"})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "20"
    assert "20 seconds" in refused.content.decode()
    assert ask(client, OTHER).status_code == 200
    monkeypatch.setattr(visitors.time, "time", lambda: 1_000_020.0)
    assert ask(client).status_code == 200


def test_the_dearer_page_takes_more(client, db):
    assert [ask(client, name="indicators:catalog").status_code for _time in range(2)] == [200, 429]
    assert client.post(reverse("publishing:verify", args=[1]), REMOTE_ADDR=OTHER).status_code == 429


def test_what_costs_nothing_and_this_machine_have_no_end(client, db):
    assert {ask(client, name="about").status_code for _time in range(7)} == {200}
    assert {ask(client, "127.0.0.1").status_code for _time in range(7)} == {200}
    assert {ask(client, "::1").status_code for _time in range(7)} == {200}
    assert {ask(client, "::ffff:127.0.0.1").status_code for _time in range(7)} == {200}


@pytest.mark.parametrize("name", ["commitments:list", "opinions:list"])
def test_lists_that_are_judged_or_searched_have_their_cost(client, db, name):
    assert [ask(client, name=name).status_code for _time in range(6)] == [200] * 5 + [429]


def test_who_is_signed_in_has_a_share_of_his_own(client, officer):
    for _time in range(6):
        ask(client)
    assert ask(client).status_code == 429
    assert ask(officer.client).status_code == 200


def test_each_token_of_the_api_has_a_share_of_its_own(client, officer, team_lead):
    def call(token=""):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.get("/api/commitments", REMOTE_ADDR=FAR, headers=headers).status_code

    tokens = [issue_token(actor=one.actor, label="表格") for one in (officer, team_lead)]
    assert [call(tokens[0]) for _time in range(6)] == [200] * 5 + [429]
    assert call(tokens[1]) == 200
    assert [call("wrong") for _time in range(5)] == [401] * 5
    assert call("another") == 429  # guessing is on the address
    assert call() == 429
    assert call(tokens[1]) == 200


def test_counting_a_visitor_asks_the_database_nothing(client, db, django_assert_num_queries):
    request = RequestFactory().get("/", REMOTE_ADDR=FAR)
    with django_assert_num_queries(0):
        visitors.spend(request, 1)


@pytest.mark.parametrize(
    ("proxies", "passed", "expected"),
    [
        (0, "198.51.100.1", FAR),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        (2, "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),
        (1, "somebody", FAR),
        (1, "", FAR),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_an_address_is_what_the_outermost_trusted_proxy_heard(settings, proxies, passed, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=FAR, HTTP_X_FORWARDED_FOR=passed)
    assert visitors.network(request) == expected


def test_each_page_with_a_cost_is_there():
    names = {
        f"{room}:{name}"
        for room, (_prefix, found) in get_resolver().namespace_dict.items()
        for name in found.reverse_dict
        if isinstance(name, str)
    }
    assert set(PAGES) <= names
    assert set(ROOMS) <= get_resolver().namespace_dict.keys()
