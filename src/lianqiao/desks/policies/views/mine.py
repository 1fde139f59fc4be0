"""What an enterprise qualifies for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.queries import mine as queries


@require_safe
def mine(request: ActingRequest) -> HttpResponse:
    """Show every measure in force as it stands for the enterprise, with its reasons."""
    today = timezone.localdate()
    context = {"mine": queries.mine(request.actor, today), "today": today}
    return render(request, "policies/mine/mine.html", context)
