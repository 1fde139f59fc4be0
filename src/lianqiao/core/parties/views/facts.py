"""Facts on which sources do not agree."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianqiao.core.parties import queries
from lianqiao.core.parties.http import ActingRequest

ON_A_PAGE = 50


@require_safe
def conflicts(request: ActingRequest) -> HttpResponse:
    """List what a better source contradicts, beside what counts in its place."""
    found = queries.conflicts(request.actor)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": queries.beside_what_counts(page)}
    return render(request, "parties/fact_conflicts.html", context)
