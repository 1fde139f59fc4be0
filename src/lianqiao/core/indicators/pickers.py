"""Choosing a period and a place on an indicator's page, out of those that it is counted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianqiao.core.indicators.models import Reported, Scope, Version
from lianqiao.core.indicators.periods import FIRST_YEAR, MONTHS, Period, PeriodKind
from lianqiao.core.indicators.queries import districts
from lianqiao.core.parties.models import Region, Zone

YEARS = 10


@dataclass(frozen=True, slots=True)
class PeriodPicker:
    """Kinds of period, years and months to choose from; `reported` are periods instead of those.

    `day` is the one proposed where a state as of a day is asked for.
    """

    kinds: Sequence[PeriodKind]
    years: Sequence[int]
    months: Sequence[int]
    day: date
    reported: Sequence[Period] = ()


@dataclass(frozen=True, slots=True)
class PlacePicker:
    """Places to choose from; `has_city` where the whole city is one."""

    has_city: bool
    districts: Sequence[Region]
    zones: Sequence[Zone]


def chosen(query: Mapping[str, str]) -> Period | None:
    """Return the period of an address: by its code, or by kind, year and month or day.

    None where it says nothing; Invalid for what is no period.
    """
    if code := query.get("period", ""):
        return Period.read(code)
    year, month = query.get("year", ""), query.get("month", "").zfill(2)
    match query.get("kind", ""):
        case PeriodKind.YEAR:
            return Period.read(year)
        case PeriodKind.TO_MONTH:
            return Period.read(f"{year}-{month}")
        case PeriodKind.MONTH:
            return Period.read(f"{year}M{month}")
        case PeriodKind.AS_OF:
            return Period.read(query.get("day", "") or f"{year}-12-31")
    return None


def periods(version: Version, shown: Period, today: date) -> PeriodPicker:
    """Return what periods there are to choose from, the one shown among them."""
    if version.is_reported:
        rows = Reported.objects.filter(indicator=version.indicator_id).values_list("period")
        said = {Period.read(period) for (period,) in rows.distinct()} | {shown}
        return PeriodPicker(
            (), (), (), shown.last, sorted(said, key=lambda one: one.last, reverse=True)
        )
    # Whatever has years has months.
    there = {*version.periods} | ({PeriodKind.MONTH} & _months(version))
    years = {*range(max(FIRST_YEAR, today.year - YEARS + 1), today.year + 1), shown.last.year}
    kinds = [kind for kind in PeriodKind if kind in there or kind == shown.kind]
    day = shown.last if shown.kind == PeriodKind.AS_OF else min(shown.last, today)
    return PeriodPicker(kinds, sorted(years, reverse=True), range(1, MONTHS + 1), day)


def places(version: Version) -> PlacePicker:
    """Return what places there are to choose from."""
    return PlacePicker(
        Scope.CITY in version.scopes,
        list(districts()) if Scope.DISTRICT in version.scopes else [],
        list(Zone.objects.order_by("pk")) if Scope.ZONE in version.scopes else [],
    )


def _months(version: Version) -> set[PeriodKind]:
    return {PeriodKind.MONTH} if PeriodKind.YEAR in version.periods else set()
