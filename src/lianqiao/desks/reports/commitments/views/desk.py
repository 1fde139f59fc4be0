"""A department's pages: what it is writing, what waits for approval, what it has published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import Conflict, NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.desks.reports.commitments import queries, services
from lianqiao.desks.reports.commitments.forms import (
    MORE,
    AmendmentForm,
    CommitmentForm,
    RulesForm,
    initial_of,
    places_formset,
    places_of,
    spots_of,
)
from lianqiao.desks.reports.commitments.models import Commitment


@require_safe
def desk(request: ActingRequest) -> HttpResponse:
    """List what waits, and the department's published promises with a way to report progress."""
    queries.require_bureau(request.actor)
    years = queries.years()
    wanted = queries.Wanted(year=years[0] if years else None, department=request.actor.organization)
    context = {
        "waiting": queries.waiting(request.actor),
        "published": queries.listed(wanted, timezone.localdate()),
        "may_rule": is_administrator(request.actor),
    }
    return render(request, "commitments/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Declare a promise."""
    queries.require_bureau(request.actor)
    return _edit(request, None, {"year": timezone.localdate().year}, ())


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    row = queries.commitment_for(request.actor, pk)
    if not queries.may_write(row, request.actor):
        said = _("This commitment is by now: %(stage)s.")
        raise Conflict(said % {"stage": row.get_stage_display()})
    return _edit(request, row, initial_of(row), places_of(row))


def _edit(
    request: ActingRequest, row: Commitment | None, initial: dict[str, Any], places: Any
) -> HttpResponse:
    form = CommitmentForm(request.POST or None, initial=initial)
    formset = places_formset(request.POST or None, places)
    if "more" in request.POST:
        formset = _with_more(request)
        form = CommitmentForm(initial=request.POST.dict())
    elif request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            saved = services.save(
                form.draft(spots_of(formset)),
                actor=request.actor,
                commitment=row.pk if row else None,
                expected=form.cleaned_data["expected"] or 0,
            )
        except Refusal as refusal:
            explain(form, refusal)
        else:
            return redirect("commitments:commitment", saved.pk)
    refused = request.method == "POST" and "more" not in request.POST
    context = {"form": form, "formset": formset, "commitment": row}
    return render(request, "commitments/edit.html", context, status=422 if refused else 200)


def _with_more(request: ActingRequest) -> Any:
    """Return the rows as they were written, and more empty ones."""
    data = request.POST.copy()
    shown = data.get("places-TOTAL_FORMS", "0")[:3]
    count = int(shown) if shown.isascii() and shown.isdigit() else 0
    names = ("name", "region", "address", "target")
    written = [
        {name: data.get(f"places-{number}-{name}", "") for name in names}
        for number in range(min(count, 200))
    ]
    return places_formset(initial=written, extra=MORE)


@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Submit a draft, send it back, publish it, or discard it."""
    queries.commitment_for(request.actor, pk)
    if "discard" in request.POST:
        services.discard(pk, actor=request.actor)
        messages.success(request, _("The draft is gone."))
        return redirect("commitments:desk")
    if "submit" in request.POST:
        services.submit(pk, actor=request.actor)
        messages.success(request, _("It waits for a second person now."))
    elif "send_back" in request.POST:
        services.send_back(pk, actor=request.actor, reason=request.POST.get("reason", ""))
    else:
        services.publish(pk, actor=request.actor)
        messages.success(request, _("The commitment is published; it counts from now on."))
    return redirect("commitments:commitment", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: ActingRequest, pk: int) -> HttpResponse:
    """Change a published promise, with the reason."""
    row = queries.commitment_for(request.actor, pk)
    if not queries.may_amend(row, request.actor):
        raise NotFound(_("There is no such page."))
    form = AmendmentForm(request.POST or None, commitment=row)
    formset = places_formset(request.POST or None)
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            services.amend(row.pk, form.change(spots_of(formset)), actor=request.actor)
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("The amendment counts; old and new stand on the page."))
            return redirect("commitments:commitment", pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "formset": formset, "commitment": row}
    return render(request, "commitments/amend.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: ActingRequest) -> HttpResponse:
    """Change how promises are judged: administrators."""
    if not is_administrator(request.actor):
        raise NotFound(_("There is no such page."))
    form = RulesForm(request.POST or None, initial={"tolerance": queries.rules().tolerance})
    if request.method == "POST" and form.is_valid():
        services.change_tolerance(form.cleaned_data["tolerance"], actor=request.actor)
        messages.success(request, _("The rules count from now on."))
        return redirect("commitments:rules")
    status = 422 if form.errors else 200
    return render(request, "commitments/rules.html", {"form": form}, status=status)
