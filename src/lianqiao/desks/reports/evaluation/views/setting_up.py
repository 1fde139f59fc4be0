"""A round's terms and tables, while its roll is open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.reports.evaluation import grouping, queries, services
from lianqiao.desks.reports.evaluation.forms import TermsForm, initial_of
from lianqiao.desks.reports.evaluation.parts import PARTS, lines_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Prepare a round; all but its terms is as in the last one."""
    if not (request.actor.is_bureau and request.actor.leads):
        raise NotFound(_("There is no such page."))
    form = TermsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.make_round(form.terms(), actor=request.actor)
        except Refusal as refusal:
            explain(form, refusal)
        else:
            return redirect("evaluation:office", row.pk)
    status = 422 if form.errors else 200
    return render(request, "evaluation/office/terms.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: ActingRequest, pk: int) -> HttpResponse:
    """Change a round's terms."""
    row = queries.managed_round(request.actor, pk)
    form = TermsForm(request.POST or None, initial=initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_terms(pk, form.terms(), actor=request.actor)
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("It is kept, and in the ledger."))
            return redirect("evaluation:office", pk)
    status = 422 if form.errors else 200
    context = {"form": form, "round": row}
    return render(request, "evaluation/office/terms.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: ActingRequest, pk: int, what: str) -> HttpResponse:
    """Change one of a round's tables."""
    if what not in PARTS:
        raise NotFound(_("There is no such page."))
    row, table = queries.managed_round(request.actor, pk), PARTS[what]
    formset, problem = table.formset(row, request.POST or None), ""
    if request.method == "POST" and formset.is_valid():
        try:
            table.keep(pk, lines_of(formset), actor=request.actor)
        except Refusal as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("It is kept, and in the ledger."))
            return redirect("evaluation:office", pk)
    status = 422 if request.method == "POST" else 200
    context = {"formset": formset, "round": row, "table": table, "problem": problem}
    return render(request, "evaluation/office/part.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: ActingRequest, pk: int) -> HttpResponse:
    """Put departments into groups."""
    row = queries.managed_round(request.actor, pk)
    departments, initial = grouping.bureaus(), grouping.initial_of(row)
    form = grouping.GroupsForm(request.POST or None, initial=initial, departments=departments)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_groups(pk, form.lines(), actor=request.actor)
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("It is kept, and in the ledger."))
            return redirect("evaluation:office", pk)
    status = 422 if form.errors else 200
    context = {"form": form, "round": row}
    return render(request, "evaluation/office/groups.html", context, status=status)
