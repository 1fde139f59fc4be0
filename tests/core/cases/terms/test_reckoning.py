"""A notice moves the terms that rest on its year by exactly the working days that it changes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lianqiao.core.cases.models import Case, Correction
from lianqiao.core.cases.services import ask_correction
from lianqiao.core.cases.services.reckoning import Calendar, Reckoned, reckon_anew

# Monday 21 December 2026 and ten working days: 22 to 25, 28 to 31 (eight); 1 January 2027 is off by
# the law, then the weekend; Monday the 4th and Tuesday the 5th.
BEGAN, DUE = date(2026, 12, 21), date(2027, 1, 5)
# An invented notice: Monday the 4th off as well. The tenth day is then Wednesday the 6th.
NOTICE, MOVED = {date(2027, 1, 1): False, date(2027, 1, 4): False}, date(2027, 1, 6)


@pytest.fixture
def rests(small_case) -> Case:
    moment = timezone.make_aware(datetime(2026, 12, 21, 10))
    values = {"changed_at": moment, "due_on": DUE, "due_is_provisional": True}
    Case.objects.filter(pk=small_case.pk).update(**values)
    return small_case


def due(case: Case) -> tuple[date | None, bool]:
    case.refresh_from_db()
    return case.due_on, case.due_is_provisional


def test_a_term_keeps_its_working_days_and_is_provisional_no_longer(rests):
    assert reckon_anew(NOTICE).moved == 1
    assert due(rests) == (MOVED, False)


def test_doing_it_again_changes_nothing(rests):
    reckon_anew(NOTICE)
    assert reckon_anew(NOTICE) == Reckoned()
    assert due(rests) == (MOVED, False)


def test_a_term_that_ends_before_the_year_stays(rests):
    last = date(2026, 12, 31)
    Case.objects.filter(pk=rests.pk).update(due_on=last, due_is_provisional=False)
    assert reckon_anew(NOTICE).terms == 0
    assert due(rests) == (last, False)


def test_a_term_beyond_the_year_moves_and_stays_provisional(rests):
    # The first working day of 2028: Monday 3 January (the 1st is a Saturday).
    Case.objects.filter(pk=rests.pk).update(due_on=date(2028, 1, 3))
    reckon_anew({date(2027, 1, 4): False})
    # By the law eleven days of 2027 are off on weekdays; in the notice only the 4th: the days that
    # are worked more bring the end forward into 2027.
    assert due(rests)[0] < date(2028, 1, 3)


def test_corrections_move_with_it(handed_in, officer):
    made = ask_correction(
        handed_in.filing_id, ["staff"], "人数", working_days=10, actor=officer.actor, today=BEGAN
    )
    assert (made.due_on, made.due_is_provisional) == (DUE, True)
    reckon_anew(NOTICE)
    made = Correction.objects.get(pk=made.pk)
    assert (made.due_on, made.due_is_provisional) == (MOVED, False)
    # What is announced stays: nobody puts off the day of a correction.
    with pytest.raises(ProgrammingError), transaction.atomic():
        Correction.objects.filter(pk=made.pk).update(due_on=DUE)


def test_the_page_says_which_day_is_provisional(rests, officer, enterprise_owner):
    for client, url in (
        (officer.client, "/cases/queue/"),
        (enterprise_owner.client, "/cases/mine/"),
    ):
        assert "provisional" in client.get(url, headers={"accept-language": "en"}).text


def test_the_command_reads_a_notice_and_says_at_which_line_it_is_wrong(rests, tmp_path, capsys):
    notice = tmp_path / "2027.csv"
    notice.write_text("date,working\n2027-01-01,0\n2027-01-04,0\n", encoding="utf-8")
    call_command("calendar", notice)
    assert due(rests) == (MOVED, False)
    notice.write_text("date,working\n2027-01-01,0\n2027-13-04,0\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"2027\.csv.*3"):
        call_command("calendar", notice)
    call_command("calendar")
    assert "0  days changed" in capsys.readouterr().out


@given(
    st.sets(st.dates(date(2027, 1, 1), date(2028, 12, 31)), min_size=40).map(sorted),
    st.dates(date(2026, 12, 31), date(2027, 6, 30)),
    st.integers(1, 20),
)
def test_counting_days_and_going_so_many_days_on_are_each_others_inverse(days, start, number):
    calendar = Calendar(days, frozenset())
    following = [day for day in days if day > start]
    if number <= len(following):
        end = calendar.after(start, number)
        assert end == following[number - 1]
        assert calendar.between(start, end) == number
