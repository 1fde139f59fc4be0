"""Numbers as Chinese reports write them, as exact decimals.

>>> number("2.8万"), number("三千二百"), number("1,156"), number("二点八亿")
(Decimal('28000'), Decimal('3200'), Decimal('1156'), Decimal('280000000'))
"""

from __future__ import annotations

import re
from decimal import Context, Decimal

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
SMALL = {"十": 10, "百": 100, "千": 1_000}
LARGE = {"万": 10**4, "亿": 10**8}
HAN = "".join(DIGITS) + "".join(SMALL) + "".join(LARGE)
HAN_NUMERAL = re.compile(rf"([{HAN}]+)(?:点([{''.join(DIGITS)}]+)([万亿]*))?")
ARABIC = re.compile(r"(-?[\d,，]+(?:\.\d+)?)\s*([十百千万亿]*)")
EXACT = Context(prec=80)  # longer than any number that is read (18 digits, 8 decimals, 万亿)


def number(written: str) -> Decimal:
    """Return the value of a numeral, without zeros that say nothing; ValueError for none."""
    if match := ARABIC.fullmatch(written):
        value = Decimal(match[1].replace(",", "").replace("，", "")) * _factor(match[2])
    elif match := HAN_NUMERAL.fullmatch(written):
        value = (_han(match[1]) + _decimals(match[2] or "")) * _factor(match[3] or "")
    else:
        raise ValueError(written)
    return plain(value)


def plain(value: Decimal) -> Decimal:
    """Return the same value as people write it: no exponent, no zeros at the end.

    >>> plain(Decimal("2.80E+4")), plain(Decimal("3.10"))
    (Decimal('28000'), Decimal('3.1'))
    """
    whole = value == value.to_integral_value()
    return value.quantize(Decimal(1), context=EXACT) if whole else value.normalize(EXACT)


def _factor(written: str) -> int:
    factor = 1
    for sign in written:
        factor *= SMALL.get(sign) or LARGE[sign]
    return factor


def _decimals(written: str) -> Decimal:
    return Decimal("0." + "".join(str(DIGITS[sign]) for sign in written) + "0")


def _han(written: str) -> Decimal:
    digits = written.rstrip("万亿")
    if len(digits) > 1 and all(sign in DIGITS for sign in digits):  # 二〇二四, sign by sign
        value = Decimal("".join(str(DIGITS[sign]) for sign in digits))
        return value * _factor(written[len(digits) :])
    return Decimal(_whole(written))


def _whole(written: str) -> int:
    """Read signs from the left: 一亿二千三百万 is (1 亿) + (2,300 万)."""
    total = part = digit = 0
    for sign in written:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in SMALL:
            part, digit = part + (digit or 1) * SMALL[sign], 0
        elif sign == "亿":
            total, part, digit = ((total + part + digit) or 1) * LARGE[sign], 0, 0
        else:
            rest = total % LARGE["亿"]
            total += ((rest + part + digit) or 1) * LARGE[sign] - rest
            part = digit = 0
    return total + part + digit
