"""What an expert does: declare before anything opens, keep what is typed, file once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from lianqiao.core.cases.models import Assignment, ItemScore, Opinion
from lianqiao.core.cases.queries.reviewing import papers
from lianqiao.core.cases.services import reviewing, take
from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.services import add_membership
from tests.core.cases.reviews import procedure

State = Assignment.State


@pytest.fixture
def seat(panel):
    return panel.assignments.first()


@pytest.fixture
def expert(seat, pool):
    return pool[seat.expert_id]


def test_papers_open_by_the_declaration(seat, expert):
    assert papers(seat) == []
    with pytest.raises(Conflict):
        reviewing.file(seat.pk, actor=expert.actor, typed=procedure.typed(80))
    row = reviewing.open_papers(seat.pk, actor=expert.actor)
    assert row.state == State.OPENED
    assert papers(row)


def test_who_is_recused_reads_nothing_any_more_and_never_files(seat, expert):
    reviewing.open_papers(seat.pk, actor=expert.actor)
    row = reviewing.recuse(seat.pk, actor=expert.actor, reason="认出了申报单位")
    assert papers(row) == []
    for act in (
        lambda: reviewing.open_papers(seat.pk, actor=expert.actor),
        lambda: reviewing.keep(seat.pk, actor=expert.actor, typed={}),
        lambda: reviewing.file(seat.pk, actor=expert.actor, typed=procedure.typed(80)),
    ):
        with pytest.raises(Conflict):
            act()


def test_recusing_needs_a_reason(seat, expert):
    with pytest.raises(Invalid) as refusal:
        reviewing.recuse(seat.pk, actor=expert.actor, reason="  ")
    assert set(refusal.value.fields) == {"reason"}


def test_a_draft_keeps_what_is_typed_right_or_not(seat, expert):
    reviewing.open_papers(seat.pk, actor=expert.actor)
    typed = {"worth": {"score": "很好", "comment": "a\x00b"}}
    row = reviewing.keep(seat.pk, actor=expert.actor, typed=typed)
    assert row.draft == {"worth": {"score": "很好", "comment": "ab"}}


def test_a_score_is_the_share_of_each_scale_by_weight(seat, file):
    # 3 · 80/100 + 1 · (4 − 1)/(5 − 1) = 3.15 of 4: 78.75 of 100.
    made = file(seat, 80, 4)
    assert made.score == Decimal("78.75")
    assert list(made.scores.values_list("item", "score")) == [
        ("worth", Decimal(80)),
        ("plan", Decimal(4)),
    ]
    seat.refresh_from_db()
    assert (seat.state, seat.draft) == (State.FILED, {})


@pytest.mark.parametrize(
    "score", ["", "101", "-1", "NaN", "Infinity", "1e2000000", "80.123", "八十"]
)
def test_a_score_is_on_its_scale(seat, expert, score):
    reviewing.open_papers(seat.pk, actor=expert.actor)
    with pytest.raises(Invalid) as refusal:
        reviewing.file(seat.pk, actor=expert.actor, typed=procedure.typed(score))
    assert set(refusal.value.fields) == {"worth.score"}
    assert not Opinion.objects.exists()


def test_comment_and_evidence_are_asked_for_where_the_rubric_does(seat, expert):
    reviewing.open_papers(seat.pk, actor=expert.actor)
    typed = {"worth": {"score": "80"}, "plan": {"score": "3"}}
    with pytest.raises(Invalid) as refusal:
        reviewing.file(seat.pk, actor=expert.actor, typed=typed)
    assert set(refusal.value.fields) == {"plan.comment", "plan.evidence"}


def test_what_is_filed_stays(seat, file, expert):
    made = file(seat)
    with pytest.raises(Conflict):
        reviewing.file(seat.pk, actor=expert.actor, typed=procedure.typed(90))
    with pytest.raises(Conflict):
        reviewing.recuse(seat.pk, actor=expert.actor, reason="反悔")
    for change in (
        lambda: Opinion.objects.filter(pk=made.pk).update(score=100),
        lambda: ItemScore.objects.filter(opinion=made).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_takes_no_opinion_before_the_declaration(seat):
    with pytest.raises(IntegrityError, match="is not open"), transaction.atomic():
        Opinion.objects.create(assignment=seat, score=100, filed_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=seat.pk).update(state=State.FILED, opened_at=timezone.now())


def test_an_assignment_is_its_experts_alone(seat, pool, officer, enterprise_owner):
    others = [one for pk, one in pool.items() if pk != seat.expert_id]
    for who in (*others, officer, enterprise_owner):
        with pytest.raises(NotFound):
            reviewing.open_papers(seat.pk, actor=who.actor)


def test_each_act_leaves_its_entry(seat, file):
    file(seat)
    kinds = list(
        Entry.objects.filter(kind__startswith="cases.review.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert kinds == ["cases.review.drawn", "cases.review.declared", "cases.review.filed"]


def test_when_the_case_has_gone_on_its_papers_are_closed(panel, seat, expert, officer):
    reviewing.open_papers(seat.pk, actor=expert.actor)
    take(panel.snapshot.filing.case_id, "refuse", actor=officer.actor, reason="撤回")
    assert papers(Assignment.objects.get(pk=seat.pk)) == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICER])
def test_who_has_come_to_belong_to_a_side_neither_reads_nor_files(
    panel, pool, enterprise, bureau, role
):
    home = enterprise if role == Role.MEMBER else bureau
    asked, opened = panel.assignments.all()[:2]
    reviewing.open_papers(opened.pk, actor=pool[opened.expert_id].actor)
    for seat in (asked, opened):
        add_membership(pool[seat.expert_id].user.pk, home.pk, role)
    with pytest.raises(Conflict):
        reviewing.open_papers(asked.pk, actor=pool[asked.expert_id].actor)
    with pytest.raises(Conflict):
        reviewing.file(opened.pk, actor=pool[opened.expert_id].actor, typed=procedure.typed(80))
    assert not Opinion.objects.exists()
    reviewing.recuse(opened.pk, actor=pool[opened.expert_id].actor, reason="已入职")
