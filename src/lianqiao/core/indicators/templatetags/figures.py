"""Figures as a reader likes them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from lianqiao.core.indicators import wording

register = template.Library()
PERCENT = 100


@register.filter
def figure(value: Decimal | None) -> str:
    """Return a value with its thousands parted."""
    return wording.number(value)


@register.filter
def large(value: Decimal | None) -> str:
    """Return a value shortened by 万 and 亿 in Chinese."""
    return wording.short(value)


@register.filter
def signed_percent(share: Decimal | None) -> str:
    """Return a change as +12.3%."""
    return "" if share is None else f"{share * PERCENT:+,.1f}%"


@register.filter
def signed_figure(value: Decimal | None) -> str:
    """Return a difference with its sign."""
    shown = wording.number(value)
    return shown if value is None or value <= 0 else f"+{shown}"
