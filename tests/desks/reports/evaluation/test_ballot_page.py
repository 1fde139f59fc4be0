"""The ballot's page: code, choices, review, cast; and nobody's code in an address or a log."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from lianqiao.desks.reports.evaluation.codes import grouped, new_code
from lianqiao.desks.reports.evaluation.models import Ballot, Panelist
from tests.desks.reports.evaluation.ballots import departments_of, group_of

STRANGER = "203.0.113.9"


@pytest.fixture
def url():
    caches["visits"].clear()
    return reverse("evaluation:ballot")


def filled(poll, letter, place: int = 1) -> dict[str, str]:
    """A form in which each item of each department has the same choice."""
    departments = departments_of(poll, group_of(letter.secret))
    names = [f"d{one}-{item.pk}" for one in departments for item in poll.items]
    return dict.fromkeys(names, str(poll.choices[place].pk)) | {"code": letter.secret}


def test_from_the_code_to_thanks(poll, letters, url):
    client, said = Client(), filled(poll, letters[0])
    assert client.get(url).status_code == 200
    opened = client.post(url, {"code": grouped(letters[0].secret).lower(), "step": "open"})
    assert opened.status_code == 200
    assert opened.content.decode().count('type="radio"') == 2 * 3 * 5
    assert " checked" not in opened.content.decode()
    review = client.post(url, said | {"step": "review"})
    assert review.status_code == 200
    assert not Ballot.objects.exists()
    cast = client.post(url, said | {"step": "cast"}, follow=True)
    assert cast.redirect_chain == [(reverse("evaluation:thanks"), 302)]
    assert Ballot.objects.count() == Panelist.objects.filter(has_voted=True).count() == 1
    for again in ("open", "review", "cast"):
        assert client.post(url, said | {"step": again}).status_code == 409


def test_the_review_carries_all_choices_on(poll, letters, url):
    said = filled(poll, letters[0])
    name = next(iter(said))
    said[name] = "0"
    page = Client().post(url, said | {"step": "review"}).content.decode()
    for field, value in said.items():
        assert f'name="{field}" value="{value}"' in page
    changed = Client().post(url, said | {"step": "change"}).content.decode()
    assert changed.count(" checked") == 6


def test_choices_stay_when_it_is_refused(poll, letters, url):
    said = filled(poll, letters[0])
    other = next(one.pk for one in poll.departments if f"d{one.pk}-{poll.items[0].pk}" not in said)
    wrong = said | {f"d{other}-{poll.items[0].pk}": str(poll.choices[0].pk), "step": "cast"}
    refused = Client().post(url, wrong)
    assert refused.status_code == 422
    assert refused.content.decode().count(" checked") == 6
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("value", ["x", "-1", "1e3", "９", "1" * 30, "", "\0"])
def test_a_choice_that_is_none_is_refused(poll, letters, url, value):
    said = filled(poll, letters[0])
    said[next(iter(said))] = value
    assert Client().post(url, said | {"step": "cast"}).status_code == 422
    assert not Ballot.objects.exists()


def test_nothing_chosen_is_nothing_cast(poll, letters, url):
    for step in ("review", "cast"):
        answer = Client().post(url, {"code": letters[0].secret, "step": step})
        assert answer.status_code == 422


def test_a_flood_is_refused(poll, letters, url):
    many = {f"d{one}-1": "1" for one in range(1, 3_000)}
    said = {"code": letters[0].secret, "step": "cast"}
    assert Client().post(url, said | many).status_code in {400, 422}
    long = said | {"d1-1": "1" * 6_000_000}
    assert Client().post(url, long).status_code in {400, 413}
    assert not Ballot.objects.exists()


def test_wrong_codes_are_answered_alike(poll, letters, url):
    answers = [Client().post(url, {"code": one}) for one in (new_code(), "", "x", "é" * 60)]
    assert {one.status_code for one in answers} == {404}
    alerts = {
        one.content.decode().partition('role="alert">')[2].partition("<")[0] for one in answers
    }
    assert len(alerts) == 1


def test_guessing_has_an_end(poll, letters, url):
    client = Client(REMOTE_ADDR=STRANGER)
    tried = [client.post(url, {"code": new_code()}).status_code for _turn in range(14)]
    assert tried[0] == 404
    assert tried[-1] == 429
    assert Client(REMOTE_ADDR="203.0.113.10").post(url, {"code": new_code()}).status_code == 404


def test_a_whole_hall_votes_from_one_address(poll, letters, url):
    client = Client(REMOTE_ADDR=STRANGER)
    for letter in letters[:25]:
        for step in ("open", "review", "cast"):
            answer = client.post(url, filled(poll, letter) | {"step": step})
            assert answer.status_code in {200, 302}
    assert Ballot.objects.count() == 25


def test_no_cache_no_session_no_code_in_an_address(poll, letters, url):
    client, said = Client(), filled(poll, letters[0])
    for step in ("open", "review", "change", "cast"):
        answer = client.post(url, said | {"step": step})
        assert "no-store" in answer.headers["Cache-Control"]
        assert letters[0].secret not in str(answer.headers)
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert not answer.cookies.keys() - {"csrftoken"}
    thanks = client.get(reverse("evaluation:thanks")).content.decode()
    assert letters[0].secret not in thanks
    assert "sessionid" not in client.cookies


def test_logs_hold_no_code(poll, letters, url, caplog):
    caplog.set_level(logging.INFO)
    wrong, said = new_code(), filled(poll, letters[0])
    client = Client()
    client.post(url, {"code": wrong})
    for step in ("open", "cast", "cast"):
        client.post(url, said | {"step": step})
    logged = "\n".join(f"{one.getMessage()} {one.exc_text}" for one in caplog.records)
    for code in (wrong, letters[0].secret):
        assert code not in logged
        assert grouped(code) not in logged


def test_a_form_from_elsewhere_is_not_taken(poll, letters, url):
    client = Client(enforce_csrf_checks=True)
    assert client.post(url, filled(poll, letters[0]) | {"step": "cast"}).status_code == 403
    assert not Ballot.objects.exists()
