"""Addresses of the finder: they carry the answers, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from lianqiao.desks.policies.forms.finder import NONE, NOT_KNOWN

register = template.Library()
ASK, RESULT = "ask", "result"


def address(texts: Mapping[str, str], anchor: str = "") -> str:
    """Return the finder's address with these answers."""
    query = urlencode(texts)
    return reverse("policies:finder") + (f"?{query}" if query else "") + anchor


@register.filter
def asking(texts: Mapping[str, str], column: str) -> str:
    """Return the address at which a fact is asked for, answered already or not."""
    return address({**texts, ASK: column}, "#question")


@register.filter
def not_knowing(texts: Mapping[str, str], column: str) -> str:
    """Return the address with the answer that a fact is not known."""
    return address({**texts, column: NOT_KNOWN}, "#question")


@register.filter
def lacking(texts: Mapping[str, str], column: str) -> str:
    """Return the address with the answer that there is no such thing."""
    return address({**texts, column: NONE}, "#question")


@register.filter
def without(texts: Mapping[str, str], column: str) -> str:
    """Return the address with one answer taken back."""
    return address({name: text for name, text in texts.items() if name != column}, "#question")


@register.filter
def going_on(texts: Mapping[str, str]) -> str:
    """Return the address at which the questions go on."""
    return address(texts, "#question")


@register.filter
def to_result(texts: Mapping[str, str]) -> str:
    """Return the address at which the result stands without a question."""
    return address({**texts, RESULT: "1"}, "#result")
