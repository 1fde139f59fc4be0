"""When a notice changes the working calendar, the terms that rested on it are reckoned anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case, Correction, Panel
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.errors import Invalid
from lianqiao.core.parties.models import WorkingDay
from lianqiao.core.parties.services.calendar import news, put_in_force

BATCH = 1_000
DUE = ["due_on", "due_is_provisional"]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How many days of the calendar are otherwise, and how many terms rested on them and moved."""

    days: int = 0
    terms: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days in order, and those of them that are provisional."""

    days: Sequence[date]
    provisional: frozenset[date]

    def between(self, start: date, end: date) -> int:
        """Return how many working days follow a day, up to and including another."""
        return bisect_right(self.days, end) - bisect_right(self.days, start)

    def after(self, start: date, number: int) -> date:
        """Return the n-th working day after a day; Invalid beyond the calendar."""
        place = bisect_right(self.days, start) + number - 1
        if place >= len(self.days):
            raise Invalid(_("The working calendar ends before this deadline; continue it."))
        return self.days[place]


@transaction.atomic
def reckon_anew(given: Mapping[date, bool] | None = None) -> Reckoned:
    """Put what is known by now of the working days in force, and move the terms that rest on them.

    A term keeps its number of working days from its beginning, or from the last day before the
    change where that is later. Doing it again changes nothing. `given` is the notice of a year, as
    `news` takes it.
    """
    changed = news(given)
    if not changed:
        return Reckoned()
    before = changed[0].date - timedelta(days=1)
    old = _calendar(before)
    put_in_force(changed)
    new = _calendar(before)
    moved = [_moved(rows, old, new, before) for rows in _terms(before)]
    return Reckoned(len(changed), sum(n for n, _m in moved), sum(m for _n, m in moved))


def _calendar(after: date) -> Calendar:
    rows = WorkingDay.objects.filter(date__gt=after, is_working=True).order_by("date")
    found = list(rows.values_list("date", "is_provisional"))
    return Calendar([day for day, _is in found], frozenset(day for day, is_ in found if is_))


def _terms(before: date) -> list[list[Case] | list[Correction] | list[Panel]]:
    """Return what has a day that rests on provisional ones, locked; cases first as everywhere."""
    rests = {"due_is_provisional": True, "due_on__gt": before}
    cases = Case.objects.select_for_update(of=("self",)).filter(**rests).order_by("pk")
    asked = Correction.objects.select_for_update(of=("self",)).filter(OPEN, **rests)
    panels = Panel.objects.select_for_update(of=("self",)).filter(closed_at=None, **rests)
    return [list(cases), list(asked.order_by("pk")), list(panels.order_by("pk"))]


def _moved(
    rows: list[Case] | list[Correction] | list[Panel], old: Calendar, new: Calendar, before: date
) -> tuple[int, int]:
    moved = 0
    for row in rows:
        if row.due_on is None:
            continue
        start = max(before, timezone.localdate(_began(row)))
        day = new.after(start, max(old.between(start, row.due_on), 1))
        moved += day != row.due_on
        row.due_on, row.due_is_provisional = day, day in new.provisional
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, DUE, BATCH)  # type: ignore[arg-type]
    return len(rows), moved


def _began(row: Case | Correction | Panel) -> datetime:
    if isinstance(row, Case):
        return row.changed_at
    return row.asked_at if isinstance(row, Correction) else row.drawn_at
