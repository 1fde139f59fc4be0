"""Calls for everybody: the list, and the page of one with its topics and results."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases.models import Version
from lianqiao.core.cases.queries.applying import Eligible, eligible
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services.applying import version_for
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.grants.models import CallStage
from lianqiao.desks.programs.grants.queries import calls as queries
from lianqiao.desks.programs.grants.services.applying import CODE, begin

ON_A_PAGE = 20


@require_safe
def calls(request: ActingRequest) -> HttpResponse:
    """List calls, those that are open first."""
    today, stage = timezone.localdate(), request.GET.get("stage", "")
    rows = queries.listed(request.actor, stage, today)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    given = queries.awards(page)
    context = {
        "page": page,
        "rows": [(row, row.stage(today), given.get(row.pk)) for row in page],
        "stages": queries.by_stage(request.actor, today),
        "stage": stage,
        "today": today,
    }
    return render(request, "grants/calls.html", context)


@require_safe
def call(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a call: its money, its topics, who may apply, and what came of it."""
    row, today = queries.call_for(request.actor, pk), timezone.localdate()
    topics = queries.topics_of(row, request.actor)
    may_apply = request.actor.is_known and not request.actor.is_bureau
    context = {
        "call": row,
        "stage": row.stage(today),
        "days_left": (row.closes_on - today).days,
        "topics": topics,
        "awarded": any(one.projects for one in topics),
        "on_notice": any(one.on_notice for one in topics),
        "extensions": row.extensions.all(),
        "may_apply": may_apply and row.stage(today) == CallStage.OPEN,
        "eligible": _eligible(request) if may_apply else None,
        "is_own": request.actor.is_bureau and request.actor.acts_for(row.office_id),
    }
    return render(request, "grants/call.html", context)


@require_POST
def apply(request: ActingRequest, topic: int) -> HttpResponse:
    """Begin an application for a topic, and open its form."""
    case = begin(topic, actor=request.actor, another="another" in request.POST)
    filing = case.filings.first()
    return redirect("cases:filing", filing.pk) if filing else redirect("cases:case", case.pk)


def _eligible(request: ActingRequest) -> Eligible | None:
    today, version = timezone.localdate(), _version()
    if version is None or request.actor.organization is None:
        return None
    return eligible(document(str(version)), request.actor.organization, today)


def _version() -> Version | None:
    try:
        return version_for(CODE, timezone.localdate())
    except NotFound:
        return None
