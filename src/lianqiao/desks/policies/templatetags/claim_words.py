"""Words of claims in templates."""

from __future__ import annotations

from django import template

from lianqiao.core.cases.models import Case
from lianqiao.desks.policies.queries.payments import masked

register = template.Library()
register.filter("masked", masked)

TONES = {
    "approved": "ok",
    "paid": "ok",
    "upheld": "ok",
    "correction": "warn",
    "objected": "warn",
    "consent": "warn",
    "returned": "warn",
    "recovering": "warn",
    "rejected": "bad",
    "lapsed": "bad",
    "dismissed": "bad",
}


@register.filter
def tone(case: Case) -> str:
    """Return the kind of badge that fits a case's state."""
    return TONES.get(case.state, "plain")


@register.filter
def period(code: str) -> str:
    """Return a claim's period as one reads it; nothing for what is granted once only."""
    return "" if code == "once" else code
