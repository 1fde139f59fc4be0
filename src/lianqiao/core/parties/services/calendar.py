"""Seeding the working calendar: announced years from chinesecalendar, the next one by weekends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from chinese_calendar import is_workday
from django.db import transaction

from lianqiao.core.parties.models import WorkingDay

FIRST_YEAR = 2024
SATURDAY = 5


@transaction.atomic
def load_working_days() -> int:
    """Enter the days from 2024 on and return how many there are. Repeatable.

    The first year that is not announced yet is provisional. Days that are not provisional, be it
    that the year was announced or that somebody set them right, are never changed.
    """
    known = {day.date: day for day in WorkingDay.objects.all()}
    days = list(_days())
    WorkingDay.objects.bulk_create([day for day in days if day.date not in known], 1_000)
    announced = [
        day
        for day in days
        if day.date in known and known[day.date].is_provisional and not day.is_provisional
    ]
    WorkingDay.objects.bulk_update(announced, ["is_working", "is_provisional"], 1_000)
    return WorkingDay.objects.count()


def _days() -> Iterator[WorkingDay]:
    year, provisional = FIRST_YEAR, False
    while not provisional:
        provisional = not _is_announced(year)
        day = date(year, 1, 1)
        while day.year == year:
            working = day.weekday() < SATURDAY if provisional else is_workday(day)
            yield WorkingDay(date=day, is_working=working, is_provisional=provisional)
            day += timedelta(days=1)
        year += 1


def _is_announced(year: int) -> bool:
    """chinesecalendar refuses years whose holidays the State Council has not announced."""
    try:
        is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True
