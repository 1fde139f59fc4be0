"""Deadlines in Chinese working days."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.models import WorkingDay


def deadline(start: date, working_days: int) -> tuple[date, bool]:
    """Return the day on which a term of at least one working day ends, and if it is provisional.

    The day of the event does not count. Invalid where the calendar ends before: run
    `lianqiao codes` or enter the days.
    """
    days = WorkingDay.objects.filter(date__gt=start, is_working=True).order_by("date")
    last = days[working_days - 1 : working_days].first()
    if last is None:
        raise Invalid(_("The working calendar ends before this deadline; continue it."))
    return last.date, last.is_provisional
