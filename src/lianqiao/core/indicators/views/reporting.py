"""Figures that a department reports: one by one, or as a list."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianqiao.core.errors import NotAllowed, NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.indicators import imports, queries, services
from lianqiao.core.indicators.columns import REPORTED
from lianqiao.core.indicators.forms import FigureForm
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import Import
from lianqiao.core.sheets.importing import Codes


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActingRequest) -> HttpResponse:
    """Report one figure."""
    _require_bureau(request)
    form = FigureForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST":
        try:
            if form.is_valid():
                row = services.report_figure(form.figure(), actor=request.actor)
                messages.success(request, _("The figure is on record, marked as reported."))
                return redirect("indicators:reported", row.pk)
        except Refusal as refusal:
            explain(form, refusal)
    status = 422 if form.errors else 200
    return render(request, "indicators/report.html", {"form": form}, status=status)


@require_safe
def reported(request: ActingRequest, pk: int) -> HttpResponse:
    """Lead to the indicator, at what was reported."""
    row = queries.reported(pk, request.actor)
    asked = urlencode({"period": row.period, "region": row.region})
    return redirect(f"{reverse('indicators:indicator', args=[row.indicator_id])}?{asked}")


@require_safe
def document(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Hand out the document that a figure comes from."""
    row = queries.reported(pk, request.actor)
    if not row.file:
        raise NotFound(_("This figure came without a document."))
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=row.file_name)


@require_safe
def department(request: ActingRequest, pk: int) -> HttpResponse:
    """Show which figures of a department are counted, and which it only reports."""
    versions = list(queries.in_force(request.actor).filter(department=pk))
    if not versions:
        raise NotFound(_("This department has no indicators."))
    lines = queries.overview(versions, timezone.localdate())
    context = {
        "department": versions[0].department,
        "counted": [line for line in lines if not line.version.is_reported],
        "reported": [line for line in lines if line.version.is_reported],
    }
    return render(request, "indicators/department.html", context)


def figures(request: ActingRequest) -> Import:
    """Return the list of figures; NotAllowed for who is no bureau."""
    _require_bureau(request)

    def codes() -> Codes:
        known = [one for one in queries.in_force(request.actor) if one.is_reported]
        return {_("Indicator"): [(one.code, str(one)) for one in known]}

    return Import(
        purpose="reported-figures",
        title=_("Import reported figures"),
        above=[(_("Indicators"), reverse("indicators:list"))],
        columns=REPORTED,
        read=partial(imports.read_figures, actor=request.actor),
        plan=partial(imports.plan_figures, actor=request.actor),
        do=partial(imports.import_figures, actor=request.actor),
        rules=(
            _(
                "A figure is known by its indicator, period and district; said again with another"
                " value, it is corrected."
            ),
            _(
                "Periods: 2024, 2024-10 (January to October), 2024M10 (October), 2024-10-31 (as"
                " of that day)."
            ),
            _("An empty district means the whole city."),
        ),
        codes=codes,
    )


def _require_bureau(request: ActingRequest) -> None:
    if not request.actor.is_bureau:
        raise NotAllowed(_("Only a department reports figures."))
