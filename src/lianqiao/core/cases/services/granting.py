"""Titles that a step grants or takes back, and their certificates."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

from django.db import transaction

from lianqiao.core.cases.documents.flow import Grant
from lianqiao.core.cases.models import Case, Certificate, RunningNumber
from lianqiao.core.cases.queries.holding import first_day, hindrance
from lianqiao.core.cases.services.telling import tell_of_revocation
from lianqiao.core.errors import Conflict
from lianqiao.core.parties.actors import Actor
from lianqiao.core.titles import services as granting


@transaction.atomic
def grant(case: Case, what: Grant, *, actor: Actor, on: date) -> Certificate:
    """Grant a title with its certificate, from a day on or from the end of one that runs.

    It ends the day before its anniversary. NotAllowed but for a bureau, Conflict where the
    organization holds the title and it cannot be renewed yet, or may not have it again yet.
    """
    if why := hindrance([what], case.organization_id, on):
        raise Conflict(why)
    number = next_number(what.prefix, on.year)
    first = first_day(what, case.organization_id, on)
    wanted = granting.Grant(
        case.organization_id,
        what.title,
        first,
        last_day(first, what.years),
        str(case.office)[:120],
        number,
    )
    title = granting.grant(actor=actor, grant=wanted)
    return Certificate.objects.create(case=case, title=title, number=number, issued_on=on)


def take_back(case: Case, *, actor: Actor, reason: str, on: date) -> None:
    """Take the titles back that a case was granted and that still run; their holder reads why."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("case", "title")
    for row in rows.filter(case=case, revoked_on=None, title__valid_to__gte=on):
        granting.revoke(actor=actor, title=row.title_id, on=on)
        row.revoked_on, row.revoked_by_id, row.reason = on, actor.user, reason
        row.save(update_fields=["revoked_on", "revoked_by", "reason"])
        tell_of_revocation(row)


def last_day(first: date, years: int) -> date:
    """Return the last day of so many years from a day on; of its own year, where they are 0.

    A year without 29 February has its anniversary on 1 March.

    >>> last_day(date(2026, 3, 1), 3), last_day(date(2024, 2, 29), 1)
    (datetime.date(2029, 2, 28), datetime.date(2025, 2, 28))
    >>> last_day(date(2026, 6, 1), 0)
    datetime.date(2026, 12, 31)
    """
    if not years:
        return date(first.year, 12, 31)
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
