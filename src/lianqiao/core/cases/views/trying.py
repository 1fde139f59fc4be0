"""Trying a draft out: each form as its applicant fills it in and its officer reads it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqiao.core.cases.queries import procedures as queries
from lianqiao.core.cases.views.building import head_of
from lianqiao.core.parties.http import ActingRequest


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def try_out(request: ActingRequest, code: str) -> HttpResponse:
    """Walk a pretended case through the draft; nothing is written."""
    context = head_of(queries.procedure_for(request.actor, code))
    return render(request, "cases/building/try.html", context)
