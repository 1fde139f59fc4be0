"""Facts on which sources do not agree."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianqiao.core.parties import columns, queries
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import download

ON_A_PAGE = 50


@require_safe
def conflicts(request: ActingRequest) -> HttpResponse:
    """List what a better source contradicts, beside what counts in its place."""
    found = queries.conflicts(request.actor)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": queries.beside_what_counts(page)}
    return render(request, "parties/fact_conflicts.html", context)


@require_safe
def conflicts_export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the whole list."""
    queries.conflicts(request.actor)  # A stranger is refused before the download begins.
    rows = queries.conflict_rows(request.actor)
    return download(form, "fact-conflicts", columns.CONFLICTS, rows)
