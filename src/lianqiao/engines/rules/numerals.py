"""Values as people read them: 2,000 万元 (20 million yuan), 3%, 12 人, 2026年1月31日."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

UNITS = {
    "person": ("人", "persons"),
    "piece": ("件", "pieces"),
    "item": ("项", "items"),
    "place": ("个", "places"),
    "flat": ("套", "flats"),
    "time": ("次", "times"),
    "year": ("年", "years"),
    "month": ("个月", "months"),
    "day": ("天", "days"),
    "hour": ("小时", "hours"),
    "level": ("级", "level"),
    "point": ("分", "points"),
    "rank": ("位", ""),
    "m2": ("平方米", "m²"),
    "m3": ("立方米", "m³"),
    "tce": ("吨标准煤", "tce"),
    "month*person": ("人月", "child-months"),
    "CNY/month/person": ("元/人月", "yuan per child and month"),
}
WAN, YI = 10**4, 10**8
Figure = Callable[[Fraction, str], str]


def decimal(value: Fraction, digits: int = 2) -> str:
    """Write a number with at most so many decimals, without what is only zeros.

    >>> decimal(Fraction(26, 10)), decimal(Fraction(1234567, 1))
    ('2.6', '1,234,567')
    """
    rounded = round(abs(value) * 10**digits)
    whole, rest = divmod(rounded, 10**digits)
    decimals = f"{rest:0{digits}}".rstrip("0") if digits else ""
    sign = "-" if value < 0 and rounded else ""
    return f"{sign}{whole:,}{'.' if decimals else ''}{decimals}"


def money(value: Fraction, language: str) -> str:
    """Write yuan.

    >>> money(Fraction(184_000), "zh"), money(Fraction(184_000), "en")
    ('18.4 万元', '184,000 yuan')
    """
    if language != "zh":
        return f"{decimal(value)} yuan"
    for size, name in ((YI, "亿元"), (WAN, "万元")):
        if abs(value) >= size:
            return f"{decimal(value / size, 6)} {name}"
    return f"{decimal(value)} 元"


def share(value: Fraction, language: str) -> str:
    """Write a share in percent, cut off after four decimals: what misses 3% must not read as 3%.

    >>> share(Fraction(3, 100), "zh"), share(Fraction(29999999, 10**9), "zh")
    ('3%', '2.9999%')
    """
    millionths = abs(value.numerator) * 10**6 // value.denominator
    return f"{decimal(Fraction(millionths if value >= 0 else -millionths, 10**4), 4)}%"


def figure(unit: str) -> Figure:
    """Return how numbers of a unit are written."""
    if unit == "CNY":
        return money
    if unit == "%":
        return share

    def plain(value: Fraction, language: str) -> str:
        name = unit_name(unit, language)
        if language != "zh" and abs(value) == 1:
            name = name.removesuffix("s")
        return f"{decimal(value, 4)} {name}".strip()

    return plain


def unit_name(unit: str, language: str) -> str:
    """Return how a unit is called; itself where it has no name."""
    zh, en = UNITS.get(unit, (unit, unit))
    return zh if language == "zh" else en


def day(value: date, language: str) -> str:
    """Write a date.

    >>> day(date(2026, 1, 31), "zh"), day(date(2026, 1, 31), "en")
    ('2026年1月31日', '31 January 2026')
    """
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B} {value.year}"
