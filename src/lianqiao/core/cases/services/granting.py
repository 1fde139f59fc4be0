"""Titles that a step grants, their certificates, and taking them back."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

from django.db import transaction

from lianqiao.core.cases.documents.flow import Grant
from lianqiao.core.cases.models import Case, Certificate, RunningNumber
from lianqiao.core.parties.services import grant_title


@transaction.atomic
def grant(case: Case, what: Grant, *, on: date) -> Certificate:
    """Grant a title from a day on, with its certificate.

    It ends the day before its anniversary.
    Conflict where the organization holds the title in these days already.
    """
    number = next_number(what.prefix, on.year)
    title = grant_title(
        case.organization_id,
        what.title,
        valid=(on, last_day(on, what.years)),
        granted_by=str(case.office),
        number=number,
    )
    return Certificate.objects.create(case=case, title=title, number=number, issued_on=on)


def last_day(first: date, years: int) -> date:
    """Return the last day of so many years from a day on.

    A year without 29 February has its anniversary on 1 March.

    >>> last_day(date(2026, 3, 1), 3), last_day(date(2024, 2, 29), 1)
    (datetime.date(2029, 2, 28), datetime.date(2025, 2, 28))
    """
    year = first.year + years
    is_missing = (first.month, first.day) == (2, 29) and not isleap(year)
    anniversary = date(year, 3, 1) if is_missing else first.replace(year=year)
    return anniversary - timedelta(days=1)


@transaction.atomic
def next_number(prefix: str, year: int) -> str:
    """Take the next number of a prefix and a year: without gaps, as the row is locked till commit.

    An attempt that is rolled back gives its number back.
    """
    RunningNumber.objects.bulk_create(
        [RunningNumber(prefix=prefix, year=year)], ignore_conflicts=True
    )
    row = RunningNumber.objects.select_for_update().get(prefix=prefix, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return str(row)
