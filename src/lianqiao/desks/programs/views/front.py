"""The front room of the desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.queries.front import front as at_a_glance


@require_safe
def front(request: ActingRequest) -> HttpResponse:
    """Show titles, centers and grants side by side, and where to go on."""
    day = timezone.localdate()
    context = {"front": at_a_glance(request.actor, day), "day": day}
    return render(request, "programs/front.html", context)
