"""What templates of every desk need and Django does not bring."""

from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils.translation import get_language

from lianqiao.site.demo.accounts import ACCOUNTS, PASSWORD

register = template.Library()


@register.simple_tag
def elided(page: Page) -> Iterator[int | str]:
    """Return the page numbers to show: `1 2 … 9 10 11 … 40 41`."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def narrowed(context: Context, name: str, value: str = "") -> str:
    """Return this address with one parameter set, or taken away, and back on its first page."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    parameters.pop(name, None)
    if value:
        parameters[name] = value
    return "?" + parameters.urlencode()


@register.simple_tag
def demo_accounts() -> list[tuple[str, str]]:
    """Return the demo's sign-ins as (username, label in the page's language)."""
    is_english = (get_language() or "").startswith("en")
    return [
        (username, english if is_english else chinese) for username, chinese, english in ACCOUNTS
    ]


@register.simple_tag
def demo_password() -> str:
    """Return the password that all of the demo's sign-ins share."""
    return PASSWORD
