"""Who owes the yearly data of a title."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.queries import duties as queries
from lianqiao.desks.programs.views.ladder import asked_day

ON_A_PAGE = 50


@require_safe
def duties(request: ActingRequest) -> HttpResponse:
    """List holders whose data of the year are awaited, and those who have sent them."""
    day = asked_day(request)
    found = queries.holders(request.actor, day)
    due = queries.due_on(day)
    context = {
        "day": day,
        "due": due,
        "is_over": day > due,
        "owed": found.filter(is_told=False).count(),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "programs/duties.html", context)
