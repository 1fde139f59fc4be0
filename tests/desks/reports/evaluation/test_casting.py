"""Casting: once for each letter, within the hours, for the letter's own departments."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotFound, Refusal
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.codes import digests, new_code
from lianqiao.desks.reports.evaluation.models import Ballot, Counted, Panelist, Token
from tests.desks.reports.evaluation.ballots import cast, departments_of, group_of, marks
from tests.desks.reports.evaluation.conftest import Poll


def put(digest: str, scores: str = "{}") -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT evaluation_cast(%s, %s)", [digest, scores])
        return cursor.fetchone()[0]


def test_counts_once_and_marks_the_person_apart(poll, letters):
    cast(poll, letters[0], (0, None, 3))
    row = Ballot.objects.get()
    token = Token.objects.get(is_spent=True)
    assert (row.group_id, row.stratum_id) == (token.group_id, token.stratum_id)
    first, second, third = (str(one.pk) for one in poll.items)
    wanted = {first: poll.choices[0].pk, second: None, third: poll.choices[3].pk}
    departments = departments_of(poll, row.group_id)
    assert row.scores == {str(one): wanted for one in departments}
    assert Panelist.objects.get(has_voted=True).volunteer.number == letters[0].number


def test_a_ballot_leaves_no_entry(poll, letters):
    before = Entry.objects.count()
    cast(poll, letters[0])
    assert Entry.objects.count() == before


def test_no_second_ballot_with_a_letter(poll, letters):
    cast(poll, letters[0])
    with pytest.raises(Conflict):
        cast(poll, letters[0], (3, 3, 3))
    assert Ballot.objects.count() == 1


def test_a_shape_of_its_own_is_lost(poll, letters):
    group = group_of(letters[0].secret)
    first = departments_of(poll, group)[0]
    services.cast(letters[0].secret, {first: {poll.items[0].pk: poll.choices[0].pk}})
    scores = Ballot.objects.get().scores
    assert len(scores) == 2
    assert all(len(one) == 3 for one in scores.values())


@pytest.mark.parametrize("code", ["", "0", "A" * 52, "é" * 52, "x" * 100_000, "\0" * 52])
def test_no_code_is_like_a_wrong_one(poll, letters, code):
    with pytest.raises(NotFound) as refused:
        services.cast(code, {})
    with pytest.raises(NotFound) as wrong:
        services.cast(new_code(), {})
    assert str(refused.value) == str(wrong.value)


def test_half_a_code_opens_nothing(poll, letters):
    one, other = letters[0].secret, letters[1].secret
    for code in (one[:26] * 2, one[26:] + one[:26]):
        with pytest.raises(NotFound):
            services.cast(code, marks(poll, group_of(one)))
    # The ballot's half decides alone: the person's half of another letter casts no second one.
    services.cast(other[:26] + one[26:], marks(poll, group_of(one)))
    with pytest.raises(Conflict):
        cast(poll, letters[0])


def strange(poll, group: int) -> list[dict]:
    """Ballots that name what is not on them."""
    own, item, choice = departments_of(poll, group)[0], poll.items[0].pk, poll.choices[0].pk
    others = [one.pk for one in poll.departments if one.pk not in departments_of(poll, group)]
    return [
        {others[0]: {item: choice}},
        {own: {item: choice}, 10**9: {item: choice}},
        {own: {10**9: choice}},
        {own: {item: 10**9}},
        {own: {item: max(one.pk for one in poll.choices) + 1}},
    ]


@pytest.mark.parametrize("at", range(5))
def test_what_is_not_on_the_ballot_is_refused(poll, letters, at):
    group = group_of(letters[0].secret)
    with pytest.raises(Invalid):
        services.cast(letters[0].secret, strange(poll, group)[at])
    assert not Ballot.objects.exists()
    cast(poll, letters[0])


def test_an_empty_ballot_is_not_cast_by_mistake(poll, letters):
    for given in ({}, marks(poll, group_of(letters[0].secret), (None, None, None))):
        with pytest.raises(Invalid):
            services.cast(letters[0].secret, given)
    assert not Token.objects.filter(is_spent=True).exists()


def test_the_database_refuses_strange_ballots_too(poll, letters):
    import json

    code = letters[0].secret
    group, digest = group_of(code), digests(code)[1]
    given = [json.dumps(one) for one in strange(poll, group)]
    for scores in (*given, '{"a": 1}', "[]", '{"1": {"1": "1"}}'):
        with pytest.raises(DatabaseError), transaction.atomic():
            put(digest, scores)
    assert not Token.objects.filter(is_spent=True).exists()


@pytest.mark.parametrize(
    ("begins", "ends"), [(timedelta(hours=1), timedelta(hours=2)), (-timedelta(2), -timedelta(1))]
)
def test_not_before_and_not_after(poll, begins, ends):
    letters = poll.drawn()
    now = timezone.now()
    poll.set(vote_from=now + begins, vote_until=now + ends)
    services.open_voting(poll.round.pk, actor=poll.lead.actor)
    with pytest.raises(Conflict):
        cast(poll, letters[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.create(group=poll.groups[0], stratum=poll.strata[0], scores={})


def test_to_the_second_by_the_databases_clock(poll):
    letters = poll.drawn()
    poll.set(vote_until=timezone.now() + timedelta(seconds=0.6))
    services.open_voting(poll.round.pk, actor=poll.lead.actor)
    cast(poll, letters[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        poll.set(vote_until=timezone.now() + timedelta(hours=1))
    time.sleep(0.7)
    with pytest.raises(Conflict):
        cast(poll, letters[1])
    assert Ballot.objects.count() == 1


def test_not_before_voting_is_opened(poll):
    letters = poll.drawn()
    with pytest.raises(Conflict):
        cast(poll, letters[0])


def test_nobody_writes_ballots_past_the_function(poll, letters):
    cast(poll, letters[0])
    cell = {"group": poll.groups[0], "stratum": poll.strata[0]}
    for wrong in (
        lambda: Ballot.objects.create(**cell, scores={}),
        lambda: Ballot.objects.update(scores={}),
        lambda: Ballot.objects.all().delete(),
        lambda: Counted.objects.create(**cell, scores={}),
        lambda: Token.objects.update(is_spent=False),
        lambda: Token.objects.all().delete(),
        lambda: Token.objects.create(**cell, sha256="0" * 64),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_two_at_once_with_one_letter(committed_db):
    from django.db import connections

    from lianqiao.core.parties.services import load_codes

    load_codes()
    poll = Poll(seats=1)
    poll.volunteers(2)
    letters = poll.voting()
    given = marks(poll, group_of(letters[0].secret))

    def attempt(_turn: int) -> bool:
        try:
            services.cast(letters[0].secret, given)
        except Conflict:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
    assert Ballot.objects.count() == Token.objects.filter(is_spent=True).count() == 1


def test_who_comes_too_late_does_not_stop_the_count(committed_db, superuser_connection):
    """A ballot waits for who closes the round, never the other way round."""
    from django.db import connections

    from lianqiao.core.parties.services import load_codes

    load_codes()
    poll = Poll(seats=2)
    poll.volunteers(4)
    letter = poll.voting()[0]
    ballot, given = digests(letter.secret)[1], marks(poll, group_of(letter.secret))

    def late() -> None:
        try:
            services.cast(letter.secret, given)
        finally:
            connections.close_all()

    closing = superuser_connection(committed_db)
    with ThreadPoolExecutor(1) as pool:
        with closing.transaction():
            lock = "SELECT FROM evaluation_round WHERE id = %s FOR UPDATE"
            closing.execute(lock, [poll.round.pk])
            waiting = pool.submit(late)
            time.sleep(0.4)
            closing.execute("SET LOCAL lock_timeout = '300ms'")
            closing.execute("SELECT FROM evaluation_token WHERE sha256 = %s FOR UPDATE", [ballot])
        waiting.result(timeout=5)
    assert Ballot.objects.count() == 1


def test_a_crash_between_loses_no_ballot_and_gives_no_second(poll, letters, monkeypatch):
    def crash(**_values):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(Panelist.objects, "filter", crash)
        with pytest.raises(RuntimeError):
            cast(poll, letters[0])
    assert Ballot.objects.count() == 1
    with pytest.raises(Conflict):
        cast(poll, letters[0])


def test_nothing_of_it_is_logged(poll, letters, caplog):
    caplog.set_level(logging.DEBUG)
    cast(poll, letters[0])
    for code in (letters[0].secret, new_code()):
        with pytest.raises(Refusal):
            services.cast(code, marks(poll, group_of(letters[0].secret)))
    said = "\n".join(
        one.getMessage() for one in caplog.records if not one.name.startswith("django.db")
    )
    assert letters[0].secret not in said
    assert not any(half in said for half in digests(letters[0].secret))
