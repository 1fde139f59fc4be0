"""Numbers as Chinese papers write them."""

from __future__ import annotations

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
TENS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
HAN = "".join({*DIGITS, *TENS})


def number(written: str) -> int:
    """Return a number written in Chinese characters.

    >>> number("三"), number("十五"), number("二百零五"), number("一千二百万")
    (3, 15, 205, 12000000)
    """
    total = part = digit = 0
    for sign in written:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign == "万":
            total, part, digit = (total + part + digit) * 10_000, 0, 0
        else:
            part += (digit or 1) * TENS[sign]
            digit = 0
    return total + part + digit
