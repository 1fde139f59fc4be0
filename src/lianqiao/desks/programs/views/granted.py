"""Titles granted elsewhere come in as a list, with a dry run first."""

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
from lianqiao.core.parties.models import TitleKind
from lianqiao.core.sheets.responses import attachment, spool
from lianqiao.desks.programs.columns import GRANTED
from lianqiao.desks.programs.granted import import_titles, plan_titles
from lianqiao.desks.programs.queries import access

PURPOSE = "granted-titles"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """Take a list and show what it would change."""
    access.require_bureau(request.actor)
    problem, status = "", 200
    if request.method == "POST":
        try:
            file, name = sheets.chosen(request.FILES.get("file"))
            sheets.read(file, name, GRANTED)
            sheets.keep(request.session, PURPOSE, file, name)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("programs:import_plan")
    context = {"problem": problem, "columns": GRANTED}
    return render(request, "programs/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest) -> HttpResponse:
    """Show the dry run."""
    access.require_bureau(request.actor)
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        found = plan_titles(sheets.read(file, name, GRANTED), actor=request.actor)
    context = sheets.shown(found, besides=sheets.Action.UPDATE) | {"name": name}
    return render(request, "programs/import_plan.html", context)


@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Grant what was looked at, all or nothing."""
    access.require_bureau(request.actor)
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        sheet = sheets.read(file, name, GRANTED)
    done = import_titles(sheet, actor=request.actor).counts[sheets.Action.CREATE]
    sheets.drop(request.session, PURPOSE)
    said = ngettext("%(count)d title was entered.", "%(count)d titles were entered.", done)
    messages.success(request, said % {"count": done})
    return redirect("programs:city")


@require_safe
def template(request: ActingRequest) -> HttpResponseBase:
    """Hand out the empty list."""
    access.require_bureau(request.actor)
    file = spool()
    kinds = [(one.code, one.name) for one in TitleKind.objects.order_by("code")]
    sheets.template(GRANTED, {_("Title held"): kinds}, file)
    return attachment(file, "titles.xlsx")
