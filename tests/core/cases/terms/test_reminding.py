"""Reminders: once for each term, to whose turn it is; a missed correction is never silent."""

from __future__ import annotations

from datetime import date

import pytest

from lianqiao.core.cases.models import Case, Message
from lianqiao.core.cases.services import ask_correction, remind, withdraw_correction
from lianqiao.core.cases.tasks import clock
from tests.core.cases import small

# Thursday; three working days on is Tuesday 10 November.
TODAY = date(2026, 11, 5)


@pytest.fixture
def awaited(handed_in, officer):
    """A correction asked for on 2 November, within five working days: by Monday the 9th."""
    return ask_correction(
        handed_in.filing_id,
        ["staff"],
        "人数",
        working_days=5,
        actor=officer.actor,
        today=date(2026, 11, 2),
    )


@pytest.mark.parametrize(
    ("due", "days"), [(date(2026, 11, 10), 1), (date(2026, 11, 11), 0), (date(2026, 11, 4), 0)]
)
def test_an_applicant_is_reminded_once_within_three_working_days(
    small_version, enterprise_owner, due, days
):
    case = small.opened(small_version, enterprise_owner)
    Case.objects.filter(pk=case.pk).update(due_on=due)
    assert remind(on=TODAY) == days
    assert remind(on=TODAY) == 0
    assert Message.objects.filter(case=case).count() == days


def test_where_it_is_the_offices_turn_the_applicant_is_left_alone(small_case):
    Case.objects.filter(pk=small_case.pk).update(due_on=TODAY)
    assert remind(on=TODAY) == 0
    assert not Message.objects.exists()


def test_of_a_correction_the_applicant_is_told_reminded_and_told_when_it_is_missed(awaited):
    case = Case.objects.get(pk=awaited.filing.case_id)
    assert Message.objects.filter(case=case).count() == 1
    assert remind(on=TODAY) == 1
    assert str(awaited.due_on) in Message.objects.filter(case=case)[0].title


def test_a_missed_correction_moves_nothing_and_is_said(awaited):
    assert remind(on=date(2026, 11, 12)) == 1
    case = Case.objects.get(pk=awaited.filing.case_id)
    assert (case.state, case.messages.count()) == ("submitted", 2)


def test_a_term_that_goes_on_is_reminded_of_again(awaited, officer):
    remind(on=TODAY)
    case = withdraw_correction(awaited.pk, actor=officer.actor, today=TODAY)
    assert case.reminded_on is None
    assert case.due_on is not None


def test_the_clock_runs_as_a_task(small_case):
    Case.objects.filter(pk=small_case.pk).update(due_on=date(2026, 1, 5))
    assert clock(0) == (1, 0)
    assert clock(0) == (0, 0)
