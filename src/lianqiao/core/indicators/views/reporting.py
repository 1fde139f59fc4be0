"""Figures that a department reports: one by one, or as a list."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotAllowed, NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.indicators import imports, queries, services
from lianqiao.core.indicators.columns import REPORTED
from lianqiao.core.indicators.forms import FigureForm
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets.responses import attachment, spool

PURPOSE = "reported-figures"


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


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """Take a list of figures and show what it would change."""
    _require_bureau(request)
    problem, status = "", 200
    if request.method == "POST":
        try:
            file, name = sheets.chosen(request.FILES.get("file"))
            imports.read_figures(file, name, request.actor)
            sheets.keep(request.session, PURPOSE, file, name)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("indicators:import_plan")
    context = {"problem": problem, "columns": REPORTED}
    return render(request, "indicators/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest) -> HttpResponse:
    """Show the dry run."""
    _require_bureau(request)
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        found = imports.plan_figures(imports.read_figures(file, name, request.actor), request.actor)
    context = sheets.shown(found) | {"name": name}
    return render(request, "indicators/import_plan.html", context)


@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Import the list that was looked at, all or nothing."""
    _require_bureau(request)
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        sheet = imports.read_figures(file, name, request.actor)
    done = imports.import_figures(sheet, actor=request.actor).counts
    sheets.drop(request.session, PURPOSE)
    count = done[sheets.Action.CREATE] + done[sheets.Action.UPDATE]
    said = ngettext("%(count)d figure was recorded.", "%(count)d figures were recorded.", count)
    messages.success(request, said % {"count": count})
    return redirect("indicators:list")


@require_safe
def template(request: ActingRequest) -> HttpResponseBase:
    """Hand out the empty list."""
    _require_bureau(request)
    file = spool()
    known = [(one.code, str(one)) for one in queries.in_force(request.actor) if one.is_reported]
    sheets.template(REPORTED, {_("Indicator"): known}, file)
    return attachment(file, "reported-figures.xlsx")


def _require_bureau(request: ActingRequest) -> None:
    if not request.actor.is_bureau:
        raise NotAllowed(_("Only a department reports figures."))
