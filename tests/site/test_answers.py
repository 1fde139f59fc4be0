"""How the house says no: with the right status, a reference number, in the asker's form."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from lianqiao.site import reference, views


@pytest.fixture
def broken(monkeypatch, client):
    """A client of a house whose about page has a mistake in it."""

    def fail(*_arguments, **_values):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(views, "render", fail)
    client.raise_request_exception = False
    return client


def test_a_mistake_is_logged_with_the_number_that_its_page_shows(broken, caplog, settings):
    # As the installation's own handler does (settings.LOGGING).
    caplog.handler.addFilter(reference.stamp)
    with caplog.at_level(logging.ERROR):
        answer = broken.get("/about/")
    assert answer.status_code == 500
    number = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", answer.content.decode()).group()
    assert [record.reference for record in caplog.records] == [number]
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["reference"]
    assert "a mistake of ours" not in answer.content.decode()


def test_what_is_not_there_says_where_to_go(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert reverse("home") in answer.content.decode()


def test_the_api_answers_in_json(client, db):
    answer = client.get("/api/listings/1")
    assert answer.status_code == 404
    assert set(answer.json()) == {"detail", "fields", "reference"}


def test_htmx_gets_a_fragment_for_the_message_area(client, db):
    answer = client.get("/nowhere/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.content.decode()


def test_a_visitor_who_must_sign_in_comes_back_afterwards(client, db):
    answer = client.get(reverse("exchange:mine"))
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/exchange/mine/"


def test_a_form_without_its_token_is_refused_in_words(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("exchange:autosave"))
    assert answer.status_code == 403
    assert "刷新" in answer.content.decode() or "重新" in answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_language_is_chosen_and_kept(language, client, db):
    client.post("/i18n/setlang/", {"language": language})
    assert f'lang="{language}"' in client.get("/").content.decode()


def test_pages_of_somebody_signed_in_stay_in_no_cache(client, officer):
    assert officer.client.get(reverse("about")).headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get(reverse("about")).headers
