"""What is said in two languages, in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from lianqiao.core.cases.applicants import Source
from lianqiao.core.language import language

register = template.Library()


@register.filter
def said(words: Mapping[str, str] | Source) -> str:
    """Return words that are there in Chinese and English in the reader's language."""
    if isinstance(words, Source):
        return words.zh if language() == "zh" else words.en
    return words.get(language(), "")
