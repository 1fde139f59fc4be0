"""One firm's ladder."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.queries.duties import held_by
from lianqiao.desks.programs.queries.ladder import ladder as ladder_of

FIRST, LAST = 1949, 2100


@require_safe
def ladder(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    """Show where a firm stands: one's own, and for a bureau any."""
    day = asked_day(request)
    found = ladder_of(request.actor, pk, day)
    today = timezone.localdate()
    held = [] if request.actor.is_bureau else held_by(found.organization.pk, today)
    context = {"ladder": found, "day": day, "held": held, "today": today}
    return render(request, "programs/ladder.html", context)


def asked_day(request: ActingRequest) -> date:
    """Return the day of `?on=`, today where it is none, or of no year that rules speak of."""
    try:
        found = parse_date(request.GET.get("on", ""))
    except ValueError:
        found = None
    return found if found and FIRST <= found.year <= LAST else timezone.localdate()
