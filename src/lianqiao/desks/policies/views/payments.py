"""Payment batches: made, fetched as a file, and the bank's answer read in."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotAllowed, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies import bankfiles
from lianqiao.desks.policies.queries import payments as queries
from lianqiao.desks.policies.queries.offices import require_lead
from lianqiao.desks.policies.services import payments

PURPOSE = "bank-results"
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


@require_http_methods(["GET", "HEAD", "POST"])
def results(request: ActingRequest) -> HttpResponse:
    """Take the bank's answer and show what it would change."""
    require_lead(request.actor, _office(request))
    problem, status = "", 200
    if request.method == "POST":
        try:
            _keep(request)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("policies:payment_plan")
    context = {"problem": problem, "columns": bankfiles.BACK}
    return render(request, "policies/payments/results.html", context, status=status)


@require_safe
def plan(request: ActingRequest) -> HttpResponse:
    """Show the dry run: bad lines first, of the others the first fifty."""
    office = _office(request)
    require_lead(request.actor, office)
    found = bankfiles.plan_results(_sheet(request), office)
    context = sheets.shown(found, besides=sheets.Action.CREATE)
    return render(request, "policies/payments/plan.html", context)


@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Write the bank's answer down, all or nothing."""
    office = _office(request)
    done = bankfiles.settle_results(actor=request.actor, office=office, sheet=_sheet(request))
    sheets.drop(request.session, PURPOSE)
    count = done.counts[sheets.Action.UPDATE]
    messages.success(request, _("%(count)d payments were settled.") % {"count": count})
    return redirect("policies:batches")


def _office(request: ActingRequest) -> int:
    actor = request.actor
    if not actor.is_bureau or actor.organization is None:
        raise NotAllowed(_("Only offices pay."))
    return actor.organization


def _sheet(request: ActingRequest) -> sheets.Sheet:
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        return bankfiles.read_results(file, name)


def _keep(request: ActingRequest) -> None:
    """Keep the upload once it can be read: a broken one is refused where it was chosen."""
    file, name = sheets.chosen(request.FILES.get("file"))
    bankfiles.read_results(file, name)
    sheets.keep(request.session, PURPOSE, file, name)
