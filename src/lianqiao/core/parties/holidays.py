"""Days off that the law itself names, for years without a notice of the State Council yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lunar_python import Lunar

SPRING, DRAGON_BOAT, MID_AUTUMN = (1, 1), (5, 5), (8, 15)
"""Months and days of the lunar calendar."""
FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
SATURDAY = 5


def days_off(year: int) -> frozenset[date]:
    """Return the 13 days off of a year.

    Source: 全国年节及纪念日放假办法, as revised in 2024 (国令第795号).
    New Year's day, the eve of the Spring Festival and the three days after it, Qingming, 1 and 2
    May, Dragon Boat, Mid-Autumn, 1 to 3 October. They are fewer where two fall on one day. What a
    notice swaps, and when it makes up for a holiday on a weekend, nobody knows before.

    >>> len(days_off(2027)), date(2027, 2, 5) in days_off(2027)
    (13, True)
    """
    return frozenset(_days_off(year))


def _days_off(year: int) -> Iterator[date]:
    yield from (date(year, month, day) for month, day in FIXED)
    spring = _lunar(year, *SPRING)
    yield from (spring + timedelta(days) for days in range(-1, 3))
    yield _lunar(year, *DRAGON_BOAT)
    yield _lunar(year, *MID_AUTUMN)
    terms = Lunar.fromYmd(year, *SPRING).getJieQiTable()
    yield date.fromisoformat(terms["清明"].toYmd())


def _lunar(year: int, month: int, day: int) -> date:
    return date.fromisoformat(Lunar.fromYmd(year, month, day).getSolar().toYmd())
