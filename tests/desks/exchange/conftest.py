"""Listings, an index and matches for the tests of the exchange."""

from __future__ import annotations

from typing import Any

import pytest

from lianqiao.core.parties import services as parties
from lianqiao.desks.exchange.models import Listing, Match
from lianqiao.desks.exchange.services import indexing, listings, proposals, teams
from lianqiao.desks.exchange.services.listings import Draft

NEED = {
    "kind": "need",
    "title": "电池隔膜高温收缩超标",
    "text": "锂电池隔膜在150℃下1小时热收缩8%，客户要求不高于3%，涂覆后透气增加不超过20秒。",
    "keywords": ["隔膜", "热收缩"],
    "amount_low": 50_000_000,
    "amount_high": 150_000_000,
}
RESULT = {
    "kind": "result",
    "title": "勃姆石纳米纤维隔膜涂层",
    "text": "在聚乙烯隔膜上涂覆勃姆石纳米纤维，150℃热收缩1.8%，适用于锂电池隔膜。",
    "keywords": ["隔膜", "涂层"],
    "stage": "pilot",
    "readiness": 6,
    "cooperation": ["development", "license"],
}


def listing(person: Any, *, published: bool = True, **values: Any) -> Listing:
    """Write a listing of a person's organization, and publish it if asked."""
    base = RESULT if values.get("kind", "need") != "need" else NEED
    row = listings.write(actor=person.actor, draft=Draft(**base | values))
    return listings.publish(actor=person.actor, listing=row.pk) if published else row


def index_all() -> None:
    """Bring everything into the index, as the index's own process does."""
    while indexing.apply_changes():
        pass


@pytest.fixture
def need(enterprise_owner):
    """A published need of the enterprise."""
    return listing(enterprise_owner)


@pytest.fixture
def result(institute):
    """A published result of the institute that answers the need."""
    return listing(institute, kind="result")


@pytest.fixture
def match(need, result) -> Match:
    """The proposal that the engine makes of the two."""
    index_all()
    proposals.propose_for(need.pk)
    return Match.objects.get(need=need, result=result)


@pytest.fixture
def team(team_lead, officer):
    """The officer's team."""
    members = [officer.actor.membership, team_lead.actor.membership]
    return teams.create_team(actor=team_lead.actor, name="第一服务队", members=members)


@pytest.fixture
def token(enterprise_owner) -> str:
    """An API token of the enterprise's owner."""
    return parties.issue_token(actor=enterprise_owner.actor, label="test")
