"""Lists in, each with a dry run first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets.responses import attachment, spool
from lianqiao.desks.programs.centers.imports import KINDS, Listed
from lianqiao.desks.programs.centers.queries.register import fields


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest, what: str) -> HttpResponse:
    """Take a list and show what it would change."""
    kind = _kind(request, what)
    problem, status = "", 200
    if request.method == "POST":
        try:
            file, name = sheets.chosen(request.FILES.get("file"))
            sheets.read(file, name, kind.columns)
            sheets.keep(request.session, _purpose(what), file, name)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("centers:import_plan", what)
    context = {"problem": problem, "columns": kind.columns, "what": what}
    return render(request, "centers/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest, what: str) -> HttpResponse:
    """Show the dry run."""
    kind = _kind(request, what)
    file, name = sheets.kept(request.session, _purpose(what))
    with file:
        found = kind.plan(sheets.read(file, name, kind.columns), actor=request.actor)
    context = sheets.shown(found, besides=kind.besides) | {"name": name, "what": what}
    return render(request, "centers/import_plan.html", context)


@require_POST
def confirm(request: ActingRequest, what: str) -> HttpResponse:
    """Import the list that was looked at, all or nothing."""
    kind = _kind(request, what)
    file, name = sheets.kept(request.session, _purpose(what))
    with file:
        sheet = sheets.read(file, name, kind.columns)
    done = kind.do(sheet, actor=request.actor).counts
    sheets.drop(request.session, _purpose(what))
    count = done[sheets.Action.CREATE] + done[sheets.Action.UPDATE]
    said = ngettext("%(count)d row was taken in.", "%(count)d rows were taken in.", count)
    messages.success(request, said % {"count": count})
    return redirect("centers:register")


@require_safe
def template(request: ActingRequest, what: str) -> HttpResponseBase:
    """Hand out the empty list."""
    kind = _kind(request, what)
    file = spool()
    sheets.template(kind.columns, {_("Field"): [(one.code, one.name) for one in fields()]}, file)
    return attachment(file, f"centers-{what}.xlsx")


def _kind(request: ActingRequest, what: str) -> Listed:
    if not request.actor.is_bureau or what not in KINDS:
        raise NotFound(_("There is no such page."))
    return KINDS[what]


def _purpose(what: str) -> str:
    return f"centers-{what}"
