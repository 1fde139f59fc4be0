"""Sums of applications in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template

from lianqiao.core.money import FEN_IN_WAN, spoken
from lianqiao.desks.programs.grants.papers import fen

register = template.Library()


@register.filter
def filed_yuan(yuan: str | None) -> str:
    """Say a sum as it was filed, in yuan.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     filed_yuan("500000.00")
    '50 万元'
    """
    return spoken(fen(yuan))


@register.filter
def wan(sum_: int) -> str:
    """Return fen as a plain number of 万元, to be typed over.

    >>> wan(45_500_000), wan(1_000_000_000)
    ('45.5', '1000')
    """
    number = Decimal(sum_) / FEN_IN_WAN
    return f"{number.normalize():f}"
