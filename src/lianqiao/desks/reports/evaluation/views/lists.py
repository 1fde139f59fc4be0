"""Volunteers in from a list, with a dry run first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets.responses import attachment, spool
from lianqiao.desks.reports.evaluation import imports, queries
from lianqiao.desks.reports.evaluation.columns import VOLUNTEERS


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a list."""
    row = queries.managed_round(request.actor, pk)
    problem, status = "", 200
    if request.method == "POST":
        try:
            file, name = sheets.chosen(request.FILES.get("file"))
            imports.read_volunteers(file, name)
            sheets.keep(request.session, _purpose(pk), file, name)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("evaluation:import_plan", pk)
    context = {"problem": problem, "columns": VOLUNTEERS, "round": row}
    return render(request, "evaluation/office/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the dry run."""
    row = queries.managed_round(request.actor, pk)
    file, name = sheets.kept(request.session, _purpose(pk))
    with file:
        found = imports.plan_volunteers(
            pk, imports.read_volunteers(file, name), actor=request.actor
        )
    context = sheets.shown(found, besides=sheets.Action.UPDATE) | {"name": name, "round": row}
    return render(request, "evaluation/office/import_plan.html", context)


@require_POST
def confirm(request: ActingRequest, pk: int) -> HttpResponse:
    """Import the list that was looked at, all or nothing."""
    queries.managed_round(request.actor, pk)
    file, name = sheets.kept(request.session, _purpose(pk))
    with file:
        sheet = imports.read_volunteers(file, name)
    count = imports.import_volunteers(pk, sheet, actor=request.actor).counts[sheets.Action.CREATE]
    sheets.drop(request.session, _purpose(pk))
    said = ngettext("%(count)d volunteer was entered.", "%(count)d volunteers were entered.", count)
    messages.success(request, said % {"count": count})
    return redirect("evaluation:volunteers", pk)


@require_safe
def template(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Hand out the empty list, with the codes of the strata."""
    row = queries.managed_round(request.actor, pk)
    file = spool()
    strata = row.strata.values_list("code", "name")
    sheets.template(VOLUNTEERS, {_("Strata"): strata}, file)
    return attachment(file, "volunteers.xlsx")


def _purpose(pk: int) -> str:
    return f"evaluation-{pk}"
