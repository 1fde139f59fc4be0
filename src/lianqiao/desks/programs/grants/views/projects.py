"""The public register of projects."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.charts import district_map
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.grants.columns import PROJECTS
from lianqiao.desks.programs.grants.queries import projects as queries

ON_A_PAGE = 30


@require_safe
def projects(request: ActingRequest) -> HttpResponse:
    """List projects as they are narrowed, with what they come to and a map of districts."""
    wanted = queries.Wanted.from_query(request.GET.dict())
    page = Paginator(queries.listed(wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "page": page,
        "totals": queries.totals(wanted),
        "states": queries.by_state(wanted),
        "years": queries.by_year(wanted),
        "topics": queries.by_topic(wanted),
        "map": _map(wanted),
    }
    return render(request, "grants/projects.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the register as it is narrowed."""
    wanted = queries.Wanted.from_query(request.GET.dict())
    return sheets.download(form, "grant-projects", PROJECTS, queries.exported(wanted))


def _map(wanted: queries.Wanted) -> Any:
    """Draw how many projects each district has, leading to what is asked narrowed to it."""
    kept = {name: getattr(wanted, name) for name in ("year", "topic", "state", "q")}
    asked = {name: value for name, value in kept.items() if value}
    return district_map(
        ((one["code"], one["district"], one["count"]) for one in queries.by_district(wanted)),
        lambda code: f"?{urlencode({**asked, 'district': code})}",
        title=_("Projects by district"),
        counted=_("Projects"),
    )
