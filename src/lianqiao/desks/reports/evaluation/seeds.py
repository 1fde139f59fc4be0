"""How a seed is written: promised before anybody can know it, so that nobody tries spellings."""

from __future__ import annotations

import re
from unicodedata import is_normalized

_DIGIT = re.compile(r"[0-9]")


def shape(text: str) -> str:
    """Return what is fixed of a seed before it is known.

    >>> shape("期 2026311 号码 4 8 1 5 9")
    '期 0000000 号码 0 0 0 0 0'
    """
    return _DIGIT.sub("0", text)


def is_shape(text: str) -> bool:
    """Whether a text can promise how a seed is written: one plain line that leaves digits open.

    >>> is_shape("0 0 0 0 0"), is_shape("某日收盘指数"), is_shape("４ 8")
    (True, False, False)
    """
    plain = text == text.strip() and text.isprintable() and is_normalized("NFKC", text)
    return plain and bool(_DIGIT.search(text))


def fits(seed: str, promised: str) -> bool:
    """Whether a seed is written as promised: other digits, all else to the letter.

    >>> fits("4 8 1 5 9", "0 0 0 0 0"), fits("48159", "0 0 0 0 0")
    (True, False)
    """
    return shape(seed) == shape(promised)
