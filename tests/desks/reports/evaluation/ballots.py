"""Ballots as tests fill them in."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random

from django.db import connection
from django.utils import timezone

from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.codes import digests
from lianqiao.desks.reports.evaluation.models import Panelist, Token

Marks = dict[int, dict[int, int | None]]
SHORT = timedelta(seconds=0.5)
CAST = """
SELECT evaluation_cast(t.sha256, t.scores) FROM unnest(%s::text[], %s::jsonb[]) AS t(sha256, scores)
"""


def group_of(code: str) -> int:
    """The group whose ballot a letter's code opens."""
    return Token.objects.get(pk=digests(code)[1]).group_id


def departments_of(poll, group: int) -> list[int]:
    """The keys of a group's departments."""
    at = [one.pk for one in poll.groups].index(group)
    return [one.pk for one in poll.departments[2 * at : 2 * at + 2]]


def marks(poll, group: int, choices=(0, 1, 2)) -> Marks:
    """Marks for both departments of a group: for each item a choice by its place, or None."""
    filled = {
        item.pk: None if at is None else poll.choices[at].pk
        for item, at in zip(poll.items, choices, strict=True)
    }
    return {one: dict(filled) for one in departments_of(poll, group)}


def cast(poll, letter, choices=(0, 1, 2)) -> None:
    """Vote with a letter."""
    services.cast(letter.secret, marks(poll, group_of(letter.secret), choices))


def cast_and_end(poll, letters, scores: Callable[[int, int], Marks]) -> None:
    """Vote with these letters at once, then wait until voting is over.

    `scores` gives a ballot's marks for a letter's place and its group. The round is one whose
    letters are made and which is not open yet.
    """
    poll.set(vote_until=timezone.now() + SHORT)
    services.open_voting(poll.round.pk, actor=poll.lead.actor)
    groups = dict(Token.objects.values_list("pk", "group"))
    halves = [digests(one.secret) for one in letters]
    given = [json.dumps(scores(at, groups[ballot])) for at, (_who, ballot) in enumerate(halves)]
    with connection.cursor() as cursor:
        cursor.execute(CAST, [[ballot for _who, ballot in halves], given])
        assert {said for (said,) in cursor.fetchall()} <= {"cast"}
    persons = [who for who, _ballot in halves]
    Panelist.objects.filter(letter_sha256__in=persons).update(has_voted=True)
    poll.round.refresh_from_db()
    time.sleep(max(0.0, (poll.round.vote_until - timezone.now()).total_seconds() + 0.01))


def by_chance(poll, seed: int = 7) -> Callable[[int, int], Marks]:
    """Marks by chance, with an opinion on the first item of each department."""
    dice = Random(seed)

    def one(_at: int, group: int) -> Marks:
        return {
            department: {
                item.pk: dice.choice(poll.choices).pk if at == 0 or dice.random() < 0.8 else None
                for at, item in enumerate(poll.items)
            }
            for department in departments_of(poll, group)
        }

    return one
