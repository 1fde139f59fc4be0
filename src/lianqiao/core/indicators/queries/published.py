"""An indicator as open data: what it comes to each month, and what was reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators.kinds import FIGURE
from lianqiao.core.indicators.models import Reported, Version
from lianqiao.core.indicators.periods import FIRST_YEAR, LAST_YEAR, Period
from lianqiao.core.indicators.queries.tables import year_table
from lianqiao.core.ledger.queries import current
from lianqiao.core.parties.models import Region


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a period and a place."""

    period: str
    region: str
    place: str
    value: Decimal | None


def published(version: Version, year: int) -> Iterator[Cell]:
    """Return the figures of a year; those of months without records of their own are None.

    NotFound for what is no year, before the first of them is asked for.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    return _cells(version, year)


def _cells(version: Version, year: int) -> Iterator[Cell]:
    names = dict(Region.objects.filter(parent=settings.CITY).values_list("pk", "name"))
    names[settings.CITY] = str(Region.objects.filter(pk=settings.CITY).first() or "")
    found = _reported(version, year) if version.is_reported else _counted(version, year)
    for period, region, value in found:
        code = region or settings.CITY
        yield Cell(period, code, names.get(code, code), value)


def _counted(version: Version, year: int) -> Iterator[tuple[str, str, Decimal | None]]:
    for (_code, month, region), value in year_table([version.code], year).items():
        yield Period.month(year, month).code, region, value


def _reported(version: Version, year: int) -> Iterator[tuple[str, str, Decimal | None]]:
    rows = list(
        Reported.objects.filter(indicator=version.indicator_id, period__startswith=f"{year}")
    )
    said = current().filter(kind=FIGURE, subject_id__in=[row.pk for row in rows])
    values = {entry.subject_id: Decimal(entry.quantities["value"][0]) for entry in said}
    for row in rows:
        yield row.period, row.region, values.get(row.pk)
