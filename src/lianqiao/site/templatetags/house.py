"""What templates of every desk need and Django does not bring."""

from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.core.paginator import Page

register = template.Library()


@register.simple_tag
def elided(page: Page) -> Iterator[int | str]:
    """Return the page numbers to show: `1 2 … 9 10 11 … 40 41`."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
