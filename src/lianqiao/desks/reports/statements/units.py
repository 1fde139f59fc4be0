"""Whether the unit that a text uses can be that of an indicator, and how the two convert."""

from __future__ import annotations

from decimal import Decimal

LARGE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
MEASURES = frozenset(
    {"元", "美元", "%", "个百分点", "吨", "公里", "平方米", "亩", "小时", "天", "年", "岁"}
)


def base(unit: str) -> tuple[str, Decimal]:
    """Return a unit without 万 or 亿 before it, and how many of it that is.

    >>> base("万元"), base("项")
    (('元', Decimal('10000')), ('项', Decimal('1')))
    """
    times = LARGE.get(unit[:1])
    return (unit[1:], times) if times and len(unit) > 1 else (unit, Decimal(1))


def fits(written: str, unit: str, *, is_change: bool = False) -> bool:
    """Tell whether a figure in the one unit may be of an indicator in the other.

    Measures must be the same; of classifiers (家, 个, 项) texts use one for another. Of whatever
    it is, a change is in %.
    """
    if is_change and written == "%":
        return True
    one, other = base(written)[0], base(unit)[0]
    if one in MEASURES or other in MEASURES:
        return one == other
    return True


def in_unit_of_text(value: Decimal, unit: str) -> Decimal:
    """Return an indicator's value without 万 or 亿, as figures of texts are read."""
    return value * base(unit)[1]
