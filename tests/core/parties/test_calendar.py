"""The working calendar: days off by the law, years ahead, and what a notice changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from chinese_calendar import get_holiday_detail

from lianqiao.core.errors import Invalid
from lianqiao.core.parties import holidays
from lianqiao.core.parties.models import WorkingDay
from lianqiao.core.parties.queries import deadline
from lianqiao.core.parties.services.calendar import load_working_days, news, put_in_force


@pytest.mark.parametrize(
    ("year", "spring", "qingming", "dragon_boat", "mid_autumn"),
    # As calendars print them: first day of the first lunar month,
    # Qingming, fifth of the fifth, fifteenth of the eighth.
    [
        (2025, "01-29", "04-04", "05-31", "10-06"),
        (2026, "02-17", "04-05", "06-19", "09-25"),
        (2027, "02-06", "04-05", "06-09", "09-15"),
        (2028, "01-26", "04-04", "05-28", "10-03"),
    ],
)
def test_the_law_names_thirteen_days(year, spring, qingming, dragon_boat, mid_autumn):
    first = date.fromisoformat(f"{year}-{spring}")
    expected = {first + timedelta(days) for days in range(-1, 3)}
    expected |= {date.fromisoformat(f"{year}-{day}") for day in (qingming, dragon_boat, mid_autumn)}
    expected |= {
        date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
    }
    assert holidays.days_off(year) == expected
    assert len(expected) == (12 if year == 2028 else 13)  # Mid-Autumn is 3 October


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_of_the_law_is_off_in_the_notices_since_it_was_revised(year):
    assert all(get_holiday_detail(day)[0] for day in holidays.days_off(year))


def test_a_term_of_the_greatest_length_ends_within_the_calendar(db):
    load_working_days()
    day, is_provisional = deadline(date(2026, 11, 26), 1_060)
    assert (day.year, is_provisional) == (2031, True)
    with pytest.raises(Invalid):
        deadline(date(2032, 12, 30), 10)


def test_later_years_have_neither_holidays_nor_weekends_among_their_working_days(db):
    load_working_days()
    for year in (2027, 2030, 2032):
        worked = set(
            WorkingDay.objects.filter(date__year=year, is_working=True).values_list(
                "date", flat=True
            )
        )
        assert not worked & holidays.days_off(year)
        assert all(day.weekday() < 5 for day in worked)
        assert not WorkingDay.objects.filter(date__year=year, is_provisional=False).exists()


def test_a_notice_announces_its_whole_year_and_no_other(db):
    load_working_days()
    changed = news({date(2027, 1, 4): False, date(2027, 1, 9): True})
    put_in_force(changed)
    days = WorkingDay.objects.filter(date__year=2027)
    assert not days.filter(is_provisional=True).exists()
    assert not days.get(date=date(2027, 1, 4)).is_working
    assert days.get(date=date(2027, 1, 9)).is_working
    assert WorkingDay.objects.filter(date__year=2028, is_provisional=True).count() == 366
    assert news({date(2027, 1, 4): False, date(2027, 1, 9): True}) == []


def test_a_notice_is_about_one_year(db):
    with pytest.raises(Invalid):
        news({date(2027, 1, 1): False, date(2028, 1, 1): False})
