"""Amounts as a reader likes them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from lianqiao.desks.reports.commitments import writing

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """Return an amount exactly, its thousands parted."""
    return "–" if value is None else writing.amount(value)
