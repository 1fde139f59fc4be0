"""Amounts as people enter them, in 10,000 yuan."""

from __future__ import annotations

from decimal import Decimal

from lianqiao.core.money import FEN_IN_WAN


def fen(wan_yuan: Decimal | None) -> int | None:
    """Return an amount of 10,000 yuan in fen.

    >>> fen(Decimal("1.5"))
    1500000
    """
    return None if wan_yuan is None else int(wan_yuan * FEN_IN_WAN)


def wan(amount: int | None) -> Decimal | None:
    """Return an amount of fen in 10,000 yuan, without zeros at its end.

    >>> wan(1500000), wan(100_000_000)
    (Decimal('1.5'), Decimal('100'))
    """
    if amount is None:
        return None
    value = Decimal(amount) / FEN_IN_WAN
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
