"""Words and sums of the policies desk in templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from lianqiao.core.parties.models import Organization
from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.models import Topic
from lianqiao.desks.policies.money import spoken

register = template.Library()
register.filter("yuan", spoken)

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


@register.simple_tag(takes_context=True)
def narrowed_to(context: Context, name: str, value: str = "") -> str:
    """Return this address with one parameter set, or taken away, and back on its first page."""
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    parameters.pop(name, None)
    if value:
        parameters[name] = value
    return "?" + parameters.urlencode()
