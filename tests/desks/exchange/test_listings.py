"""Listings: who reads and changes them, drafts that keep themselves, publishing once."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.exchange.models import Listing
from lianqiao.desks.exchange.services import listings
from lianqiao.desks.exchange.services.listings import Draft
from tests.desks.exchange.conftest import listing

ROLES = (None, "citizen", "enterprise_owner", "enterprise_member", "other_owner", "officer")
# What is read, then the answer for a visitor, citizen, owner, member, another owner, officer.
TABLE = [
    ({"published": False}, (404, 404, 200, 200, 404, 404)),
    ({}, (200, 200, 200, 200, 200, 200)),
    ({"confidentiality": "members"}, (404, 404, 200, 200, 200, 200)),
    ({"confidentiality": "team"}, (404, 404, 200, 200, 404, 200)),
]
FORM = {
    "title": "喷嘴涂层开裂",
    "text": "喷嘴在1200℃下开裂。",
    "confidentiality": "public",
    "rights-TOTAL_FORMS": "0",
    "rights-INITIAL_FORMS": "0",
}


@pytest.mark.parametrize(("values", "statuses"), TABLE)
def test_who_reads_what(values, statuses, enterprise_owner, client, request):
    address = reverse("exchange:listing", args=[listing(enterprise_owner, **values).pk])
    browsers = [request.getfixturevalue(role).client if role else client for role in ROLES]
    assert tuple(browser.get(address).status_code for browser in browsers) == statuses


@pytest.mark.parametrize("action", ["edit", "publish", "pause", "close", "copy", "attach"])
def test_nobody_changes_anothers_listing_by_its_address(action, need, other_owner, officer):
    address = reverse(f"exchange:{action}", args=[need.pk])
    for browser in (other_owner.client, officer.client):
        answer = browser.get(address) if action == "edit" else browser.post(address)
        assert answer.status_code in {404, 422}
    need.refresh_from_db()
    assert (need.status, need.title) == ("published", "电池隔膜高温收缩超标")
    assert Listing.objects.count() == 1


def test_writing_and_publishing_from_the_form(enterprise_owner):
    browser = enterprise_owner.client
    address = reverse("exchange:new", args=["need"])
    assert "遇到的问题" in browser.get(address).content.decode()
    answer = browser.post(address, FORM | {"action": "publish", "amount_high": "12.5"}, follow=True)
    row = Listing.objects.get()
    assert (row.status, row.amount_high) == ("published", 12_500_000)
    assert answer.redirect_chain[-1][0] == reverse("exchange:listing", args=[row.pk])
    entry = Entry.objects.get(kind="exchange.need.published")
    assert (entry.subject_id, entry.quantities) == (row.pk, {"budget": ["125000", "CNY"]})


def test_publishing_without_a_text_says_so_at_the_field_and_keeps_what_was_typed(enterprise_owner):
    browser, address = enterprise_owner.client, reverse("exchange:new", args=["need"])
    answer = browser.post(address, FORM | {"text": "", "action": "publish"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"text"}
    assert "喷嘴涂层开裂" in answer.content.decode()
    assert not Listing.objects.filter(status="published").exists()


def test_wrong_values_are_named_each_at_its_field(enterprise_owner):
    wrong = {
        "title": "长" * 201,
        "amount_low": "9",
        "amount_high": "8",
        "valid_until": "2020-01-01",
        "industry": "没有的行业",
        "keywords": "词" * 41,
    }
    answer = enterprise_owner.client.post(reverse("exchange:new", args=["need"]), FORM | wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title", "valid_until", "industry", "keywords"}
    amounts = FORM | {"amount_low": "9", "amount_high": "8"}
    answer = enterprise_owner.client.post(reverse("exchange:new", args=["need"]), amounts)
    assert answer.context["form"].errors.keys() == {"amount_low"}


def test_a_draft_keeps_itself_while_one_types(enterprise_owner):
    browser, address = enterprise_owner.client, reverse("exchange:autosave")
    first = browser.post(address, {"kind": "need", "title": "喷"}, headers={"HX-Request": "true"})
    state = dict(re.findall(r'name="(listing|version)" value="(\d+)"', first.content.decode()))
    more = {"kind": "need", "title": "喷嘴", **state}
    second = browser.post(address, more, headers={"HX-Request": "true"})
    row = Listing.objects.get()
    assert (row.title, row.status, row.version) == ("喷嘴", "draft", 2)
    # Another window still has the first version: it is told, and nothing is overwritten.
    stale = browser.post(address, more | {"title": "旧"}, headers={"HX-Request": "true"})
    assert (second.status_code, stale.status_code) == (200, 409)
    row.refresh_from_db()
    assert row.title == "喷嘴"


def test_autosave_says_what_it_cannot_keep(enterprise_owner):
    data = {"kind": "need", "title": "喷嘴", "amount_low": "很多"}
    answer = enterprise_owner.client.post(reverse("exchange:autosave"), data)
    assert "尚未保存" in answer.content.decode()
    assert not Listing.objects.exists()


def test_autosave_never_touches_what_readers_see(enterprise_owner, need):
    data = {"kind": "need", "title": "半句", "listing": need.pk, "version": need.version}
    assert enterprise_owner.client.post(reverse("exchange:autosave"), data).status_code == 200
    need.refresh_from_db()
    assert need.title == "电池隔膜高温收缩超标"


def test_an_expired_session_loses_nothing_silently(client):
    answer = client.post(
        reverse("exchange:autosave"), {"kind": "need"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "登录" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(enterprise_owner, need):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(enterprise_owner.user, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(reverse("exchange:close", args=[need.pk])).status_code == 403
    need.refresh_from_db()
    assert need.status == "published"


def test_publishing_is_counted_once(enterprise_owner, need):
    owner = enterprise_owner.actor
    listings.pause(actor=owner, listing=need.pk)
    listings.publish(actor=owner, listing=need.pk)
    listings.publish(actor=owner, listing=need.pk)
    assert Entry.objects.filter(kind="exchange.need.published").count() == 1
    listings.close(actor=owner, listing=need.pk)
    with pytest.raises(Conflict, match="复制"):
        listings.publish(actor=owner, listing=need.pk)


def test_a_closed_listing_is_copied_into_a_draft(enterprise_owner, need):
    copy = listings.copy(actor=enterprise_owner.actor, listing=need.pk)
    assert (copy.status, copy.title, copy.amount_high) == ("draft", need.title, need.amount_high)
    assert copy.pk != need.pk


def test_the_database_refuses_what_the_form_would_not_let_through(enterprise_owner, other_owner):
    with pytest.raises(Invalid, match="下限"):
        listings.write(
            actor=enterprise_owner.actor, draft=Draft("need", "甲", amount_low=2, amount_high=1)
        )
    row = listing(enterprise_owner, reference="1")
    with pytest.raises(Invalid, match="编号"):
        listing(enterprise_owner, reference="1")
    with pytest.raises(NotFound):
        listings.write(actor=other_owner.actor, draft=Draft("need", "乙"), listing=row.pk)


def test_titles_are_text_wherever_they_stand(enterprise_owner, officer):
    row = listing(enterprise_owner, title="<script>alert(1)</script>")
    for browser, name, arguments in (
        (enterprise_owner.client, "listing", [row.pk]),
        (enterprise_owner.client, "edit", [row.pk]),
        (enterprise_owner.client, "mine", []),
        (officer.client, "records", []),
    ):
        page = browser.get(reverse(f"exchange:{name}", args=arguments)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_own_listings_take_a_constant_number_of_queries(
    enterprise_owner, django_assert_max_num_queries
):
    browser = enterprise_owner.client
    for number in range(25):
        listing(enterprise_owner, title=f"需求{number}")
    with django_assert_max_num_queries(8):
        page = browser.get(reverse("exchange:mine"))
    assert len(page.context["page"].object_list) == 20
    assert [tab[2] for tab in page.context["tabs"]] == [25, 0, 25, 0, 0]
