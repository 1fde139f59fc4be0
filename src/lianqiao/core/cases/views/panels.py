"""The office's pages of reviews: the panels of a case, the ranking of a meeting, calibration."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.outliers import FEWEST, LIMIT
from lianqiao.core.cases.queries import reviews as queries
from lianqiao.core.cases.queries.candidates import in_sentence
from lianqiao.core.cases.queries.points import points_of
from lianqiao.core.cases.queries.seeing import case_for
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import works_on
from lianqiao.core.cases.services import drawing
from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.parties.http import ActingRequest


@require_safe
def panels(request: ActingRequest, pk: int) -> HttpResponse:
    """Show who reviews a case, what they filed, and what rules give beside it."""
    return _panels(request, _case(request, pk))


@require_POST
def draw(request: ActingRequest, pk: int) -> HttpResponse:
    """Draw the first panel, or that of an appeal."""
    row = _case(request, pk)
    key, reason = request.POST.get("review", ""), request.POST.get("reason", "")
    try:
        drawing.draw(pk, key, actor=request.actor, reason=reason)
    except Refusal as refusal:
        return _panels(request, row, problem=refusal)
    messages.success(request, _("The experts are drawn; each finds it under “My reviews”."))
    return redirect("cases:panels", pk)


@require_POST
def fill(request: ActingRequest, pk: int, panel: int) -> HttpResponse:
    """Fill empty seats."""
    row = _case(request, pk)
    try:
        drawing.fill(panel, actor=request.actor)
    except Refusal as refusal:
        return _panels(request, row, problem=refusal)
    return redirect("cases:panels", pk)


@require_POST
def release(request: ActingRequest, pk: int, seat: int) -> HttpResponse:
    """Take a seat back."""
    row = _case(request, pk)
    try:
        drawing.release(seat, actor=request.actor, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        return _panels(request, row, problem=refusal)
    return redirect("cases:panels", pk)


@require_safe
def ranking(request: ActingRequest, code: str, key: str) -> HttpResponse:
    """Show the ranking; while it is looked at it asks for itself anew."""
    read, review = queries.reviewed(request.actor, code, key)
    closed = "all" in request.GET
    context = {
        "procedure": read,
        "review": review,
        "rows": queries.ranking(code, key, closed=closed),
        "closed": closed,
        "now": timezone.now(),
    }
    part = "cases/reviews/parts/ranking.html"
    return render(request, part if request.htmx else "cases/reviews/ranking.html", context)


@require_safe
def calibration(request: ActingRequest, code: str, key: str) -> HttpResponse:
    """Show how each expert scores beside the others."""
    read, review = queries.reviewed(request.actor, code, key)
    context = {
        "procedure": read,
        "review": review,
        "rows": queries.calibration(code, key),
        "limit": LIMIT,
        "fewest": FEWEST,
    }
    return render(request, "cases/reviews/calibration.html", context)


def _case(request: ActingRequest, pk: int) -> Case:
    row = case_for(request.actor, pk)
    if not works_on(request.actor, row):
        raise NotFound(_("There is no such case."))
    return row


def _panels(request: ActingRequest, row: Case, problem: Refusal | None = None) -> HttpResponse:
    read, today = document(row.procedure), timezone.localdate()
    found = queries.standings_of(row)
    key = read.state(row.state).review
    running = next((one for one in read.reviews if one.key == key), None)
    last = next((one for one in found if one.panel.review == key), None)
    context: dict[str, Any] = {
        "case": row,
        "procedure": read,
        "state": read.state(row.state),
        "running": running,
        "last": last,
        "may_draw": bool(running) and last is None,
        "may_appeal": _may_appeal(request, last) if running else False,
        "found": [(one, in_sentence(one.panel.left_out)) for one in found],
        "points": points_of(row, running or read.reviews[0], today) if read.reviews else [],
        "problem": str(problem) if problem else "",
        "today": today,
    }
    status = problem.status if problem else 200
    return render(request, "cases/reviews/panels.html", context, status=status)


def _may_appeal(request: ActingRequest, last: queries.Standing | None) -> bool:
    return bool(last and last.is_done and last.panel.number == 1 and request.actor.leads)
