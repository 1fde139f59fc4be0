"""Reporting how far a promise has come, from a desk or from where the work is done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianqiao.core.errors import Conflict, NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.reports.commitments import queries, services
from lianqiao.desks.reports.commitments.forms import (
    CorrectionForm,
    FileWithdrawalForm,
    ProgressForm,
    initial_of_entry,
)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActingRequest, pk: int) -> HttpResponse:
    """Add an entry."""
    row = queries.commitment_for(request.actor, pk)
    if not queries.answers_for(row, request.actor):
        raise NotFound(_("There is no such page."))
    if not row.is_published:
        raise Conflict(
            _("This commitment is by now: %(stage)s.") % {"stage": row.get_stage_display()}
        )
    form = ProgressForm(request.POST or None, request.FILES or None, commitment=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.report(pk, form.reached(), actor=request.actor)
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("The progress is on record, for everybody to see."))
            return redirect("commitments:commitment", pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "one": queries.follow(row, timezone.localdate())}
    return render(request, "commitments/progress.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActingRequest, pk: int) -> HttpResponse:
    """Restate a wrong entry, or withdraw it; it stays and is marked."""
    row = queries.own_entry(request.actor, pk)
    initial = initial_of_entry(row)
    form = CorrectionForm(
        request.POST or None, request.FILES or None, commitment=row.commitment, initial=initial
    )
    if request.method == "POST":
        try:
            if _corrected(request, pk, form):
                messages.success(request, _("The wrong entry stays, marked as corrected."))
                return redirect("commitments:commitment", row.commitment_id)
        except Refusal as refusal:
            explain(form, refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "commitments/correct.html", {"form": form, "entry": row}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_file(request: ActingRequest, pk: int) -> HttpResponse:
    """Withdraw a photo or document that should not have been published."""
    row = queries.own_file(request.actor, pk)
    form = FileWithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.withdraw_file(pk, actor=request.actor, reason=reason)
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("The file is withdrawn; its page says when and why."))
            return redirect("commitments:entry", row.progress_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "file": row, "entry": row.progress}
    return render(request, "commitments/withdraw_file.html", context, status=status)


def _corrected(request: ActingRequest, pk: int, form: CorrectionForm) -> bool:
    """Do it where the form allows; a withdrawal needs the reason alone."""
    if "withdraw" in request.POST:
        services.withdraw(pk, actor=request.actor, reason=request.POST.get("reason", ""))
        return True
    if not form.is_valid():
        return False
    reason = form.cleaned_data["reason"]
    services.correct(pk, form.reached(), actor=request.actor, reason=reason)
    return True
