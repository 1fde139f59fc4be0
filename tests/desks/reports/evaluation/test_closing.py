"""Closing: all ballots counted, in an order that tells nothing; results as reckoned by hand."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from random import Random
from statistics import mean

import pytest
from django.db import DatabaseError, connection, transaction

from lianqiao.core.errors import Conflict, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.services import load_codes
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Ballot, Counted, Panelist, Result, Token
from lianqiao.desks.reports.evaluation.queries import results as queries
from tests.desks.reports.evaluation.ballots import by_chance, cast, cast_and_end
from tests.desks.reports.evaluation.conftest import Poll


@pytest.fixture
def counted(poll):
    """A closed round in which all voted by chance."""
    letters = poll.drawn()
    cast_and_end(poll, letters, by_chance(poll))
    services.close(poll.round.pk, actor=poll.lead.actor)
    poll.round.refresh_from_db()
    return poll


def by_hand(poll, department: int) -> Decimal:
    """The stratified mean, in plain loops."""
    weights = {one.pk: one.weight for one in poll.items}
    points = {one.pk: Decimal(one.points) for one in poll.choices}
    scores = defaultdict(list)
    for ballot in Counted.objects.all():
        given = ballot.scores.get(str(department), {})
        heard = {int(item): points[one] for item, one in given.items() if one is not None}
        if heard:
            total = sum(weights[item] * score for item, score in heard.items())
            scores[ballot.stratum_id].append(total / sum(weights[item] for item in heard))
    strata = {one.pk: one.weight for one in poll.strata}
    whole = sum(strata[one] * mean(found) for one, found in scores.items())
    return whole / sum(strata[one] for one in scores)


def test_all_are_counted_and_the_urn_is_empty(counted):
    assert not Ballot.objects.exists()
    assert Counted.objects.count() == 96
    assert counted.round.stage == "closed"
    entry = Entry.objects.get(kind="evaluation.round.counted")
    assert {name: value[0] for name, value in entry.quantities.items()} == {
        "volunteers": "120",
        "seats": "96",
        "ballots": "96",
    }
    assert entry.evidence[0][2] == queries.digest_of(queries.findings(counted.round))


def test_scores_are_those_of_a_plain_loop(counted):
    for one in counted.departments:
        found = Result.objects.get(department=one, item=None, stratum=None)
        assert abs(found.mean - by_hand(counted, one.pk)) <= Decimal("0.005001")
        assert found.low < found.mean < found.high
        assert found.ballots == 48
    # Whole, three items, four strata for each of four departments.
    assert Result.objects.count() == 4 * 8


def test_the_digest_is_of_what_everybody_can_have(counted):
    services.publish(counted.round.pk, actor=counted.lead.actor)
    said = queries.findings_for(ANYONE, counted.round.pk)
    again = [one for one in queries.lines(said) if one["stratum"] is None and one["item"] is None]
    assert [one["ballots"] for one in again] == [48] * 4
    entries = Entry.objects.filter(kind="evaluation.judged")
    assert {one.organization_id for one in entries} == {one.pk for one in counted.departments}
    scores = dict(Result.objects.filter(item=None, stratum=None).values_list("department", "mean"))
    for one in entries:
        assert Decimal(one.quantities["score"][0]) == scores[one.organization_id]


def test_nothing_is_seen_before_it_is_published(counted):
    for stranger in (ANYONE, counted.district_officer.actor):
        with pytest.raises(NotFound):
            queries.findings_for(stranger, counted.round.pk)
    assert queries.findings_for(counted.second.actor, counted.round.pk)
    assert not Entry.objects.filter(kind="evaluation.judged").exists()


def test_the_offices_lead_closes_once_and_not_while_one_votes(poll):
    letters = poll.drawn()
    services.open_voting(poll.round.pk, actor=poll.lead.actor)
    for actor, refusal in (
        (poll.lead.actor, Conflict),
        (poll.second.actor, NotAllowed),
        (poll.district_officer.actor, NotFound),
    ):
        with pytest.raises(refusal):
            services.close(poll.round.pk, actor=actor)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT evaluation_close(%s)", [poll.round.pk])
    assert len(letters) == Token.objects.count()


def test_closed_is_closed(counted):
    with pytest.raises(Conflict):
        services.close(counted.round.pk, actor=counted.lead.actor)
    for wrong in (
        lambda: Counted.objects.update(scores={}),
        lambda: Counted.objects.all().delete(),
        lambda: Result.objects.update(mean=100),
        lambda: Result.objects.all().delete(),
        lambda: Token.objects.update(is_spent=False),
        lambda: Panelist.objects.update(has_voted=False),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_a_round_without_ballots_closes_and_has_no_scores(poll):
    poll.drawn()
    cast_and_end(poll, [], by_chance(poll))
    assert services.close(poll.round.pk, actor=poll.lead.actor) == 0
    assert not Result.objects.filter(mean__isnull=False).exists()
    services.publish(poll.round.pk, actor=poll.lead.actor)
    assert not Entry.objects.filter(kind="evaluation.judged").exists()


def test_a_small_stratum_takes_a_second_with_it(poll):
    letters = poll.drawn()
    panel = dict(Panelist.objects.values_list("volunteer__number", "volunteer__stratum"))
    small = poll.strata[3].pk
    few = [one for one in letters if panel[one.number] == small][:6]
    rest = [one for one in letters if panel[one.number] != small]
    cast_and_end(poll, rest + few, by_chance(poll))
    services.close(poll.round.pk, actor=poll.lead.actor)
    for department in poll.departments:
        strata = Result.objects.filter(department=department, stratum__isnull=False)
        hidden = set(strata.filter(mean=None).values_list("stratum", flat=True))
        assert small in hidden
        assert len(hidden) >= 2
        assert not strata.filter(mean=None, ballots__isnull=False).exists()


def test_no_table_of_ballots_knows_a_time():
    for model in (Ballot, Counted, Token, Panelist, Result):
        kinds = {one.get_internal_type() for one in model._meta.fields}
        assert not kinds & {"DateTimeField", "DateField", "TimeField"}


PEOPLE = ("p.ctid", "p.xmin::text::bigint, p.ctid", "p.id", "p.rank", "p.letter_sha256")
BALLOTS = ("ctid", "xmin::text::bigint, ctid", "id")


def test_no_order_leads_from_a_person_to_a_ballot(committed_db, superuser_connection):
    sql = superuser_connection(committed_db)
    poll, own = _voted_for_real()
    # While one votes the superuser could: docs/evaluation.md says so.
    assert sum(_hits(sql, own, one, "ballot", PEOPLE[1], BALLOTS[1]) for one in poll.groups) == 48
    sql.execute("SET session_replication_role = replica")
    sql.execute("UPDATE evaluation_round SET vote_until = clock_timestamp() - interval '1 second'")
    services.close(poll.round.pk, actor=poll.lead.actor)
    for group in poll.groups:
        for who in PEOPLE:
            for what in BALLOTS:
                # By chance one of 24 is hit, deviation 1: ten are never reached in 30 attempts.
                assert _hits(sql, own, group, "counted", who, what) < 10, (who, what)
    for table in ("counted", "panelist", "token"):
        numbers = sql.execute(f"SELECT count(DISTINCT xmin::text) FROM evaluation_{table}")
        assert numbers.fetchone()[0] == 1, table


def _voted_for_real():
    """A round in which each ballot was committed by itself; who cast which is in no table."""
    load_codes()
    poll = Poll(seats=6)
    poll.volunteers(15)
    letters = poll.voting()
    Random(11).shuffle(letters)
    seats = dict(Panelist.objects.values_list("volunteer__number", "pk"))
    own = {}
    for at, letter in enumerate(letters):
        places = (at // 16, at // 4 % 4, at % 4)
        cast(poll, letter, places)
        own[seats[letter.number]] = tuple(poll.choices[place].pk for place in places)
    return poll, own


def _hits(sql, own, group, table: str, who: str, what: str) -> int:
    """How many ballots fall to their voters when both lie in these orders, either way round."""
    panel = f"SELECT p.id FROM evaluation_panelist p WHERE p.group_id = %s ORDER BY {who}"
    urn = f"SELECT scores FROM evaluation_{table} WHERE group_id = %s ORDER BY {what}"
    seats = [row[0] for row in sql.execute(panel, [group.pk])]
    ballots = [next(iter(row[0].values())) for row in sql.execute(urn, [group.pk])]
    said = [tuple(one.values()) for one in ballots]
    return max(
        sum(own[seat] == one for seat, one in zip(seats, order, strict=True))
        for order in (said, said[::-1])
    )
