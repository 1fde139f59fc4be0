"""Titles of the whole city on any day: figures, holders, those that run out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.charts import bars, district_map
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.rules import scorecards
from lianqiao.desks.programs.columns import HOLDERS
from lianqiao.desks.programs.queries import holders as queries
from lianqiao.desks.programs.views.ladder import asked_day

ON_A_PAGE = 50


@require_safe
def city(request: ActingRequest) -> HttpResponse:
    """Show how many hold which title, where, and what judges them."""
    day = asked_day(request)
    wanted = queries.Wanted.from_query(request.GET.dict(), day)
    counts = queries.counts(request.actor, day)
    districts = queries.by_district(request.actor, day, wanted.title)
    context = {
        "day": day,
        "wanted": wanted,
        "counts": counts,
        "charts": [_titles(counts, day), _districts(districts, wanted)],
        "cards": scorecards.cards().values(),
        "spans": queries.SPANS,
    }
    return render(request, "programs/city.html", context)


def _titles(counts: Sequence[queries.Held], day: Any) -> Any:
    rows = [
        {
            "title": str(one.kind),
            "count": one.valid,
            "url": _holders(title=one.kind.code, on=day.isoformat()),
        }
        for one in counts
    ]
    heads = {"title": _("Title held"), "count": _("Enterprises")}
    return bars(rows, "count", "title", title=_("Enterprises by title"), heads=heads)


def _districts(found: Sequence[dict[str, Any]], wanted: queries.Wanted) -> Any:
    narrowed = {"title": wanted.title, "on": wanted.on.isoformat()}
    return district_map(
        ((one["code"], one["name"], one["count"]) for one in found),
        lambda code: _holders(**narrowed, district=code),
        title=_("Enterprises with a title by district"),
        counted=_("Enterprises"),
    )


def _holders(**given: str) -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('programs:holders')}?{query}"


@require_safe
def holders(request: ActingRequest) -> HttpResponse:
    """List titles that are valid on a day, the first to run out first."""
    day = asked_day(request)
    wanted = queries.Wanted.from_query(request.GET.dict(), day)
    found = queries.held(request.actor, wanted)
    context = {
        "day": day,
        "wanted": wanted,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "kinds": [one.kind for one in queries.counts(request.actor, day)],
        "spans": queries.SPANS,
        "today": timezone.localdate(),
    }
    return render(request, "programs/holders.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list as it is narrowed."""
    wanted = queries.Wanted.from_query(request.GET.dict(), asked_day(request))
    queries.access.require_bureau(request.actor)
    return sheets.download(form, "titles", HOLDERS, queries.exported(request.actor, wanted))
