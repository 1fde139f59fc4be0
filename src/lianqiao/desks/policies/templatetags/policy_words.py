"""Words and sums of the policies desk in templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from lianqiao.core.language import language
from lianqiao.core.money import about, spoken
from lianqiao.core.parties.models import Organization
from lianqiao.desks.policies import richtext, wording
from lianqiao.desks.policies.models import Measure, Topic, Version
from lianqiao.engines.rules import Explained

register = template.Library()
register.filter("yuan", spoken)


@register.filter
def rounded(fen: int | None) -> str:
    """Return a sum to two places, as one reads it in a sentence."""
    return "" if fen is None else " ".join(about(fen))


KINDS = dict(Organization.Kind.choices)


@register.filter
def topics(codes: Iterable[str]) -> list[str]:
    """Return topics in words."""
    return [str(Topic(code).label) for code in codes]


@register.filter
def audience(codes: Iterable[str]) -> list[str]:
    """Return for whom a policy is, in words."""
    return [str(KINDS.get(code, code)) for code in codes]


@register.filter
def rich(html: str) -> SafeString:
    """Return a policy's text as HTML; cleaned when saved, and again here."""
    return mark_safe(richtext.clean(html))  # noqa: S308 -- nh3 has just cleaned it


@register.inclusion_tag("policies/parts/standing.html")
def standing(version: Version) -> dict[str, str]:
    """Show whether a version counts today."""
    kind, words = wording.standing(version)
    return {"kind": kind, "words": words}


@register.filter
def window(measure: Measure) -> str:
    """Return when a measure can be asked for."""
    return wording.window(measure)


@register.filter
def is_open(measure: Measure) -> bool:
    """Whether a measure can be asked for today."""
    return wording.is_open(measure, timezone.localdate())


@register.filter
def most(version: Version) -> int | None:
    """Return the highest cap of a version's measures, in fen."""
    return max((one.cap for one in version.measures.all() if one.cap), default=None)


@register.filter
def first_deadline(version: Version) -> Measure | None:
    """Return the measure that closes next, if one does."""
    today = timezone.localdate()
    closing = [one for one in version.measures.all() if one.closes_on and one.closes_on >= today]
    return min(closing, key=lambda one: one.closes_on, default=None)


@register.filter
def said(texts: Mapping[str, str]) -> str:
    """Return what the rules engine says, in the reader's language."""
    return texts.get(language(), "")


@register.filter
def failing(explained: Explained) -> list[Explained]:
    """Return the conditions that make the answer no."""
    return list(explained.failing())


@register.filter
def once(sources: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Return sources, each named once."""
    return list({(one["zh"], one["known_on"]): one for one in sources}.values())
