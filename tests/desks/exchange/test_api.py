"""The HTTP API: the same rules as the pages, in JSON."""

from __future__ import annotations

import json

import pytest

from lianqiao.core.parties import services as parties
from lianqiao.desks.exchange.models import Listing
from tests.desks.exchange.conftest import index_all, listing

DRAFT = {"kind": "need", "title": "喷嘴开裂", "text": "1200℃下开裂", "amount_high": 125000.5}


@pytest.fixture
def call(client):
    """Call the API as somebody: method, path, token, body."""

    def call(method, path, token="", body=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        send = getattr(client, method)
        if method == "get":
            return send(f"/api{path}", body or {}, headers=headers)
        content = json.dumps(body or {})
        return send(f"/api{path}", content, content_type="application/json", headers=headers)

    return call


def test_a_listing_is_written_published_found_and_closed(call, token):
    made = call("post", "/listings", token, DRAFT)
    assert made.status_code == 201
    number = made.json()["id"]
    assert (
        made.json() | {"status": "draft", "amount_high": "125000.50", "version": 1} == made.json()
    )
    assert Listing.objects.get().amount_high == 12_500_050
    assert call("post", f"/listings/{number}/publish", token).json()["status"] == "published"
    index_all()
    found = call("get", "/listings", body={"q": "喷嘴"}).json()
    assert [one["id"] for one in found["listings"]] == [number]
    assert found["facets"]["kind"] == {"need": 1}
    change = DRAFT | {"title": "喷嘴涂层开裂", "version": 1}
    assert call("put", f"/listings/{number}", token, change).json()["version"] == 2
    assert call("put", f"/listings/{number}", token, change).status_code == 409
    assert call("post", f"/listings/{number}/close", token).json()["status"] == "closed"


def test_a_visitor_reads_what_is_public_and_writes_nothing(call, enterprise_owner, need):
    secret = listing(enterprise_owner, confidentiality="members")
    assert call("get", f"/listings/{need.pk}").status_code == 200
    assert call("get", f"/listings/{secret.pk}").status_code == 404
    assert call("post", "/listings", body=DRAFT).status_code == 403
    assert call("post", f"/listings/{need.pk}/close").status_code == 404
    assert call("get", "/matches").json()["matches"] == []


def test_tokens_stand_for_one_membership_until_they_are_revoked(
    call, enterprise_owner, token, need
):
    assert call("get", f"/listings/{need.pk}", "wrong").status_code == 401
    assert call("post", f"/listings/{need.pk}/pause", token).status_code == 200
    from lianqiao.core.parties.models import ApiToken

    parties.revoke_token(actor=enterprise_owner.actor, token=ApiToken.objects.get().pk)
    refused = call("post", f"/listings/{need.pk}/close", token)
    assert refused.status_code == 401
    assert set(refused.json()) == {"detail", "fields", "reference"}


def test_matches_with_their_reasons_and_a_word(call, token, match):
    listed = call("get", f"/listings/{match.need_id}/matches", token).json()
    assert [one["id"] for one in listed] == [match.pk]
    detail = call("get", f"/matches/{match.pk}", token).json()
    assert "隔膜" in {term["term"] for term in detail["terms"]}
    assert sum(part["share"] for part in detail["parts"]) == pytest.approx(1)
    body = {"fits": False, "reason": "figures"}
    said = call("post", f"/matches/{match.pk}/verdict", token, body).json()
    assert said["score"] < detail["score"]
    assert call("post", f"/matches/{match.pk}/verdict", token, {"fits": False}).status_code == 422


def test_an_officer_walks_a_match_to_its_contract(call, match, officer, team, token):
    key = parties.issue_token(actor=officer.actor, label="officer")
    path = f"/matches/{match.pk}"
    assert call("post", f"{path}/take-up", token, {"team": team.pk}).status_code == 403
    assert call("post", f"{path}/take-up", key, {"team": team.pk}).json()["stage"] == "taken_up"
    assert call("post", f"{path}/sign", key, {}).status_code == 422
    assert call("post", f"{path}/introduce", key).json()["stage"] == "introduced"
    contract = {
        "kind": "license",
        "amount": 900000,
        "signed_on": "2026-01-05",
        "lands_locally": True,
    }
    assert call("post", f"{path}/sign", key, contract).json()["stage"] == "signed"
    assert call("post", f"{path}/fail", key, {"reason": "price"}).status_code == 409


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/listings/0", 422),
        ("/listings/99999999999999999999", 422),
        ("/listings/1%00", 422),
        ("/listings?page=0", 422),
        ("/listings?kind=idea", 422),
        ("/matches?stage=x", 422),
        ("/nothing", 404),
    ],
)
def test_what_makes_no_sense_is_told_where(path, status, call, db):
    answer = call("get", path)
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["fields"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "a\x00b"},
        {"title": "长" * 201},
        {"amount_low": -1},
        {"amount_low": 1e30},
        {"field": "炼金"},
        {"region": "000000"},
        {"industry": "zz"},
        {"readiness": 10},
        {"keywords": ["词" * 41]},
        {"cooperation": ["barter"]},
        {"valid_until": "soon"},
        {"amount_low": 9, "amount_high": 8},
    ],
)
def test_wrong_values_are_refused_by_name(wrong, call, token):
    answer = call("post", "/listings", token, DRAFT | wrong)
    assert answer.status_code == 422
    assert any(next(iter(wrong)) in name for name in answer.json()["fields"])
    assert not Listing.objects.exists()


def test_a_search_takes_a_constant_number_of_queries(
    call, enterprise_owner, django_assert_max_num_queries
):
    for number in range(25):
        listing(enterprise_owner, title=f"需求{number}")
    index_all()
    with django_assert_max_num_queries(3):
        call("get", "/listings")


def test_the_api_has_a_page_that_names_every_operation(client, db):
    page = client.get("/api/docs").content.decode()
    schema = client.get("/api/openapi.json").json()
    assert len(schema["paths"]) >= 25
    for path, methods in schema["paths"].items():
        assert path in page
        for operation in methods.values():
            assert operation["summary"] in page
