"""Asking for more time, and answering."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianqiao.core.cases import services
from lianqiao.core.cases.views.case import whole
from lianqiao.core.parties.http import ActingRequest


@require_POST
def ask(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask for more time in a case of one's own."""
    days, reason = whole(request.POST.get("days", "")) or 0, request.POST.get("reason", "")
    services.ask_extension(pk, days, reason, actor=request.actor)
    messages.success(request, _("The office has your request; until it answers, the case stays."))
    return redirect("cases:case", pk)


@require_POST
def answer(request: ActingRequest, pk: int) -> HttpResponse:
    """Grant more time or refuse it, as the button says that was pressed."""
    said = request.POST.get("answer", "")
    if "refuse" in request.POST:
        case = services.refuse_extension(pk, said, actor=request.actor)
        messages.success(request, _("More time is refused; the applicant reads why."))
    else:
        days = whole(request.POST.get("days", "")) or 0
        case = services.grant_extension(pk, days, actor=request.actor, answer=said)
        until = date_format(case.due_on) if case.due_on else ""
        messages.success(request, _("The term ends on %(day)s now.") % {"day": until})
    return redirect("cases:case", case.pk)
