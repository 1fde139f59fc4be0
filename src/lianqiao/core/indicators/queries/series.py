"""A figure month by month, and district by district."""

from __future__ import annotations

from lianqiao.core.indicators.periods import Period, months_of
from lianqiao.core.indicators.queries.definitions import districts
from lianqiao.core.indicators.queries.values import Asked, Value, values


def by_month(code: str, year: int, region: str = "") -> list[Value]:
    """Return the figure of each month of a year."""
    return values([Asked(code, month, region) for month in months_of(year)])


def by_region(code: str, period: Period) -> list[Value]:
    """Return the figure of each district, the highest first; those without records come last."""
    found = values([Asked(code, period, region.code) for region in districts()])
    return sorted(found, key=lambda one: (one.value is None, -(one.value or 0), one.region))
