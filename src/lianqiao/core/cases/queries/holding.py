"""Whether an organization may have a title of a procedure, and from when on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.flow import Grant
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Case, Certificate
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.parties.models import Title


def granted_by(procedure: Document) -> list[Grant]:
    """Return what the steps of a procedure grant."""
    return [step.grants for step in procedure.steps if step.grants]


def barred_until(titles: Iterable[str], organization: int, on: date) -> date | None:
    """Return the last day on which a revocation keeps an organization from any of these titles."""
    rows = Certificate.objects.filter(
        title__organization=organization,
        title__kind__code__in=list(titles),
        barred_until__gte=on,
    )
    return rows.order_by("-barred_until").values_list("barred_until", flat=True).first()


def hindrance(grants: Iterable[Grant], organization: int, on: date) -> str:
    """Return why an organization may not have these titles on a day, or ''."""
    wanted = list(grants)
    if until := barred_until({one.title for one in wanted}, organization, on):
        said = _("The title was revoked; a new application is possible only after %(day)s.")
        return said % {"day": date_format(until)}
    for one in wanted:
        last = _holds_until(one, organization, on)
        if last and (last - on).days >= one.renews_days:
            since = last - timedelta(days=one.renews_days - 1)
            said = _("You hold this title until %(last)s; it can be renewed from %(since)s on.")
            ended = _("You hold this title until %(last)s; after that day it can be had again.")
            days = {"last": date_format(last), "since": date_format(since)}
            return (said if one.renews_days else ended) % days
    return ""


def first_day(what: Grant, organization: int, on: date) -> date:
    """Return the day after a running title, or the day itself where none runs."""
    last = _holds_until(what, organization, on)
    return last + timedelta(days=1) if last else on


def renewable_from(certificate: Certificate) -> date | None:
    """Return the first day on which the title after a certificate's may be applied for, if any."""
    row = certificate.title
    grants = granted_by(document(certificate.case.procedure))
    days = max((one.renews_days for one in grants if one.title == row.kind.code), default=0)
    return row.valid_to - timedelta(days=days - 1) if days else None


def bars_for(case: Case, title: str) -> int:
    """Return for how many years a case's procedure keeps one from a title that was revoked."""
    grants = granted_by(document(case.procedure))
    return max((one.bars_years for one in grants if one.title == title), default=0)


def _holds_until(what: Grant, organization: int, on: date) -> date | None:
    rows = Title.objects.filter(organization=organization, kind__code=what.title, valid_to__gte=on)
    return rows.order_by("-valid_to").values_list("valid_to", flat=True).first()
