"""The districts' queue: who signed up, accepted or refused, each look on record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import Invalid
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.reports.evaluation import queries, services
from lianqiao.desks.reports.evaluation.columns import LIST
from lianqiao.desks.reports.evaluation.models import Volunteer

ON_A_PAGE = 50
LONGEST = 18


@never_cache
@require_safe
def queue(request: ActingRequest, pk: int) -> HttpResponse:
    """List whom the actor checks."""
    return _queue(request, pk)


@never_cache
@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Accept or refuse those that are ticked, or accept all that wait."""
    ticked = _numbers(request.POST.getlist("who")[:ON_A_PAGE])
    given: dict[str, Any] = {"actor": request.actor}
    if "all" in request.POST:
        done = services.accept(pk, **given)
    elif "refuse" in request.POST:
        try:
            reason = request.POST.get("reason", "")
            done = services.refuse(pk, volunteers=ticked, reason=reason, **given)
        except Invalid as refusal:
            return _queue(request, pk, status=422, problem=str(refusal), ticked=ticked)
    else:
        done = services.accept(pk, volunteers=ticked, **given)
    said = ngettext("%(count)d volunteer is decided.", "%(count)d volunteers are decided.", done)
    messages.success(request, said % {"count": done})
    return redirect("evaluation:volunteers", pk)


@never_cache
@require_POST
def look(request: ActingRequest, pk: int, who: int) -> HttpResponse:
    """Show who a volunteer is; the look is kept."""
    found = services.look(pk, who, actor=request.actor)
    context = {"volunteer": found, "round": found.round}
    return render(request, "evaluation/office/volunteer.html", context)


@never_cache
@require_safe
def export(request: ActingRequest, pk: int, form: str) -> HttpResponseBase:
    """Hand out the list as it is narrowed, masked."""
    queries.require_checker(request.actor, pk)
    wanted = queries.Wanted.from_query(request.GET.dict())
    rows = queries.exported(request.actor, pk, wanted)
    return sheets.download(form, "volunteers", LIST, rows)


def _numbers(given: list[str]) -> list[int]:
    return [int(one[:LONGEST]) for one in given if one.isascii() and one.isdigit()]


def _queue(request: ActingRequest, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
    row = queries.require_checker(request.actor, pk)
    wanted = queries.Wanted.from_query(request.GET.dict())
    found = queries.queue(request.actor, pk, wanted)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    counts = queries.states(request.actor, pk)
    context = {
        "round": row,
        "wanted": wanted,
        "page": page,
        "rows": [(one, queries.masked(one)) for one in page],
        "states": [(code, label, counts.get(code, 0)) for code, label in Volunteer.State.choices],
        "waiting": counts.get(Volunteer.State.APPLIED, 0),
        "manages": queries.managed(request.actor).filter(pk=pk).exists(),
        "is_open": row.stage == "enrolling",
    }
    return render(request, "evaluation/office/volunteers.html", context | more, status=status)
