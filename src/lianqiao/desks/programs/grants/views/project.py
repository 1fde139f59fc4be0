"""The page of a project, what is done from it, and the office's desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lianqiao.core.errors import Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.grants import pictures
from lianqiao.desks.programs.grants.project_acts import part_named
from lianqiao.desks.programs.grants.queries import page as queries
from lianqiao.desks.programs.grants.queries.desk import desk as desk_of
from lianqiao.desks.programs.grants.queries.projects import project as project_of


@require_safe
def project(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a project: to everybody who, how much and how far; to host and office the rest."""
    row = project_of(pk)
    shown = queries.shown(row, request.actor)
    inside = queries.inside(row) if shown.may_read else None
    context = {
        "one": row,
        "shown": shown,
        "line": pictures.line_of(shown.milestones, shown.installments),
        "inside": inside,
        "bars": pictures.budget_of(inside.costs) if inside else "",
    }
    return render(request, "grants/project.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActingRequest, code: str, pk: int) -> HttpResponse:
    """Show the form of an act on a part of a project, or do it."""
    found, row, part = part_named(code, pk, request.actor)
    form, status = found.make(row, request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            found.do(pk, row, request.actor, form.cleaned_data)
        except Refusal as refusal:
            explain(form, refusal)
            status = refusal.status
        else:
            messages.success(request, f"{row}: {found.label}")
            return redirect("grants:project", row.pk)
    elif request.method == "POST":
        status = 422
    context = {"one": row, "part": part, "act": found, "form": form}
    return render(request, "grants/act.html", context, status=status)


@require_safe
def desk(request: ActingRequest) -> HttpResponse:
    """Show what waits for the office."""
    return render(request, "grants/desk.html", {"desk": desk_of(request.actor)})
