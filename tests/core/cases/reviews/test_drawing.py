"""Who is drawn: at random by a seed, nobody in a conflict, nobody beyond his load."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lianqiao.core.cases.draws import in_order, seated
from lianqiao.core.cases.models import Affiliation, Assignment, Expert, Panel
from lianqiao.core.cases.services import drawing, reviewing, take
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import TechnicalField
from lianqiao.core.parties.services import add_membership
from lianqiao.core.parties.services.calendar import load_working_days
from tests.cast import organization
from tests.core.cases.reviews import procedure

State = Assignment.State
NUMBERS = st.lists(st.integers(1, 60), unique=True, max_size=30)


@given(st.text(max_size=20), NUMBERS)
def test_the_order_is_that_of_the_digests_however_the_pool_came(seed, experts):
    drawn = in_order(seed, experts)
    assert drawn == in_order(seed, reversed(experts))
    assert sorted(drawn) == sorted(experts)
    digests = [sha256(f"{seed}\n{one}".encode()).hexdigest() for one in drawn]
    assert digests == sorted(digests)


@given(
    st.lists(st.lists(st.sampled_from("ABCDE"), unique=True, max_size=2), max_size=12),
    st.integers(0, 6),
    st.sets(st.sampled_from("ABCDE"), max_size=2),
)
def test_no_two_of_one_organization_sit_and_nobody_fitting_is_passed_over(homes, seats, taken):
    found = seated(range(len(homes)), dict(enumerate(homes)), seats, taken)
    sitting = [home for one in found for home in homes[one]] + list(taken)
    assert len(sitting) == len(set(sitting))
    assert len(found) <= seats
    for one in range(len(homes)):
        before = {home for other in found if other < one for home in homes[other]} | taken
        passed = one not in found and (len(found) < seats or one < max(found, default=0))
        assert not passed or before.intersection(homes[one])


def test_the_panel_is_the_head_of_the_draw_and_names_its_pool(panel, pool):
    expected = sorted(pool, key=lambda pk: sha256(f"2026\n{pk}".encode()).digest())
    assert panel.pool == expected
    seats = list(panel.assignments.values_list("expert", "state"))
    assert seats == [(pk, State.ASKED) for pk in expected[:3]]


def test_the_seed_is_nobodys_choice(snapshot, pool, officer):
    made = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    assert len(made.seed) == 32
    with pytest.raises(Conflict):
        drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)


def test_conflicts_are_left_out_and_counted(snapshot, enterprise, officer):
    partner = organization(name="青岛协作研究院", kind="institute")
    out = [
        procedure.expert(enterprise),
        procedure.expert(partner),
        procedure.expert("青岛协作研究院"),
    ]
    able = procedure.experts(3)
    made = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    assert set(made.pool) == set(able)
    assert made.left_out == {"applicant": 1, "partner": 2}
    assert not {one.user.expert.pk for one in out} & set(made.pool)


def test_who_signs_in_for_the_applicant_is_in_conflict_without_an_affiliation(
    snapshot, enterprise, officer
):
    one = procedure.expert()
    add_membership(one.user.pk, enterprise.pk, Role.MEMBER)
    procedure.experts(3)
    made = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    assert made.left_out == {"applicant": 1}


def test_a_partner_is_known_by_credit_code_and_by_former_name(version, enterprise_owner, officer):
    code = "91370212MA3TEXT00M"
    by_code = organization(name="青岛甲研究院", uscc=code)
    renamed = organization(name="青岛新名研究院")
    renamed.former_names.create(name="青岛旧名研究院", until=timezone.localdate())
    values = procedure.OPEN | {
        "host": {"name": "甲方写错的名字", "uscc": code},
        "partner": {"name": "青岛旧名研究院", "uscc": ""},
    }
    snapshot = procedure.submitted(version, enterprise_owner, **values)
    procedure.expert(by_code), procedure.expert(renamed)
    procedure.experts(3)
    made = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    assert made.left_out == {"partner": 2}


def test_the_database_itself_seats_nobody_of_applicant_or_partner(panel, enterprise):
    one = procedure.expert(enterprise).user.expert
    with pytest.raises(IntegrityError, match="belongs to the applicant"), transaction.atomic():
        Assignment.objects.create(
            panel=panel,
            snapshot=panel.snapshot,
            expert=one,
            place=9,
            asked_at=timezone.now(),
        )


def test_an_affiliation_that_ended_hinders_nobody(snapshot, enterprise, officer):
    one = procedure.expert(enterprise)
    Affiliation.objects.update(until=timezone.localdate() - timezone.timedelta(days=2))
    procedure.experts(3)
    made = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    assert one.user.expert.pk in made.pool


def test_field_load_and_absence_are_respected(bureau, enterprise_owner, officer, codes):
    load_working_days()
    asked = procedure.review(experts={"number": 2, "fields": ["EI"]})
    version = procedure.published(bureau, reviews=[asked])
    snapshot = procedure.submitted(version, enterprise_owner)
    able = procedure.experts(4)
    field = TechnicalField.objects.get(pk="EI")
    for row in Expert.objects.all():
        row.fields.add(field)
    procedure.experts(2)
    first = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    assert set(first.pool) == set(able)
    assert first.left_out == {"field": 2}
    busy = set(first.assignments.values_list("expert", flat=True))
    Expert.objects.filter(pk__in=busy).update(most=1)
    other = procedure.submitted(version, enterprise_owner)
    second = drawing.draw(other.filing.case_id, "expert", actor=officer.actor)
    assert not set(second.pool) & busy
    assert second.left_out == {"field": 2, "load": 2}


def test_too_few_are_explained(snapshot, enterprise, officer):
    procedure.expert(enterprise)
    procedure.experts(2)
    with pytest.raises(Invalid) as refusal:
        drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    assert "3" in str(refusal.value)
    assert not Panel.objects.exists()


def test_two_of_one_organization_do_not_make_a_panel(snapshot, officer):
    for _each in range(5):
        procedure.expert("同一所大学")
    with pytest.raises(Invalid):
        drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)


def test_who_gives_a_seat_back_is_followed_by_the_next_of_the_draw(panel, pool, officer):
    first, second, _third = panel.assignments.all()
    reviewing.recuse(first.pk, actor=pool[first.expert_id].actor, reason="曾共同发表论文")
    drawing.release(second.pk, actor=officer.actor, reason="逾期未评")
    seats = list(panel.assignments.filter(state=State.ASKED).values_list("expert", flat=True))
    assert seats == [panel.pool[2], panel.pool[3], panel.pool[4]]


def test_a_seat_stays_empty_where_nobody_is_left_until_the_pool_grows(snapshot, officer):
    pool = procedure.experts(3)
    panel = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    seat = panel.assignments.first()
    reviewing.recuse(seat.pk, actor=pool[seat.expert_id].actor, reason="同学")
    assert drawing.empty_seats(panel) == 1
    with pytest.raises(Invalid):
        drawing.fill(panel.pk, actor=officer.actor)
    late = procedure.expert().user.expert.pk
    assert drawing.fill(panel.pk, actor=officer.actor) == 1
    panel.refresh_from_db()
    assert panel.pool[-1] == late
    assert drawing.empty_seats(panel) == 0


def test_an_appeal_has_a_panel_without_anyone_of_the_first(panel, pool, officer, team_lead, file):
    case = panel.snapshot.filing.case_id
    for seat in panel.assignments.all():
        file(seat)
    with pytest.raises(NotAllowed):
        drawing.draw(case, "expert", actor=officer.actor, reason="申诉")
    with pytest.raises(Invalid):
        drawing.draw(case, "expert", actor=team_lead.actor)
    second = drawing.draw(case, "expert", actor=team_lead.actor, reason="申请人对评分提出异议")
    assert second.number == 2
    assert second.left_out == {"seen": 3}
    assert not set(second.pool) & set(panel.assignments.values_list("expert", flat=True))
    with pytest.raises(Conflict):
        drawing.draw(case, "expert", actor=team_lead.actor, reason="再申诉")


def test_nobody_else_draws(snapshot, pool, enterprise_owner, other_owner):
    for who in (enterprise_owner, other_owner, next(iter(pool.values()))):
        with pytest.raises(NotFound):
            drawing.draw(snapshot.filing.case_id, "expert", actor=who.actor)


def test_a_case_that_went_on_closes_its_panel(panel, pool, officer):
    take(panel.snapshot.filing.case_id, "refuse", actor=officer.actor, reason="撤回")
    seat = panel.assignments.first()
    with pytest.raises(Conflict):
        reviewing.open_papers(seat.pk, actor=pool[seat.expert_id].actor)
    with pytest.raises(Conflict):
        drawing.draw(panel.snapshot.filing.case_id, "expert", actor=officer.actor)


def test_what_was_corrected_is_judged_by_a_panel_of_its_own(panel, officer):
    procedure.again(panel.snapshot)
    second = drawing.draw(panel.snapshot.filing.case_id, "expert", actor=officer.actor)
    panel.refresh_from_db()
    assert panel.closed_at
    assert (second.number, second.snapshot.number) == (1, 2)
