"""Which indicators there are, and what they mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators.models import Reported, Version
from lianqiao.core.indicators.periods import Period, PeriodKind
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.parties.models import Region
from lianqiao.core.parties.regions import UNNAMED


def in_force(actor: Actor = ANYONE) -> QuerySet[Version]:
    """Return the newest version of each indicator that the actor may see, with its department."""
    newest = Version.objects.filter(indicator=OuterRef("indicator")).order_by("-number")
    found = Version.objects.filter(number=Subquery(newest.values("number")[:1]))
    if not actor.is_bureau:
        found = found.filter(indicator__is_public=True)
    return found.select_related("department", "indicator").order_by("indicator")


def version_of(code: str, actor: Actor = ANYONE) -> Version:
    """Return an indicator as it counts now. NotFound where there is none for this actor."""
    found = None if "\0" in code else in_force(actor).filter(indicator=code).first()
    if found is None:
        raise NotFound(_("There is no indicator “%(code)s”.") % {"code": code})
    return found


def by_number(pk: int, actor: Actor = ANYONE) -> Version:
    """Return one version by its key. NotFound where there is none for this actor."""
    found = history_of_all(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such version of an indicator."))
    return found


def history(code: str, actor: Actor = ANYONE) -> QuerySet[Version]:
    """Return all versions of an indicator, the newest first."""
    return history_of_all(actor).filter(indicator=code).order_by("-number")


def history_of_all(actor: Actor) -> QuerySet[Version]:
    """Return all versions that the actor may see."""
    found = Version.objects.select_related("department", "indicator")
    return found if actor.is_bureau else found.filter(indicator__is_public=True)


def newest(codes: Collection[str]) -> dict[str, Version]:
    """Return what indicators mean now, whoever asks; one query."""
    rows = Version.objects.filter(indicator__in=codes).select_related("department", "indicator")
    return {row.code: row for row in rows.order_by("indicator", F("number"))}


def districts() -> QuerySet[Region]:
    """Return the city's districts and counties."""
    return Region.objects.filter(parent=settings.CITY).exclude(name__in=UNNAMED).order_by("code")


def reported_periods(codes: Collection[str]) -> dict[str, Period]:
    """Return for which period each indicator was last reported for the city."""
    return reported_within(codes, date.min, date.max)


def period_shown(version: Version, day: date, reported: Mapping[str, Period]) -> Period:
    """Return for which period an indicator is shown unless another one is asked for."""
    if version.is_reported and version.code in reported:
        return reported[version.code]
    if PeriodKind.TO_MONTH in version.periods:
        return Period.to_month(day.year, day.month)
    return Period.as_of(day) if PeriodKind.AS_OF in version.periods else Period.year(day.year)


def source_of(version: Version, period: Period, region: str = "") -> Reported | None:
    """Return where a reported figure comes from."""
    place = "" if region == settings.CITY else region
    rows = Reported.objects.filter(indicator=version.indicator_id, period=period.code)
    return rows.filter(region=place).first()


def reported(pk: int, actor: Actor = ANYONE) -> Reported:
    """Return a reported figure. NotFound where there is none for this actor."""
    rows = Reported.objects.select_related("indicator")
    if not actor.is_bureau:
        rows = rows.filter(indicator__is_public=True)
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such reported figure."))
    return row


def reported_within(codes: Collection[str], first: date, last: date) -> dict[str, Period]:
    """Return of each indicator the newest period reported for the city that ends in these days."""
    rows = Reported.objects.filter(indicator__in=codes, region="").values_list(
        "indicator", "period"
    )
    found: dict[str, Period] = {}
    for code, written in rows:
        period = Period.read(written)
        inside = first <= period.last <= last
        if inside and (code not in found or found[code].last <= period.last):
            found[code] = period
    return found
