"""For which period a text means a figure, from the words it uses and what the indicator counts.

`anchor` is the day on which the text speaks: that of its publication, or the last of the year that
it is about. docs/claims.md gives the table of these rules.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import date

from lianqiao.core.errors import Invalid
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.periods import Period

_TO_MONTH = re.compile(r"(?:(\d{4})年)?1\s*(?:至|到|-|—|–|~)\s*(\d{1,2})月")
_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月份?")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_END_OF_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:底|末)")
_YEAR = re.compile(r"(\d{4})年")
_SEVERAL = re.compile(r"(?:近|过去|最近)([二两三四五六七八九十]|\d{1,2})年")
_NUMERALS = {name: number for number, name in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2
}
PARTS = {"上半年": 6, "一季度": 3, "三季度": 9}
LAST_YEAR = ("去年", "上年", "上一年")
LONGEST = 10


def anchor_of(published_on: date, year: int) -> date:
    """Return the day on which a text about a year speaks."""
    return published_on if published_on.year == year else date(year, 12, 31)


def period_of(
    written: str, version: Version, anchor: date, qualifiers: Collection[str] = ()
) -> Period | None:
    """Return the period that is meant; None where the indicator has none like it.

    What is cumulative stands as of a day, unless it is said to be of this year.

    >>> from lianqiao.core.indicators.models import Version
    >>> period_of("1至10月份", Version(periods=["to_month"]), date(2024, 12, 11)).code
    '2024-10'
    """
    stands = "今年" not in written and ("cumulative" in qualifiers or "截至" in written)
    meant = _meant(written, anchor, stands=stands)
    return next((one for one in meant if one.kind in version.periods), None)


def years_of(written: str, anchor: date) -> list[int]:
    """Return the years that “近三年” means, the last that of the anchor; none for other words."""
    found = _SEVERAL.search(written)
    if found is None:
        return []
    count = int(found[1]) if found[1].isdigit() else _NUMERALS[found[1]]
    return list(range(anchor.year - min(count, LONGEST) + 1, anchor.year + 1))


def _meant(written: str, anchor: date, *, stands: bool) -> list[Period]:
    """Return the periods that may be meant, the likeliest first."""
    try:
        return _named(written, anchor) or _until(anchor, stands=stands)
    except (Invalid, ValueError):
        return []


def _named(written: str, anchor: date) -> list[Period]:
    """Return the periods that a wording names itself; none where it only says “so far”."""
    if found := _TO_MONTH.search(written):
        return [Period.to_month(int(found[1] or anchor.year), int(found[2]))]
    if found := _DAY.search(written):
        return _to(date(int(found[1] or anchor.year), int(found[2]), int(found[3])))
    if found := _END_OF_MONTH.search(written):
        return _to(_last_of(int(found[1] or anchor.year), int(found[2])))
    for name, month in PARTS.items():
        if name in written:
            return [Period.to_month(anchor.year, month)]
    if found := _MONTH.search(written):
        return [Period.month(int(found[1] or anchor.year), int(found[2]))]
    found = _YEAR.search(written)
    last = anchor.year - 1 if any(name in written for name in LAST_YEAR) else None
    year = int(found[1]) if found else last
    return [] if year in {None, anchor.year} else _whole(year or 0)


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _to(day: date) -> list[Period]:
    return [Period.as_of(day), Period.to_month(day.year, day.month)]


def _whole(year: int) -> list[Period]:
    return [Period.year(year), Period.as_of(date(year, 12, 31)), Period.to_month(year, 12)]


def _until(anchor: date, *, stands: bool) -> list[Period]:
    """Return this year so far: what flows up to the month, what stands as of the day."""
    day, month = _to(anchor)
    year = Period.year(anchor.year)
    if stands:
        return [day, month, year]
    return [year, month, day] if (anchor.month, anchor.day) == (12, 31) else [month, day, year]
