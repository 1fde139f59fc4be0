"""Outputs link to the exchange through the ledger and its parties, never by import."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.core.ledger.services import correct, record
from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs import grants
from lianqiao.desks.programs.grants.queries.outputs import Subject, known_to, subject_at
from lianqiao.desks.programs.grants.services import outputs
from tests.cast import actor, organization

RESULT, SIGNED = "exchange.result.published", "exchange.match.signed"
LISTING = Subject("exchange.listing", 41)


def known(kind, subject, party):
    with transaction.atomic():
        return record(kind, subject=subject, organization=party.pk)


def test_no_module_of_the_exchange_is_imported():
    folder = Path(grants.__file__).parent
    texts = [one.read_text("utf-8") for one in folder.rglob("*.py")]
    assert len(texts) > 20
    assert not [text for text in texts if "lianqiao.desks.exchange" in text]


def test_a_host_links_what_the_ledger_knows_of_it(running, host, owner):
    proof = known(RESULT, 41, host)
    made = outputs.link(running.pk, LISTING, "深海采样装备样机", actor=owner)
    assert (made.proof, made.kind, made.title) == (proof, RESULT, "深海采样装备样机")
    entry = Entry.objects.get(pk=made.entry)
    assert (entry.kind, entry.subject_id) == ("programs.grant.output", running.pk)


def test_what_a_partner_has_counts_as_well(running, owner):
    partner = organization(name="青岛云帆软件有限公司")
    running.partners.add(partner)
    known(SIGNED, 7, partner)
    assert outputs.link(running.pk, Subject("exchange.match", 7), "合同", actor=owner).pk


def test_what_belongs_to_others_is_refused(running, owner):
    known(RESULT, 41, organization(name="青岛别家有限公司"))
    with pytest.raises(Invalid) as refused:
        outputs.link(running.pk, LISTING, "别家的成果", actor=owner)
    assert "address" in refused.value.fields


@pytest.mark.parametrize("kind", ["exchange.need.published", "exchange.match.proposed"])
def test_a_need_or_a_proposal_is_no_output(running, host, owner, kind):
    known(kind, 41, host)
    for type_ in ("exchange.listing", "exchange.match"):
        with pytest.raises(Invalid):
            outputs.link(running.pk, Subject(type_, 41), "需求", actor=owner)


def test_what_was_withdrawn_is_no_output(running, host, owner, officer):
    entry = known(RESULT, 41, host)
    correct(entry, actor=officer, withdrawn=True)
    with pytest.raises(Invalid):
        outputs.link(running.pk, LISTING, "撤回的成果", actor=owner)


def test_each_is_linked_once_and_can_be_taken_away(running, host, owner):
    known(RESULT, 41, host)
    made = outputs.link(running.pk, LISTING, "样机", actor=owner)
    with pytest.raises(Conflict):
        outputs.link(running.pk, LISTING, "样机二", actor=owner)
    outputs.unlink(made.pk, actor=owner)
    assert not current().filter(kind="programs.grant.output").exists()
    assert outputs.link(running.pk, LISTING, "样机", actor=owner).pk


def test_only_the_host_links(running, host, officer, other_owner):
    known(RESULT, 41, host)
    for who in (officer, other_owner.actor):
        with pytest.raises(NotAllowed):
            outputs.link(running.pk, LISTING, "样机", actor=who)


def test_what_can_be_linked_is_offered_the_newest_first(running, host, owner):
    known(RESULT, 41, host)
    known(RESULT, 42, host)
    known(SIGNED, 41, host)
    known("exchange.need.published", 43, host)
    outputs.link(running.pk, Subject("exchange.listing", 42), "样机", actor=owner)
    assert known_to(running) == [Subject("exchange.match", 41), LISTING]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/exchange/listings/41/", LISTING),
        ("https://city.example/exchange/listings/41/?from=mail#top", LISTING),
        ("  /exchange/matches/41/ ", None),
        ("/exchange/listings/42/", None),
        ("/exchange/", None),
        ("41", None),
        ("/" + "9" * 300, None),
        ("", None),
    ],
)
def test_an_address_of_the_exchange_names_its_subject(running, host, address, found):
    known(RESULT, 41, host)
    assert subject_at(running, address) == found


def test_a_host_links_from_the_page(running, host, owner, client):
    known(RESULT, 41, host)
    member = actor(Role.OWNER, host)
    client.force_login(user_of(member), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/programs/grants/projects/link/{running.pk}/"
    assert "/exchange/listings/41/" in client.get(page).content.decode()
    wrong = client.post(page, {"title": "样机", "address": "/exchange/listings/99/"})
    assert wrong.status_code == 422
    assert (
        client.post(page, {"title": "样机", "known": "/exchange/listings/41/"}).status_code == 302
    )
    text = client.get(f"/programs/grants/projects/{running.pk}/").content.decode()
    assert 'href="/exchange/listings/41/"' in text


def user_of(who):
    from lianqiao.core.parties.models import User

    return User.objects.get(pk=who.user)
