"""Amounts as officials enter them, in 10,000 yuan."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.functional import Promise

from lianqiao.core.money import FEN_IN_WAN


def wan_field(label: Promise, help_text: Promise | str = "") -> forms.DecimalField:
    """Return a field for an amount that may be left out."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal("0.000001"),
        max_digits=14,
        decimal_places=6,
        help_text=help_text,
    )


def fen(wan_yuan: Decimal | None) -> int | None:
    """Return an amount of 10,000 yuan in fen.

    >>> fen(Decimal("1.5"))
    1500000
    """
    return None if wan_yuan is None else int(wan_yuan * FEN_IN_WAN)


def wan(amount: int | None) -> str:
    """Return an amount of fen in 10,000 yuan, as one types it.

    >>> wan(1500000), wan(100_000_000), wan(None)
    ('1.5', '100', '')
    """
    if amount is None:
        return ""
    plain = f"{Decimal(amount) / FEN_IN_WAN:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
