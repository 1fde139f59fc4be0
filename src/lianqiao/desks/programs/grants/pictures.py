"""Pictures of a project: its line of time, and its budget beside what was spent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lianqiao.core.charts import Mark, pairs, timeline
from lianqiao.core.money import spoken, yuan
from lianqiao.desks.programs.grants.models import Installment, Milestone
from lianqiao.desks.programs.grants.queries.money import CostLine
from lianqiao.desks.programs.grants.queries.page import state_of


def line_of(
    milestones: Sequence[Milestone], installments: Sequence[Installment]
) -> SafeString | str:
    """Draw milestones and installments by their days; '' before the contract."""
    marks = [*map(_milestone, milestones), *map(_installment, installments)]
    if not marks:
        return ""
    heads = {
        "lane": _("What"),
        "number": _("No."),
        "name": _("Name"),
        "day": _("Day"),
        "said": _("How it stands"),
    }
    today = timezone.localdate()
    return timeline(marks, today=today, title=_("Milestones and payments"), heads=heads)


def budget_of(costs: Sequence[CostLine]) -> SafeString | str:
    """Draw what was planned and spent on each kind of cost, in yuan; '' before the contract."""
    if not costs:
        return ""
    rows = [
        {
            "cost": one.cost.label,
            "planned": yuan(sum(one.planned)),
            "spent": yuan(sum(one.spent)),
        }
        for one in costs
    ]
    heads = {"cost": _("Kind of cost"), "planned": _("Planned (CNY)"), "spent": _("Spent (CNY)")}
    title = _("Budget and spending by kind of cost")
    return pairs(rows, "cost", "planned", "spent", title=title, heads=heads)


def _milestone(one: Milestone) -> Mark:
    met = _("met on %(day)s") % {"day": _day(one.met_on)} if one.met_on else ""
    said = met or _("due on %(day)s") % {"day": _day(one.due_on)}
    return Mark(
        _("Milestones"),
        one.met_on or one.due_on,
        str(one.position),
        one.title,
        state_of(one),
        said,
    )


def _installment(one: Installment) -> Mark:
    reached = one.due_on or (one.milestone and (one.milestone.met_on or one.milestone.due_on))
    paid = _("paid on %(day)s") % {"day": _day(one.paid_on)} if one.paid_on else ""
    day = one.paid_on or reached or timezone.localdate()
    return Mark(
        _("Payments"),
        day,
        str(one.position),
        spoken(one.amount),
        state_of(one),
        paid or _("not paid yet"),
    )


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
