"""Pages of reports: for everybody, and for those who write them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.documents import document
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.indicators.queries import checked
from lianqiao.core.indicators.wording import place
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.reports.evaluation.queries.results import scores_of
from lianqiao.desks.reports.publishing import printing, queries, services
from lianqiao.desks.reports.publishing.forms import ReportForm, initial_of
from lianqiao.desks.reports.publishing.models import Report
from lianqiao.desks.reports.publishing.services.writing import LONGEST

ON_A_PAGE = 20


@require_safe
def report_list(request: ActingRequest) -> HttpResponse:
    """List published reports; for a bureau also those that are being written."""
    page = Paginator(queries.reports(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "publishing/list.html", {"page": page})


@require_safe
def report(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a report; each of its figures opens its proof."""
    row = queries.report_for(request.actor, pk)
    context: dict[str, Any] = {
        "report": row,
        "may_write": queries.may_write(row, request.actor),
        "may_publish": queries.may_publish(row, request.actor),
        "scores": scores_of(row.publisher_id, row.year),
    }
    try:
        context["shown"] = queries.shown(row)
    except (Invalid, NotFound) as refusal:
        context["problem"] = refusal
    return render(request, "publishing/report.html", context)


@require_safe
def figure(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a figure of a report: what was published, its proof, what was put right since."""
    row = queries.figure_for(request.actor, pk)
    context = {
        "figure": row,
        "frozen": row.frozen,
        "place": place(row.frozen.region),
        "check": checked(row.frozen_id),
        "errata": row.errata.select_related("frozen__version"),
        "proof": getattr(row, "proof", None),
    }
    return render(request, "publishing/figure.html", context)


@require_POST
def erratum(request: ActingRequest, pk: int) -> HttpResponse:
    """Put a figure right, beside what was published."""
    row = queries.figure_for(request.actor, pk)
    services.add_erratum(row.pk, actor=request.actor, reason=request.POST.get("reason", ""))
    messages.success(request, _("The erratum stands beside the published figure."))
    return redirect("publishing:figure", pk)


@require_POST
def verify(request: ActingRequest, pk: int) -> HttpResponse:
    """Look at all proofs of a report again; anybody may ask."""
    row = queries.report_for(request.actor, pk)
    if not row.is_published:
        raise Conflict(_("Only what is published has proofs."))
    if services.verify(row):
        messages.success(request, _("All proofs of this report hold."))
    else:
        messages.error(request, _("The proof of at least one figure no longer holds."))
    return redirect("publishing:report", pk)


@require_safe
def proof(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out a report with the proofs of all its figures."""
    row = queries.report_for(request.actor, pk)
    return document(queries.document(row), name=f"report-{pk}")


@require_safe
def pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out a report fit to be printed."""
    row = queries.report_for(request.actor, pk)
    headers = {"Content-Disposition": f'attachment; filename="report-{row.year}-{pk}.pdf"'}
    return HttpResponse(printing.pdf(row), content_type="application/pdf", headers=headers)


@require_safe
def compare(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a report's figures and promises beside those of the year before."""
    row = queries.report_for(request.actor, pk)
    before, rows = queries.compared(row)
    kept, new_promises = queries.promises(row, before, timezone.localdate())
    context = {"report": row, "before": before, "rows": rows, "kept": kept, "new": new_promises}
    return render(request, "publishing/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Begin a report."""
    return _edit(request, None, {"year": timezone.localdate().year})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Write on."""
    row = queries.report_for(request.actor, pk)
    if not queries.may_write(row, request.actor):
        raise Conflict(_("This report is by now: %(stage)s.") % {"stage": row.get_stage_display()})
    return _edit(request, row, initial_of(row))


def _edit(request: ActingRequest, row: Report | None, initial: dict[str, Any]) -> HttpResponse:
    if not request.actor.is_bureau:
        raise NotAllowed(_("Only a department writes reports."))
    form = ReportForm(request.POST or None, initial=initial)
    if request.method == "POST":
        try:
            if form.is_valid():
                saved = services.save(
                    form.draft(),
                    actor=request.actor,
                    report=row.pk if row else None,
                    expected=form.cleaned_data["expected"] or 0,
                )
                return redirect("publishing:report", saved.pk)
        except Refusal as refusal:
            explain(form, refusal)
    status = 422 if form.errors else 200
    context = {"form": form, "report": row}
    return render(request, "publishing/edit.html", context, status=status)


@require_POST
def preview(request: ActingRequest) -> HttpResponse:
    """Show a text as it would read, with the figures of today."""
    if not request.actor.is_bureau:
        raise NotAllowed(_("Only a department writes reports."))
    try:
        context = {"shown": queries.preview(request.POST.get("body", "")[:LONGEST])}
    except Invalid as refusal:
        context = {"problem": refusal}
    return render(request, "publishing/parts/body.html", context)


@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Submit a report, give it back, or publish it."""
    queries.report_for(request.actor, pk)
    if "submit" in request.POST:
        services.submit(pk, actor=request.actor)
    elif "send_back" in request.POST:
        services.send_back(pk, actor=request.actor, reason=request.POST.get("reason", ""))
    else:
        services.publish(pk, actor=request.actor)
        messages.success(request, _("The report is published; its figures are kept for good."))
    return redirect("publishing:report", pk)
