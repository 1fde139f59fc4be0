"""What the office does with one case: decide, ask for corrections, hand over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianqiao.core.cases import services
from lianqiao.core.cases.views.case import whole
from lianqiao.core.parties.http import ActingRequest


@require_POST
def take(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a step of a case."""
    key, reason = request.POST.get("step", "")[:24], request.POST.get("reason", "")
    moved = services.take(pk, key, actor=request.actor, reason=reason)
    messages.success(request, _("The case is at “%(state)s” now.") % {"state": moved.state_label})
    return redirect("cases:case", pk)


@require_POST
def ask(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask for a correction of the fields that were marked."""
    made = services.ask_correction(
        whole(request.POST.get("filing", "")) or 0,
        request.POST.getlist("field"),
        request.POST.get("text", ""),
        working_days=whole(request.POST.get("days", "")) or 0,
        actor=request.actor,
    )
    said = _("The applicant has been asked to put it right by %(day)s.")
    messages.success(request, said % {"day": made.due_on})
    return redirect("cases:case", made.filing.case_id)


@require_POST
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a request for correction back."""
    case = services.withdraw_correction(pk, actor=request.actor)
    messages.success(request, _("The request is withdrawn; the case goes on."))
    return redirect("cases:case", case.pk)


@require_POST
def assign(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand a case to somebody of the office."""
    services.assign_cases([pk], officer=whole(request.POST.get("officer", "")), actor=request.actor)
    messages.success(request, _("The case is handed over."))
    return redirect("cases:case", pk)
