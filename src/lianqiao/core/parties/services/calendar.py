"""The working calendar: years that the State Council announced, later ones by the law alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from chinese_calendar import is_workday
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties import holidays
from lianqiao.core.parties.models import WorkingDay

FIRST_YEAR = 2024
YEARS_AHEAD = 6
"""A term of 1,000 working days, the longest, takes four years; its grace and a rest come on top."""
BATCH = 1_000


@transaction.atomic
def load_working_days() -> int:
    """Enter the days from 2024 to six years ahead and return how many there are. Repeatable.

    Years that are not announced yet are provisional. Days that are there already are left alone:
    terms rest on them, and `lianqiao calendar` alone changes both.
    """
    known = set(WorkingDay.objects.values_list("date", flat=True))
    days = [day for day in _days() if day.date not in known]
    WorkingDay.objects.bulk_create(days, BATCH)
    return WorkingDay.objects.count()


def news(given: Mapping[date, bool] | None = None) -> list[WorkingDay]:
    """Return the provisional days that are otherwise by now, as they are to be; by date.

    `given` are days that a notice takes off (False) or has worked (True): it announces the whole
    year in which they lie. Invalid where that is more than one year.
    """
    now = {day.date: day for day in (_noticed(given) if given else _days())}
    rows = WorkingDay.objects.filter(is_provisional=True, date__in=now).order_by("date")
    return [now[row.date] for row in rows if _values(row) != _values(now[row.date])]


def put_in_force(days: list[WorkingDay]) -> None:
    """Change days of the calendar, within the transaction that reckons the terms anew."""
    WorkingDay.objects.bulk_update(days, ["is_working", "is_provisional"], BATCH)


def _values(day: WorkingDay) -> tuple[bool, bool]:
    return day.is_working, day.is_provisional


def _days() -> Iterator[WorkingDay]:
    for year in range(FIRST_YEAR, timezone.localdate().year + YEARS_AHEAD + 1):
        is_announced = _is_announced(year)
        free = holidays.days_off(year)
        for day in _of_year(year):
            is_working = is_workday(day) if is_announced else _by_law(day, free)
            yield WorkingDay(date=day, is_working=is_working, is_provisional=not is_announced)


def _noticed(given: Mapping[date, bool]) -> Iterator[WorkingDay]:
    years = {day.year for day in given}
    if len(years) != 1:
        raise Invalid(_("A notice is about one year; these days lie in several."))
    for day in _of_year(years.pop()):
        yield WorkingDay(date=day, is_working=given.get(day, day.weekday() < holidays.SATURDAY))


def _of_year(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _by_law(day: date, free: frozenset[date]) -> bool:
    return day.weekday() < holidays.SATURDAY and day not in free


def _is_announced(year: int) -> bool:
    """chinesecalendar refuses years whose holidays the State Council has not announced."""
    try:
        is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True
