"""The score beside a form that is being filled in, reckoned anew after each save."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqiao.core.cases.queries.filing import own_filing
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.beside import show


@never_cache
@require_safe
def score(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the score of one's own filing; nothing where no table judges it."""
    found = show(own_filing(request.actor, pk), None)
    if found is None:
        return HttpResponse()
    return render(request, found.template, {"beside": found.context})
