"""Volunteers' own pages: signing up, how it stands, withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.reports.evaluation import queries, services
from lianqiao.desks.reports.evaluation.codes import grouped
from lianqiao.desks.reports.evaluation.forms import SignUpForm
from lianqiao.desks.reports.evaluation.models import Stage
from lianqiao.desks.reports.evaluation.stages import may_sign_up


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("name", "phone", "identity")
def sign_up(request: ActingRequest, pk: int) -> HttpResponse:
    """Sign up; the receipt is shown once, in the answer."""
    row = queries.round_for(request.actor, pk)
    if row.stage == Stage.PREPARING:
        raise NotFound(_("There is no such page."))
    form = SignUpForm(request.POST or None, round_=row)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found, receipt = services.sign_up(pk, form.applicant())
            except Refusal as refusal:
                explain(form, refusal)
                status = refusal.status
            else:
                context = {"volunteer": found, "receipt": grouped(receipt), "round": row}
                return render(request, "evaluation/enrol/done.html", context, status=201)
    context = {"form": form, "round": row, "is_open": may_sign_up(row)}
    return render(request, "evaluation/enrol/new.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("receipt")
def mine(request: ActingRequest) -> HttpResponse:
    """Show how a volunteer stands, by the receipt; withdraw."""
    context: dict[str, Any] = {}
    if request.method != "POST":
        return render(request, "evaluation/enrol/mine.html", context)
    receipt = request.POST.get("receipt", "")
    status = 200
    try:
        if "withdraw" in request.POST:
            services.withdraw(receipt)
            messages.success(request, _("Your name is off the roll."))
        found = queries.by_receipt(receipt)
    except Refusal as refusal:
        context, status = {"problem": refusal}, refusal.status
    else:
        context = {
            "volunteer": found,
            "shown": queries.masked(found),
            "seat": queries.seat_of(found),
            "code": receipt,
            "may_withdraw": found.round.stage == Stage.ENROLLING and found.state != "withdrawn",
        }
    return render(request, "evaluation/enrol/mine.html", context, status=status)
