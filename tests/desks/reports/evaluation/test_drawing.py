"""The draw: repeated by a second method, and by nobody before its time."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Panelist, Volunteer
from tests.desks.reports.evaluation.conftest import SEED


def by_hand(poll) -> set[tuple[int, int, int]]:
    """(number, group, place) as the published rule has it."""
    found = set()
    for one in poll.strata:
        mine = Volunteer.objects.filter(stratum=one, state="accepted")
        keyed = sorted(
            mine.values_list("number", flat=True),
            key=lambda n: sha256(f"{SEED}\n{one.code}\n{n}".encode()).digest(),
        )
        taken = keyed[: one.seats * 2]
        found |= {(number, at % 2 + 1, at + 1) for at, number in enumerate(taken)}
    return found


def drawn(poll) -> set[tuple[int, int, int]]:
    fields = ("volunteer__number", "group__position", "rank")
    return set(Panelist.objects.filter(round=poll.round).values_list(*fields))


def test_the_draw_is_the_published_rule(poll):
    poll.seeded()
    assert services.draw(poll.round.pk, actor=poll.lead.actor) == 4 * 12 * 2
    assert drawn(poll) == by_hand(poll)


def test_where_volunteers_are_too_few_all_are_drawn_and_spread(codes, poll):
    Volunteer.objects.filter(stratum=poll.strata[0], number__gt=20).update(state="withdrawn")
    poll.seeded()
    services.draw(poll.round.pk, actor=poll.lead.actor)
    mine = Panelist.objects.filter(volunteer__stratum=poll.strata[0])
    assert Counter(mine.values_list("group__position", flat=True)) == {1: 3, 2: 2}
    assert drawn(poll) == by_hand(poll)
