"""Sums, rules and parts of projects in templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from lianqiao.core.money import spoken
from lianqiao.desks.programs.grants import costs
from lianqiao.desks.programs.grants.models import Installment, Payback, ProgressReport

register = template.Library()
register.filter("yuan", spoken)


@register.simple_tag
def cost_rules() -> costs.Rules:
    """Return the national rules on costs, with their source."""
    return costs.rules()


@register.filter
def named(part: object) -> str:
    """Name a part of a project as a form about it does."""
    if isinstance(part, Installment):
        said = {"number": part.position, "sum": spoken(part.amount)}
        return _("Installment %(number)d: %(sum)s") % said
    return spoken(part.amount) if isinstance(part, Payback) else str(part)


@register.filter
def texts(report: ProgressReport) -> list[tuple[str, str]]:
    """Return what a report tells in words, each text under its heading."""
    values = report.snapshot.values
    headings = {
        "progress": _("Progress of the project"),
        "problems": _("Problems"),
    }
    return [(label, values[key]) for key, label in headings.items() if values.get(key)]
