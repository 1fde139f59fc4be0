"""Fen in columns, yuan in files and the ledger, 万元 and 亿元 in sentences."""

from __future__ import annotations

from decimal import Decimal

from lianqiao.core.language import speaks_chinese

FEN_IN_WAN = 10_000 * 100
FEN_IN_MILLION = 100 * FEN_IN_WAN
FEN_IN_YI = 10_000 * FEN_IN_WAN

LARGE_ZH = [(FEN_IN_YI, "亿元"), (FEN_IN_WAN, "万元"), (100, "元")]
LARGE_EN = [(FEN_IN_MILLION, "million CNY"), (100, "CNY")]


def yuan(fen: int) -> Decimal:
    """Return fen as yuan with two places.

    >>> yuan(1_021_150_000)
    Decimal('10211500.00')
    """
    return Decimal(fen).scaleb(-2)


def spoken(fen: int | None) -> str:
    """Return a sum as one says it, in 万元 or 亿元 where two or four places tell it exactly,
    in English in millions where two places do.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     spoken(61_200_000), spoken(25_000_000_000), spoken(1_234_567)
    ('61.2 万元', '2.5 亿元', '12,345.67 元')
    >>> with override("en"):
    ...     spoken(61_200_000), spoken(1_250_000_000)
    ('CNY 612,000', 'CNY 12.5 million')
    """
    if fen is None:
        return ""
    if not speaks_chinese():
        return _in_english(fen)
    if abs(fen) >= FEN_IN_YI and fen % FEN_IN_WAN == 0:
        return f"{_plain(Decimal(fen) / FEN_IN_YI)} 亿元"
    if abs(fen) >= FEN_IN_WAN and fen % (FEN_IN_WAN // 100) == 0:
        return f"{_plain(Decimal(fen) / FEN_IN_WAN)} 万元"
    return f"{yuan(fen):,} 元" if fen else "0 元"


def _in_english(fen: int) -> str:
    if abs(fen) >= FEN_IN_MILLION and fen % FEN_IN_WAN == 0:
        return f"CNY {_plain(Decimal(fen) / FEN_IN_MILLION)} million"
    return f"CNY {_plain(yuan(fen))}"


def about(fen: int) -> tuple[str, str]:
    """Return a large sum as number and unit, to two places: a figure that one takes in at once.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     about(29_181_874_413), about(61_234_567), about(12_345)
    (('2.92', '亿元'), ('61.23', '万元'), ('123.45', '元'))
    >>> with override("en"):
    ...     about(29_181_874_413), about(61_234_567)
    (('291.82', 'million CNY'), ('612,345.67', 'CNY'))
    """
    units = LARGE_ZH if speaks_chinese() else LARGE_EN
    size, unit = next((one for one in units if abs(fen) >= one[0]), units[-1])
    return _plain(round(Decimal(fen) / size, 2)), unit


def _plain(number: Decimal) -> str:
    whole = number.to_integral_value()
    return f"{whole:,f}" if number == whole else f"{number.normalize():,f}"
