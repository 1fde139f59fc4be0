"""City runs: started, listed, and what each found and changed."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies import tasks
from lianqiao.desks.policies.queries import runs as queries
from lianqiao.desks.policies.services import runs

RUNS, CHANGES = 20, 50


@require_safe
def run_list(request: ActingRequest) -> HttpResponse:
    """List the city runs, newest first."""
    page = Paginator(queries.runs(request.actor), RUNS).get_page(request.GET.get("page"))
    context = {"page": page, "is_at_work": queries.is_at_work()}
    return render(request, "policies/runs/list.html", context)


@require_POST
def start(request: ActingRequest) -> HttpResponse:
    """Ask for a run; the worker takes it up."""
    queries.require_bureau(request.actor)
    # Asked for already and not begun yet: one run answers both.
    with suppress(AlreadyEnqueued), transaction.atomic():
        tasks.decide_city.defer(is_incremental="whole" not in request.POST)
    messages.success(request, _("The run is asked for; it begins within seconds."))
    return redirect("policies:runs")


@require_POST
def stop(request: ActingRequest, pk: int) -> HttpResponse:
    """Stop a run; it goes on when a run is asked for again."""
    runs.stop(actor=request.actor, run=pk)
    messages.success(request, _("The run stops. Ask for a run, and it goes on where it stopped."))
    return redirect("policies:runs")


@require_safe
def run(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what a run found of each measure, and what changed since the one before."""
    found = queries.run(request.actor, pk)
    changes = Paginator(queries.changes(found), CHANGES).get_page(request.GET.get("page"))
    context = {"run": found, "tallies": queries.tallies(found), "page": changes}
    return render(request, "policies/runs/run.html", context)
