"""Signing up and being checked: conditions, nobody twice, each district its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.desks.reports.evaluation import queries, services
from lianqiao.desks.reports.evaluation.models import Look, Volunteer
from lianqiao.desks.reports.evaluation.services.conditions import a_year_before, age
from tests.cast import organization, person
from tests.desks.reports.evaluation.people import applicant, identity


@pytest.fixture
def open_poll(poll):
    """A round that takes volunteers until the day after tomorrow."""
    poll.takes_volunteers()
    return poll


def sign(poll, stratum: int = 0, **values):
    return services.sign_up(poll.round.pk, applicant(poll.strata[stratum].pk, **values))


def test_takes_the_next_number_and_keeps_no_identity(open_poll):
    number = identity("19850307")
    row, receipt = sign(open_poll, identity=number)
    assert (row.number, row.age_band, row.identity_tail) == (121, "40-49", number[-4:])
    kept = str(Volunteer.objects.filter(pk=row.pk).values().get())
    assert number not in kept
    assert receipt not in kept
    assert queries.by_receipt(receipt.lower()).pk == row.pk
    entry = Entry.objects.get(kind="evaluation.volunteer.signed_up")
    assert (entry.subject_id, entry.region) == (row.pk, "370202")
    assert not {"陈志愿", "13900001111"} & set(str(list(Entry.objects.values())).split("'"))


def test_nobody_signs_up_twice_in_whatever_stratum(open_poll):
    number = identity("19900101").replace("x", "X")
    sign(open_poll, identity=number)
    for stratum in (0, 1):
        with pytest.raises(Conflict):
            sign(open_poll, stratum, identity=number.lower())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"identity": "37020219850307001"}, "identity"),
        ({"identity": "370202198503070010"}, "identity"),
        ({"identity": "370202198513070013"}, "identity"),
        ({"name": " "}, "name"),
        ({"name": "陈\0"}, "name"),
        ({"phone": "a139"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"is_registered": False}, "resident_since"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(open_poll, values, field):
    with pytest.raises(Invalid) as refused:
        sign(open_poll, **values)
    assert field in refused.value.fields


def test_who_was_born_before_numbers_were_given_out_has_one_all_the_same(open_poll):
    # `stdnum` would refuse it: no county had the code 370202 in 1952.
    assert sign(open_poll, identity=identity("19520101"))[0].age_band == "60+"


def test_of_age_on_the_day_that_sign_up_ends(open_poll):
    day = timezone.localdate(open_poll.round.enrol_until)
    eighteen = day.replace(year=day.year - 18)
    assert sign(open_poll, identity=identity(f"{eighteen:%Y%m%d}"))[0].age_band == "18-29"
    younger = eighteen + timedelta(days=1)
    with pytest.raises(Invalid):
        sign(open_poll, identity=identity(f"{younger:%Y%m%d}"))
    assert age(younger, day) == 17


def test_newcomers_have_lived_here_for_a_year(open_poll):
    ago = a_year_before(timezone.localdate(open_poll.round.enrol_until))
    sign(open_poll, is_registered=False, resident_since=ago)
    with pytest.raises(Invalid):
        sign(open_poll, is_registered=False, resident_since=ago + timedelta(days=1))


def test_an_enterprise_is_named_and_deputies_are_not_taken(open_poll):
    with pytest.raises(Invalid) as refused:
        sign(open_poll, 2)
    assert "employer" in refused.value.fields
    assert sign(open_poll, 2, employer="青岛海联智造有限公司")[0].state == "applied"
    with pytest.raises(Invalid):
        sign(open_poll, 3)


def test_a_stratum_of_another_round_is_none(open_poll):
    other = type(open_poll)()
    with pytest.raises(Invalid):
        services.sign_up(open_poll.round.pk, applicant(other.strata[0].pk))


def test_not_after_the_last_second(open_poll):
    open_poll.set(enrol_until=timezone.now())
    with pytest.raises(Conflict):
        sign(open_poll)


def test_who_withdraws_may_come_back_under_the_same_number(open_poll):
    number = identity()
    row, receipt = sign(open_poll, identity=number)
    assert services.withdraw(receipt).state == "withdrawn"
    with pytest.raises(Conflict):
        services.withdraw(receipt)
    again, new = sign(open_poll, 1, identity=number)
    assert (again.pk, again.number, again.state) == (row.pk, row.number, "applied")
    assert receipt != new
    with pytest.raises(NotFound):
        services.withdraw(receipt)


def test_who_was_refused_may_put_it_right_and_sign_up_again(open_poll):
    number = identity()
    row, _receipt = sign(open_poll, identity=number)
    given = {"actor": open_poll.district_officer.actor, "volunteers": [row.pk]}
    services.refuse(open_poll.round.pk, reason="姓名与证件不符", **given)
    again, _new = sign(open_poll, identity=number, name="赵改正")
    assert (again.pk, again.number) == (row.pk, row.number)
    assert (again.state, again.reason, again.name) == ("applied", "", "赵改正")
    assert services.accept(open_poll.round.pk, **given) == 1
    with pytest.raises(Conflict):
        sign(open_poll, identity=number)


def test_nobody_withdraws_from_a_closed_roll(open_poll):
    _row, receipt = sign(open_poll)
    services.accept(open_poll.round.pk, actor=open_poll.district_officer.actor)
    open_poll.set(enrol_until=open_poll.at(-3), seed_on=open_poll.day(-1))
    open_poll.frozen()
    with pytest.raises(Conflict):
        services.withdraw(receipt)


def test_a_district_checks_its_own_and_the_office_all(open_poll):
    rows = [sign(open_poll, at, employer="某公司")[0] for at in (0, 1, 2)]
    mine = open_poll.district_officer.actor
    assert services.accept(open_poll.round.pk, actor=mine) == 1
    with pytest.raises(Conflict):
        services.accept(open_poll.round.pk, actor=mine, volunteers=[rows[1].pk, rows[2].pk])
    with pytest.raises(NotFound):
        services.look(open_poll.round.pk, rows[2].pk, actor=mine)
    assert services.accept(open_poll.round.pk, actor=open_poll.second.actor) == 2
    assert not Volunteer.objects.filter(born_on__isnull=False).exists()


def test_a_bureau_without_a_district_checks_nobody(open_poll):
    for region in (None, "370200", "370213"):
        kind = organization().Kind.BUREAU
        officer = person(Role.OFFICER, organization(kind=kind, region=region))
        assert not queries.checked_by(officer.actor, open_poll.round.pk).exists()
        with pytest.raises(NotFound):
            services.accept(open_poll.round.pk, actor=officer.actor)
    owner = person(Role.OWNER, organization(region="370202"))
    for actor in (ANYONE, owner.actor):
        assert not queries.checked_by(actor, open_poll.round.pk).exists()


def test_refused_with_a_reason_and_accepted_after_all(open_poll):
    row, _receipt = sign(open_poll)
    given = {"actor": open_poll.district_officer.actor, "volunteers": [row.pk]}
    with pytest.raises(Invalid):
        services.refuse(open_poll.round.pk, reason=" ", **given)
    assert services.refuse(open_poll.round.pk, reason="居住不满一年", **given) == 1
    assert services.accept(open_poll.round.pk, **given) == 1
    row.refresh_from_db()
    assert (row.state, row.reason, row.born_on) == ("accepted", "", None)


def test_each_look_is_kept(open_poll):
    row, _receipt = sign(open_poll)
    found = services.look(open_poll.round.pk, row.pk, actor=open_poll.district_officer.actor)
    assert found.name == "陈志愿"
    assert Look.objects.get().user == open_poll.district_officer.actor.user
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.all().delete()


def test_the_roll_once_closed_stays(poll):
    poll.frozen()
    rows = Volunteer.objects.filter(round=poll.round)
    for values in (
        {"state": "withdrawn"},
        {"stratum": poll.strata[1]},
        {"identity_hmac": "x"},
        {"number": 10_000},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.filter(pk=rows.first().pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.first().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        poll.volunteers(1)
    rows.update(name="", phone="")
