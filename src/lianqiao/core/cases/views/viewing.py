"""Views of the queue, and what somebody was told of it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianqiao.core.cases import services
from lianqiao.core.cases.queries.queue import CaseFilter
from lianqiao.core.parties.http import ActingRequest


@require_POST
def keep(request: ActingRequest) -> HttpResponse:
    """Keep the queue as it is narrowed under a name."""
    row = services.keep_view(
        request.POST.get("name", ""),
        CaseFilter.from_query(dict(parse_qsl(request.POST.get("query", "")))),
        actor=request.actor,
        is_shared="shared" in request.POST,
        is_default="default" in request.POST,
    )
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": row.name})
    return redirect(f"{reverse('cases:queue')}?{row.query or 'group='}")


@require_POST
def forget(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a view away."""
    services.forget_view(pk, actor=request.actor)
    messages.success(request, _("The view is gone."))
    return redirect(f"{reverse('cases:queue')}?group=")


@require_POST
def put_away(request: ActingRequest) -> HttpResponse:
    """Put away what was told."""
    services.put_away(actor=request.actor)
    return redirect("cases:queue")
