"""Somebody who has all that is published tries every way to fill in a few ballots."""

from __future__ import annotations

from itertools import product

from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Panelist, Result
from tests.desks.reports.evaluation.ballots import cast_and_end, departments_of


def test_one_ballot_of_a_withheld_stratum_stays_secret(poll):
    """Of the first item alone: one voted in the first stratum, eleven in the second."""
    letters = poll.drawn()
    seats = Panelist.objects.filter(group=poll.groups[0]).values_list(
        "volunteer__number", "volunteer__stratum"
    )
    strata = dict(seats)
    at = {one.pk: place for place, one in enumerate(poll.strata)}
    group = [one for one in letters if one.number in strata]
    parted = [[one for one in group if at[strata[one.number]] == place] for place in range(4)]
    used = [*parted[0][:1], *parted[1][:11], *parted[2], *parted[3]]
    # The places of the words that are chosen: the first stratum's vote is the worst.
    said = [3, *([0] * 8 + [1] * 2 + [2]), *([0, 1] * 6), *([0, 2] * 6)]

    def scores(place: int, of: int) -> dict[int, dict[int, int | None]]:
        marks = {one.pk: None for one in poll.items}
        marks[poll.items[0].pk] = poll.choices[said[place]].pk
        return {one: dict(marks) for one in departments_of(poll, of)}

    cast_and_end(poll, used, scores)
    services.close(poll.round.pk, actor=poll.lead.actor)
    department = poll.departments[0].pk
    whole = Result.objects.get(department=department, item=None, stratum=None)
    shown = Result.objects.filter(department=department, stratum__isnull=False, mean__isnull=False)
    weights = [float(one.weight) for one in poll.strata]
    told = {at[one.stratum_id]: float(one.mean) for one in shown}
    hidden = [place for place in range(1, 4) if place not in told]
    assert 0 not in told
    assert hidden
    known = sum(weights[place] * mean for place, mean in told.items())
    # Half of the last digit that is told.
    reach = 0.5 if whole.mean == round(whole.mean) else 0.005
    counts = {1: 11, 2: 12, 3: 12}
    parts = [
        [weights[place] * way / counts[place] for way in range(0, 100 * counts[place] + 1, 20)]
        for place in hidden
    ]
    possible = {
        vote
        for vote, *others in product((0, 60, 80, 100), *parts)
        if abs(weights[0] * vote + sum(others) + known - float(whole.mean)) <= reach
    }
    assert len(possible) > 1
    # What is told in points still holds the true value.
    assert whole.low <= whole.mean <= whole.high
