"""Lists in: promises, and progress, each with a dry run first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.indicators.queries import districts
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import Column, Plan, Sheet
from lianqiao.core.sheets.responses import attachment, spool
from lianqiao.desks.reports.commitments import imports, queries
from lianqiao.desks.reports.commitments.columns import PROGRESS, PROMISES


@dataclass(frozen=True, slots=True)
class Listed:
    """A kind of list: its columns, how it is read, planned and done."""

    columns: Sequence[Column]
    read: Callable[[IO[bytes], str, Actor], Sheet]
    plan: Callable[[Sheet, Actor], Plan[Any]]
    do: Callable[..., Plan[Any]]


KINDS = {
    "promises": Listed(
        PROMISES, imports.read_promises, imports.plan_promises, imports.import_promises
    ),
    "progress": Listed(
        PROGRESS, imports.read_progress, imports.plan_progress, imports.import_progress
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest, what: str) -> HttpResponse:
    """Take a list and show what it would change."""
    kind = _kind(request, what)
    problem, status = "", 200
    if request.method == "POST":
        try:
            file, name = sheets.chosen(request.FILES.get("file"))
            kind.read(file, name, request.actor)
            sheets.keep(request.session, _purpose(what), file, name)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("commitments:import_plan", what)
    context = {"problem": problem, "columns": kind.columns, "what": what}
    return render(request, "commitments/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest, what: str) -> HttpResponse:
    """Show the dry run."""
    kind = _kind(request, what)
    file, name = sheets.kept(request.session, _purpose(what))
    with file:
        found = kind.plan(kind.read(file, name, request.actor), request.actor)
    context = sheets.shown(found) | {"name": name, "what": what}
    return render(request, "commitments/import_plan.html", context)


@require_POST
def confirm(request: ActingRequest, what: str) -> HttpResponse:
    """Import the list that was looked at, all or nothing."""
    kind = _kind(request, what)
    file, name = sheets.kept(request.session, _purpose(what))
    with file:
        sheet = kind.read(file, name, request.actor)
    done = kind.do(sheet, actor=request.actor).counts
    sheets.drop(request.session, _purpose(what))
    count = done[sheets.Action.CREATE] + done[sheets.Action.UPDATE]
    said = ngettext("%(count)d row was taken in.", "%(count)d rows were taken in.", count)
    messages.success(request, said % {"count": count})
    return redirect("commitments:desk")


@require_safe
def template(request: ActingRequest, what: str) -> HttpResponseBase:
    """Hand out the empty list."""
    kind = _kind(request, what)
    file = spool()
    sheets.template(kind.columns, {_("District"): districts().values_list("pk", "name")}, file)
    return attachment(file, f"commitments-{what}.xlsx")


def _kind(request: ActingRequest, what: str) -> Listed:
    queries.require_bureau(request.actor)
    if what not in KINDS:
        raise NotFound(_("There is no such page."))
    return KINDS[what]


def _purpose(what: str) -> str:
    return f"commitments-{what}"
