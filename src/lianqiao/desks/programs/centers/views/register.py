"""The public register, and the page of each center with its history."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.charts import district_map
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.centers import acts
from lianqiao.desks.programs.centers.columns import CENTERS
from lianqiao.desks.programs.centers.queries import duties
from lianqiao.desks.programs.centers.queries import register as queries
from lianqiao.desks.programs.centers.queries.yearly import reports_of

ON_A_PAGE = 30


@require_safe
def register(request: ActingRequest) -> HttpResponse:
    """List centers as they are narrowed, with a map of districts."""
    wanted = queries.Wanted.from_query(request.GET.dict())
    page = Paginator(queries.listed(wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "page": page,
        "stages": queries.by_stage(wanted),
        "grades": queries.by_grade(wanted),
        "fields": queries.by_field(wanted),
        "map": centers_map(wanted),
    }
    return render(request, "centers/register.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the register as it is narrowed."""
    wanted = queries.Wanted.from_query(request.GET.dict())
    return sheets.download(form, "innovation-centers", CENTERS, queries.exported(wanted))


@require_safe
def center(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a center: how it stands, and all that happened to it."""
    row = queries.center(pk)
    may_read = request.actor.is_bureau or request.actor.acts_for(row.host_id)
    context = {
        "one": row,
        "history": queries.history(row),
        "reports": reports_of(row, with_doubts=True) if may_read else [],
        "duties": duties.duties(row, timezone.localdate()) if may_read else [],
        "may_fill_in": duties.may_fill_in(request.actor, row),
        "acts": acts.open_to(request.actor, row),
    }
    return render(request, "centers/center.html", context)


def centers_map(wanted: queries.Wanted, page: str = "") -> Any:
    """Draw how many centers each district has, leading to `page`; '' where there is none."""
    kept = {"field": wanted.field, "stage": wanted.stage, "grade": wanted.grade, "q": wanted.q}
    asked = {name: value for name, value in kept.items() if value}
    return district_map(
        ((one["code"], one["district"], one["count"]) for one in queries.by_district(wanted)),
        lambda code: f"{page}?{urlencode({**asked, 'district': code})}",
        title=_("Centers by district"),
        counted=_("Centers"),
    )
