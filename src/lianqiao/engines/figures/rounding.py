"""What a written figure may stand for: the values that agree with it, exactly.

Official texts write 万 and 亿 to two decimals and leave zeros at the end out, so 2.8万 says 2.80万.
docs/claims.md gives each rule its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .figure import Figure

_DIGITS = re.compile(r"\d[\d,，]*(?:\.\d+)?")
TEN_THOUSAND = Decimal(10_000)
DECIMALS_OF_LARGE = 2
HALF = Decimal("0.5")
TENTH_SHARE = "成"


@dataclass(frozen=True, slots=True)
class Range:
    """From `low`, which belongs to it, to `high`, which belongs to it where it `is_closed`."""

    low: Decimal
    high: Decimal
    is_closed: bool = False

    def __contains__(self, value: Decimal) -> bool:
        """Tell whether a value lies in it."""
        return self.low <= value < self.high or (self.is_closed and value == self.high)


def agreeing(figure: Figure) -> Range:
    """Return the values that a figure agrees with.

    >>> from .reading import read_figures
    >>> agreeing(read_figures("汇集惠企政策信息2.8万条")[0])
    Range(low=Decimal('27950'), high=Decimal('28050'), is_closed=False)
    """
    value, coarse, half = figure.value, _last_digit(figure), _half_step(figure)
    if "over" in figure.qualifiers:
        return Range(value, value + coarse)
    if "nearly" in figure.qualifiers or "under" in figure.qualifiers:
        return Range(value - coarse * HALF, value, is_closed=True)
    if "about" in figure.qualifiers:
        half = max(half, coarse * HALF)
    return Range(value - half, value + half)


def _written(figure: Figure) -> tuple[Decimal, int]:
    """Return the number as its digits say it, without 万 and 亿, and how many decimals it has."""
    found = _DIGITS.search(figure.text)
    if found is None:
        return figure.value, 0
    digits = found[0].replace(",", "").replace("，", "")
    return Decimal(digits), len(digits.partition(".")[2])


def _half_step(figure: Figure) -> Decimal:
    """Return half of what the last written place is worth."""
    written, decimals = _written(figure)
    times = figure.value / written if written else Decimal(1)
    if abs(times) >= TEN_THOUSAND:
        decimals = max(decimals, DECIMALS_OF_LARGE)
    if TENTH_SHARE in figure.text and figure.unit == "%":
        times = Decimal(10)
    return (abs(times).scaleb(-decimals) * HALF).normalize() + 0


def _last_digit(figure: Figure) -> Decimal:
    """Return what the last digit that is no zero is worth: 100 for 3200, 100,000 for 880万."""
    digits = figure.value.normalize().as_tuple()
    assert isinstance(digits.exponent, int)  # noqa: S101 -- a figure is finite
    return Decimal(1).scaleb(digits.exponent) + 0
