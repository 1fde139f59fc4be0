"""Search: what is found, by whom, how it is narrowed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lianqiao.core.parties.actors import ANYONE
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.queries import Wanted
from lianqiao.desks.exchange.services import listings
from tests.desks.exchange.conftest import index_all, listing

SEARCH = "exchange:search"


def titles(actor, **wanted):
    return {row.title for row in queries.search(actor, Wanted(**wanted)).listings}


def test_an_empty_house_says_what_to_do(client, db):
    page = client.get(reverse(SEARCH))
    assert page.status_code == 200
    assert "暂无发布" in page.content.decode()


def test_words_of_the_text_find_it_and_are_marked(client, need, result):
    index_all()
    page = client.get(reverse(SEARCH), {"q": "勃姆石涂层"}).content.decode()
    assert result.title not in page  # marked, so cut by <mark>
    assert "<mark>勃姆石</mark>" in page
    assert "喷嘴" not in page


def test_everybody_finds_what_he_may_read(enterprise_owner, other_owner, officer):
    for audience in ("public", "members", "team"):
        listing(enterprise_owner, title=audience, confidentiality=audience)
    listing(enterprise_owner, title="draft", published=False)
    index_all()
    assert titles(ANYONE) == {"public"}
    assert titles(other_owner.actor) == {"public", "members"}
    assert titles(officer.actor) == {"public", "members", "team"}
    assert titles(enterprise_owner.actor) == {"public", "members", "team"}


def test_closed_and_paused_listings_leave_the_search(enterprise_owner, need, result):
    index_all()
    listings.pause(actor=enterprise_owner.actor, listing=need.pk)
    index_all()
    assert titles(ANYONE) == {result.title}
    listings.publish(actor=enterprise_owner.actor, listing=need.pk)
    index_all()
    assert titles(ANYONE) == {need.title, result.title}


def test_facets_count_under_the_other_conditions(codes, enterprise_owner, institute):
    for field, region in (("NM", "370212"), ("NM", "370202"), ("EI", "370212")):
        listing(enterprise_owner, title=f"{field}{region}", field=field, region=region)
    listing(institute, kind="result", field="NM", region="370212", stage="pilot", readiness=None)
    index_all()
    found = queries.search(ANYONE, Wanted(region="370212", kind="need"))
    counts = {name: {c.code: c.count for c in choices} for name, choices in found.facets.items()}
    assert found.total == 2
    # The kind's own counts ignore the chosen kind, but not the region; and so on.
    assert counts["kind"] == {"need": 2, "result": 1}
    assert counts["region"] == {"370212": 2, "370202": 1}
    assert counts["field"] == {"NM": 1, "EI": 1}
    assert [c.code for c in found.facets["kind"] if c.is_current] == ["need"]
    assert {c.code: c.count for c in queries.search(ANYONE, Wanted()).facets["stage"]} == {
        "pilot": 1
    }


@pytest.mark.parametrize(
    "query",
    ["\x00", "a" * 5000, "'\"; DROP TABLE", "AND OR ( [", "🦄", "<script>", "%", "   "],
)
def test_nothing_that_is_typed_breaks_it(query, client, need):
    index_all()
    answer = client.get(
        reverse(SEARCH), {"q": query, "page": query, "region": query, "stage": query}
    )
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_pages_turn_and_end(client, enterprise_owner):
    for number in range(25):
        listing(enterprise_owner, title=f"需求{number:02}")
    index_all()
    first, second = (client.get(reverse(SEARCH), {"page": page}) for page in (1, 2))
    seen = [row.title for page in (first, second) for row in page.context["found"].listings]
    assert seen == [f"需求{number:02}" for number in reversed(range(25))]
    assert client.get(reverse(SEARCH), {"page": "9999999"}).status_code == 200


def test_a_search_takes_a_constant_number_of_queries(
    codes, client, enterprise_owner, django_assert_max_num_queries
):
    for number in range(25):
        listing(
            enterprise_owner, title=f"需求{number}", field="NM", region="370212", industry="384"
        )
    index_all()
    with django_assert_max_num_queries(6):
        client.get(reverse(SEARCH), {"q": "隔膜", "field": "NM"})
