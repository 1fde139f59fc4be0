"""Who gets which page: a stranger finds nothing where he has nothing to look for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.desks.reports.commitments.conftest import photo

ROLES = ("visitor", "enterprise", "elsewhere", "officer", "lead", "admin")
PAGES = {
    "list": (200, 200, 200, 200, 200, 200),
    "published": (200, 200, 200, 200, 200, 200),
    "file": (200, 200, 200, 200, 200, 200),
    "draft": (404, 404, 404, 200, 200, 200),
    "desk": (404, 404, 200, 200, 200, 200),
    "new": (404, 404, 200, 200, 200, 200),
    "import": (404, 404, 200, 200, 200, 200),
    "template": (404, 404, 200, 200, 200, 200),
    "edit": (404, 404, 404, 200, 200, 200),
    "progress": (404, 404, 404, 200, 200, 200),
    "progress of a draft": (404, 404, 404, 409, 409, 409),
    "correct": (404, 404, 404, 200, 200, 200),
    "withdraw file": (404, 404, 404, 404, 200, 200),
    "amend": (404, 404, 404, 404, 200, 200),
    "rules": (404, 404, 404, 404, 404, 200),
}
POSTS = {
    "decide": (404, 404, 404, 403, 409, 409),
    "progress": (404, 404, 404, 422, 422, 422),
    "correct": (404, 404, 404, 422, 422, 422),
    "withdraw file": (404, 404, 404, 404, 422, 422),
    "amend": (404, 404, 404, 404, 422, 422),
    "rules": (404, 404, 404, 404, 404, 422),
    "confirm": (404, 404, 404, 404, 404, 404),
}


@pytest.fixture
def addresses(town):
    published, draft = town.published(), town.draft(number=2)
    made = town.reach(published, 1, files=[photo()])

    def url(name, *args):
        return reverse(f"commitments:{name}", args=args)

    return {
        "list": url("list"),
        "published": url("commitment", published.pk),
        "file": url("file", made.files.get().pk),
        "withdraw file": url("withdraw_file", made.files.get().pk),
        "draft": url("commitment", draft.pk),
        "desk": url("desk"),
        "new": url("new"),
        "import": url("import", "promises"),
        "template": url("import_template", "progress"),
        "confirm": url("import_confirm", "promises"),
        "edit": url("edit", draft.pk),
        "decide": url("decide", draft.pk),
        "progress": url("progress", published.pk),
        "progress of a draft": url("progress", draft.pk),
        "correct": url("correct", made.pk),
        "amend": url("amend", published.pk),
        "rules": url("rules"),
    }


@pytest.fixture
def clients(town, enterprise_owner):
    people = {name: getattr(town, name) for name in ROLES[2:]}
    return {
        "visitor": Client(),
        "enterprise": enterprise_owner.client,
        **{name: one.client for name, one in people.items()},
    }


def answer(client, address) -> int:
    got = client.get(address)
    if got.streaming:
        list(got)
    return got.status_code


def test_pages(addresses, clients):
    found = {
        name: tuple(answer(clients[role], addresses[name]) for role in ROLES) for name in PAGES
    }
    assert found == PAGES


def test_posts(addresses, clients):
    found = {
        name: tuple(clients[role].post(addresses[name], {"x": "1"}).status_code for role in ROLES)
        for name in POSTS
    }
    assert found == POSTS


def test_there_are_two_lists_to_import_and_no_third(town):
    for name in ("import", "import_plan", "import_template"):
        address = reverse(f"commitments:{name}", args=["else"])
        assert town.officer.client.get(address).status_code == 404
