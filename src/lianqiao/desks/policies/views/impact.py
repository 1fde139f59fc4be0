"""The impact of a measure before it is published: the whole city, ten examples, what changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqiao.core.charts import ELSEWHERE, bars, columns, is_on_map, tile_map
from lianqiao.core.money import about
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.models import Measure
from lianqiao.desks.policies.queries import access
from lianqiao.desks.policies.queries import impact as queries
from lianqiao.desks.policies.queries.impact import Group, Impact

MOST_BARS = 12


@require_safe
@never_cache
def impact(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the page; its figures are counted while it stands there already."""
    row = queries.open_measure(request.actor, pk)
    day = _day(request)
    context: dict[str, Any] = {"measure": row, "edition": row.version, "day": day}
    context["can_edit"] = row.version.stage == "draft" and access.answers_for(
        request.actor, row.version.policy.office_id
    )
    if request.GET.get("count"):
        context |= _counted(request, row, day)
    return render(request, "policies/impact/page.html", context)


def _counted(request: ActingRequest, row: Measure, day: date) -> dict[str, Any]:
    looked_for = request.GET.get("enterprise", "").strip()[:80]
    asked = queries.enterprises_called(looked_for)
    found = queries.impact(row, day, asked=asked)
    if found is None:
        return {"is_counted": True}
    return {
        "is_counted": True,
        "impact": found,
        "over": max(0, found.amount - row.budget) if row.budget else 0,
        "cost": about(found.amount),
        "charts": charts(found),
        "looked_for": looked_for,
        "is_lost": bool(looked_for) and not asked,
    }


def _day(request: ActingRequest) -> date:
    try:
        found = parse_date(request.GET.get("on", ""))
    except ValueError:
        found = None
    return found or timezone.localdate()


def charts(found: Impact) -> list[Any]:
    """Draw who qualifies by district, industry and size, and how much they get."""
    if not found.qualifying:
        return []
    heads = {"name": _("Group"), "count": _("Enterprises")}
    drawn = [_districts(found)]
    for name, title in (
        ("industry_section", _("Qualifying by industry")),
        ("size", _("Qualifying by size")),
    ):
        rows = _rows(found.groups[name])
        drawn.append(bars(rows, "count", "name", title=title, heads=heads))
    if found.steps:
        steps = [{"name": name, "count": count} for name, count in found.steps]
        told = {"name": _("Amount at least"), "count": _("Enterprises")}
        drawn.append(columns(steps, "name", "count", title=_("Qualifying by amount"), heads=told))
    return drawn


def _districts(found: Impact) -> Any:
    """Draw the districts of the city on its map; whoever is registered elsewhere is one tile."""
    groups = found.groups["region"]
    city = [one for one in groups if is_on_map(one.code)] or groups
    rows = [{"code": one.code, "label": one.name, "value": one.count} for one in city]
    elsewhere = found.qualifying - sum(one.count for one in city)
    if elsewhere:
        rows.append({"code": ELSEWHERE, "label": _("elsewhere"), "value": elsewhere})
    return tile_map(
        rows,
        title=_("Qualifying by district"),
        heads=[pgettext("on a map", "District"), _("Enterprises")],
    )


def _rows(groups: list[Group]) -> list[dict[str, Any]]:
    """Return the largest groups, and the rest together."""
    shown, rest = groups[:MOST_BARS], groups[MOST_BARS:]
    rows = [{"name": one.name or _("unknown"), "count": one.count} for one in shown]
    if rest:
        rows.append({"name": _("all others"), "count": sum(one.count for one in rest)})
    return rows
