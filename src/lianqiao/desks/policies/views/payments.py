"""Payment batches: made, fetched as a file, and the bank's answer read in."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.errors import NotAllowed
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import Action, Import
from lianqiao.desks.policies import bankfiles
from lianqiao.desks.policies.queries import payments as queries
from lianqiao.desks.policies.queries.offices import require_lead
from lianqiao.desks.policies.services import payments

BATCHES, LINES = 20, 100


@require_safe
def batches(request: ActingRequest) -> HttpResponse:
    """List the batches, and what waits for the next one."""
    office = _office(request)
    context = {
        "page": Paginator(queries.batches(request.actor), BATCHES).get_page(
            request.GET.get("page")
        ),
        "waiting": queries.waiting_sums(office),
    }
    return render(request, "policies/payments/batches.html", context)


@require_POST
def make(request: ActingRequest) -> HttpResponse:
    """Put what waits into a batch."""
    batch = payments.make_batch(actor=request.actor, office=_office(request))
    messages.success(request, _("The batch is made. Fetch its file and hand it to the bank."))
    return redirect("policies:batch", batch.pk)


@require_safe
def batch(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a batch line by line; its office sees account numbers whole."""
    row = queries.batch(request.actor, pk)
    lines = queries.payments_of(row)
    state = request.GET.get("state", "")
    if state in {"sent", "paid", "returned"}:
        lines = lines.filter(state=state)
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    context = {"batch": row, "page": page, "state": state}
    return render(request, "policies/payments/batch.html", context)


@require_safe
def bank_file(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the file for the bank, the same bytes each time."""
    row = queries.batch(request.actor, pk)
    require_lead(request.actor, row.office_id)
    answer = HttpResponse(bankfiles.bank_file(row), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.number}.csv"'
    return answer


def results(request: ActingRequest) -> Import:
    """Return the bank's answer as a list; NotAllowed for who does not lead an office."""
    office = _office(request)
    require_lead(request.actor, office)
    return Import(
        purpose="bank-results",
        title=_("Read in the bank's answer"),
        above=[(_("Payments"), reverse("policies:batches"))],
        columns=bankfiles.BACK,
        read=bankfiles.read_results,
        plan=partial(bankfiles.plan_results, office=office),
        do=partial(bankfiles.settle_results, actor=request.actor, office=office),
        rules=(
            _(
                "A line is known by our payment reference, and its amount must be the one that"
                " was sent."
            ),
            _("The result says succeeded or returned; what was returned needs its reason."),
            _("Reading in the same file twice changes nothing."),
        ),
        besides=Action.CREATE,
    )


def _office(request: ActingRequest) -> int:
    actor = request.actor
    if not actor.is_bureau or actor.organization is None:
        raise NotAllowed(_("Only offices pay."))
    return actor.organization
