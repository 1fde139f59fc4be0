"""Cases: the procedure's steps and no others, in the code and in the database; their terms."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from lianqiao.core.cases.bulk import Move, Opening, move_cases, open_cases
from lianqiao.core.cases.models import Case, CaseStep
from lianqiao.core.cases.services import move, open_case
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.services.calendar import load_working_days
from tests import cast

CLAIM = "policies.claim"
# Wednesday, 30 September 2026: National Day keeps offices closed from 1 to 7 October, and
# Saturday the 10th is worked instead (State Council's notice of holidays in 2026).
BEFORE_THE_HOLIDAY = datetime(2026, 9, 30, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def calendar(db):
    load_working_days()


@pytest.fixture
def case(officer):
    return opened(officer)


def opened(officer, number="ZC1", state="draft", at=None):
    return open_case(
        CLAIM,
        state=state,
        number=number,
        organization=cast.organization(),
        actor=officer.actor,
        at=at,
    )


def test_a_step_moves_the_case_and_leaves_its_entry(case, officer):
    done = move(case.pk, "submit", actor=officer.actor)
    step = done.steps.get(name="submit")
    assert (done.state, step.state, step.by) == ("submitted", "submitted", officer.user)
    assert Entry.objects.get(pk=step.entry).kind == "policies.claim.submit"


def test_a_step_from_elsewhere_is_refused_and_leaves_nothing(case, officer):
    with pytest.raises(Conflict):
        move(case.pk, "settle", actor=officer.actor)
    case.refresh_from_db()
    assert (case.state, case.steps.count()) == ("draft", 1)


def test_a_step_that_asks_for_a_reason_gets_one(case, officer):
    move(case.pk, "submit", actor=officer.actor)
    with pytest.raises(Invalid):
        move(case.pk, "reject", actor=officer.actor, reason="  ")
    assert move(case.pk, "reject", actor=officer.actor, reason="材料不实").state == "rejected"


@pytest.mark.parametrize("state", ["paid", "approved", "nowhere"])
def test_the_database_knows_the_steps(case, state):
    with pytest.raises(IntegrityError, match="no such step"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=state)


def test_the_database_knows_where_a_case_begins(officer):
    with pytest.raises(IntegrityError, match="no such step"), transaction.atomic():
        opened(officer, state="paid")


def test_steps_stay(case):
    for change in (
        lambda rows: rows.update(reason="anders"),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change(CaseStep.objects.filter(case=case))


def test_a_term_counts_chinese_working_days(officer):
    case = opened(officer, at=BEFORE_THE_HOLIDAY)
    move(case.pk, "submit", actor=officer.actor, at=BEFORE_THE_HOLIDAY)
    asked = move(
        case.pk,
        "ask",
        actor=officer.actor,
        reason="请补充材料",
        working_days=3,
        at=BEFORE_THE_HOLIDAY,
    )
    assert asked.due_on.isoformat() == "2026-10-10"


def test_many_at_once_end_where_one_by_one_would(officer):
    one = opened(officer, at=BEFORE_THE_HOLIDAY)
    moved = move(one.pk, "submit", actor=officer.actor, at=BEFORE_THE_HOLIDAY)
    openings = [Opening(f"ZC{number}", cast.organization()) for number in (2, 3)]
    cases = open_cases(CLAIM, state="draft", openings=openings, actor=officer.actor)
    move_cases(
        [Move(case.pk, "submit") for case in cases], actor=officer.actor, at=BEFORE_THE_HOLIDAY
    )
    rows = Case.objects.filter(pk__in=[case.pk for case in cases])
    assert set(rows.values_list("state", "due_on")) == {(moved.state, moved.due_on)}
    assert CaseStep.objects.filter(case__in=rows, name="submit").count() == len(cases)


def test_of_many_all_or_none(officer):
    cases = [opened(officer, number) for number in ("ZC1", "ZC2")]
    move(cases[1].pk, "submit", actor=officer.actor)
    with pytest.raises(Conflict, match="ZC2"):
        move_cases([Move(case.pk, "submit") for case in cases], actor=officer.actor)
    assert Case.objects.get(pk=cases[0].pk).state == "draft"
