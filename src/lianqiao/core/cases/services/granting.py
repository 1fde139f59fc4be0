"""Titles that a step grants, their certificates, and taking them back."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.flow import By, Grant
from lianqiao.core.cases.models import Case, Certificate, RunningNumber
from lianqiao.core.cases.rights import parts_of
from lianqiao.core.cases.services.telling import tell_of_revocation
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.titles import services as granting

LONGEST = 1000


@transaction.atomic
def grant(case: Case, what: Grant, *, actor: Actor, on: date) -> Certificate:
    """Grant a title from a day on, with its certificate.

    It ends the day before its anniversary. NotAllowed but for a bureau, Conflict where the
    organization holds the title in these days already.
    """
    number = next_number(what.prefix, on.year)
    wanted = granting.Grant(
        case.organization_id,
        what.title,
        on,
        last_day(on, what.years),
        str(case.office)[:120],
        number,
    )
    title = granting.grant(actor=actor, grant=wanted)
    return Certificate.objects.create(case=case, title=title, number=number, issued_on=on)


@transaction.atomic
def revoke(
    certificate: int, *, actor: Actor, reason: str, today: date | None = None
) -> Certificate:
    """Take a title back with its certificate, and tell its holder why; from today on it is void.

    NotFound for a stranger, NotAllowed but for a team lead, Invalid without a reason or on the very
    day of the grant, Conflict where it is revoked already or has run out.
    """
    day, said = today or timezone.localdate(), reason.replace("\x00", "").strip()
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("case")
    row = rows.filter(pk=certificate).first()
    parts = parts_of(actor, row.case) if row else frozenset()
    if row is None or not parts:
        raise NotFound(_("There is no such certificate."))
    if By.LEAD not in parts:
        raise NotAllowed(_("Only a team lead of the office that granted it takes it back."))
    if row.revoked_on:
        raise Conflict(_("This certificate has been revoked already."))
    if not 0 < len(said) <= LONGEST:
        message = _("Give the reason: the other side will read it.")
        raise Invalid(message, {"reason": message})
    granting.revoke(actor=actor, title=row.title_id, on=day)
    row.revoked_on, row.revoked_by_id, row.reason = day, actor.user, said
    row.save(update_fields=["revoked_on", "revoked_by", "reason"])
    tell_of_revocation(row)
    return row


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
