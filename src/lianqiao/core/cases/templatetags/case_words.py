"""What is said in two languages, in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from lianqiao.core.cases.applicants import Source
from lianqiao.core.cases.beside import beside as found_beside
from lianqiao.core.cases.models import Filing, Snapshot
from lianqiao.core.language import language

register = template.Library()


@register.filter
def said(words: Mapping[str, str] | Source) -> str:
    """Return words that are there in Chinese and English in the reader's language."""
    if isinstance(words, Source):
        return words.zh if language() == "zh" else words.en
    return words.get(language(), "")


@register.inclusion_tag("cases/parts/beside.html", takes_context=True)
def beside(
    context: Mapping[str, Any], filing: Filing, snapshot: Snapshot | None = None
) -> dict[str, Any]:
    """Show what desks say of a filing, or of one of its snapshots."""
    return {"found": found_beside(filing, snapshot), "actor": context["actor"]}
