"""The draw: repeated by a second method, and by nobody before its time."""

from __future__ import annotations

import runpy
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.reports.evaluation import queries, services
from lianqiao.desks.reports.evaluation.models import Panelist, Round, Stratum, Volunteer
from tests.desks.reports.evaluation.conftest import SEED

VERIFY = Path(__file__).parents[4] / "docs" / "verify_draw.py"


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


def files(poll) -> tuple[bytes, bytes]:
    return tuple("".join(one(poll.round)).encode() for one in (queries.roll, queries.panel))


def test_anybody_repeats_it_with_the_published_files(poll):
    poll.drawn()
    roll, panel = files(poll)
    check = runpy.run_path(str(VERIFY))["check"]
    wrong, told = check(roll, panel, SEED, poll.round.roll_sha256)
    assert (wrong, len(told)) == ([], 4)
    lines = panel.decode().splitlines()
    swapped = "\n".join([lines[0], lines[2], lines[1], *lines[3:]]).encode()
    assert check(roll, swapped, SEED, poll.round.roll_sha256)[0] == []
    first, second = (line.split(",") for line in lines[1:3])
    first[1], second[1] = second[1], first[1]
    other = "\n".join([lines[0], ",".join(first), ",".join(second), *lines[3:]]).encode()
    assert len(check(roll, other, SEED)[0]) == 1
    assert len(check(roll, panel, SEED + "0")[0]) == 4
    assert len(check(roll + b"x,1\n", panel, SEED, poll.round.roll_sha256)[0]) == 1
    assert check(roll, panel + panel.splitlines(True)[1], SEED)[0]


def test_the_roll_has_who_was_accepted_and_nothing_else_of_them(poll):
    for state in ("refused", "withdrawn"):
        poll.volunteers(2, state)
    poll.frozen()
    roll = "".join(queries.roll(poll.round))
    assert sha256(roll.encode()).hexdigest() == poll.round.roll_sha256
    lines = roll.splitlines()
    assert lines[0] == "stratum,number"
    pairs = [(code, int(number)) for code, number in (line.split(",") for line in lines[1:])]
    assert pairs == sorted(pairs)
    assert len(pairs) == 120


def test_nobody_closes_the_roll_when_the_seed_may_be_known(poll):
    for at in (poll.at(-1), poll.now):
        with pytest.raises(Invalid):
            services.freeze(poll.round.pk, actor=poll.lead.actor, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=poll.round.pk).update(
            stage="frozen", roll_sha256="0" * 64, frozen_at=poll.now, frozen_by=1
        )


def test_nobody_closes_the_roll_while_one_can_sign_up_or_waits(poll):
    with pytest.raises(Invalid):
        services.freeze(poll.round.pk, actor=poll.lead.actor, at=poll.at(-4))
    poll.volunteers(1, "applied")
    with pytest.raises(Invalid):
        poll.frozen()


@pytest.mark.parametrize("weight", ["0.399999", "0.5"])
def test_weights_come_to_one(poll, weight):
    Stratum.objects.filter(pk=poll.strata[0].pk).update(weight=weight)
    with pytest.raises(Invalid):
        poll.frozen()
    with pytest.raises(DatabaseError), transaction.atomic():
        poll.set(stage="frozen", roll_sha256="0" * 64, frozen_at=poll.at(-2), frozen_by=1)


def test_an_empty_stratum_stands_against_it(poll):
    Volunteer.objects.filter(stratum=poll.strata[3]).update(state="withdrawn")
    with pytest.raises(Invalid):
        poll.frozen()


def test_another_person_enters_the_seed_on_its_day(poll):
    poll.frozen()
    given = {"seed": SEED, "evidence": "https://lottery.example"}
    with pytest.raises(Conflict):
        services.enter_seed(poll.round.pk, actor=poll.lead.actor, at=poll.at(-1), **given)
    with pytest.raises(Conflict):
        services.enter_seed(poll.round.pk, actor=poll.second.actor, at=poll.at(-2), **given)
    with pytest.raises(NotFound):
        services.enter_seed(poll.round.pk, actor=poll.district_officer.actor, **given)
    services.enter_seed(poll.round.pk, actor=poll.second.actor, **given)
    with pytest.raises(Conflict):
        services.enter_seed(poll.round.pk, actor=poll.second.actor, **given)
    for values in (
        {"seed": "another"},
        {"seed": ""},
        {"seeded_by": None},
        {"seed_source": "dice"},
        {"seed_like": "0"},
        {"frozen_by": None},
        {"roll_sha256": "0" * 64},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            poll.set(**values)


def test_the_database_wants_two_persons_and_a_day(poll):
    poll.frozen()
    who = poll.round.frozen_by
    for values in (
        {"seeded_by": who, "seeded_at": poll.at(-1)},
        {"seeded_by": who + 1, "seeded_at": poll.at(-2)},
        {"seeded_by": who + 1},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            poll.set(seed="x", **values)


@pytest.mark.parametrize(("seed", "field"), [("", "seed"), ("a\nb", "seed"), ("1" * 201, "seed")])
def test_a_seed_is_one_line(poll, seed, field):
    poll.frozen()
    with pytest.raises(Invalid) as refused:
        services.enter_seed(poll.round.pk, actor=poll.second.actor, seed=seed, evidence="x")
    assert field in refused.value.fields


@pytest.mark.parametrize(
    "seed",
    [SEED.replace(" 4 8", " 48"), SEED.replace("期", "期："), f"{SEED}0", SEED.replace("4", "４")],
)
def test_no_spelling_is_tried_until_the_panel_pleases(poll, seed):
    poll.frozen()
    with pytest.raises(Invalid) as refused:
        services.enter_seed(poll.round.pk, actor=poll.second.actor, seed=seed, evidence="x")
    assert "seed" in refused.value.fields
    with pytest.raises(DatabaseError, match="promised"), transaction.atomic():
        poll.set(seed=seed, seeded_by=poll.second.user.pk, seeded_at=poll.at(-1))


def test_one_draws_once_and_only_with_a_seed(poll):
    with pytest.raises(Conflict):
        services.draw(poll.round.pk, actor=poll.lead.actor)
    poll.frozen()
    with pytest.raises(Conflict):
        services.draw(poll.round.pk, actor=poll.lead.actor)
    services.enter_seed(poll.round.pk, actor=poll.second.actor, seed=SEED, evidence="x")
    with pytest.raises(NotAllowed):
        services.draw(poll.round.pk, actor=poll.second.actor)
    services.draw(poll.round.pk, actor=poll.lead.actor)
    with pytest.raises(Conflict):
        services.draw(poll.round.pk, actor=poll.lead.actor)


def test_who_was_drawn_stays_drawn(poll):
    poll.drawn()
    seat, left = Panelist.objects.first(), Volunteer.objects.filter(seat=None).first()
    for values in (
        {"volunteer": left},
        {"group": poll.groups[seat.group_id == poll.groups[0].pk]},
        {"rank": 99},
        {"has_voted": True},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Panelist.objects.filter(pk=seat.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        seat.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Panelist.objects.create(round=poll.round, group=poll.groups[0], volunteer=left, rank=100)


def test_each_step_is_in_the_ledger_with_its_numbers(poll):
    poll.voting()
    entries = Entry.objects.filter(subject_type="evaluation.round").order_by("pk")
    found = {one.kind.rpartition(".")[2]: one.quantities for one in entries}
    assert found == {
        "frozen": {"volunteers": ["120", "1"]},
        "seeded": {},
        "drawn": {"seats": ["96", "1"]},
        "lettered": {"letters": ["96", "1"]},
        "voting": {},
    }


def test_a_round_goes_forward_only(poll):
    poll.voting()
    for stage in ("preparing", "enrolling", "frozen", "drawn"):
        with pytest.raises(DatabaseError), transaction.atomic():
            poll.set(stage=stage)
    with pytest.raises(DatabaseError), transaction.atomic():
        poll.set(vote_until=poll.round.vote_until + timedelta(days=1))
    for part in (*poll.strata, *poll.groups, *poll.items, *poll.choices):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(part).objects.filter(pk=part.pk).update(round=poll.round)
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=poll.round.pk).delete()
