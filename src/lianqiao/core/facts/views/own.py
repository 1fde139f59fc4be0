"""What is on record of one's own organization, and what it states itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianqiao.core.errors import Refusal
from lianqiao.core.facts import queries
from lianqiao.core.facts.forms import ChoiceForm, StatementForm
from lianqiao.core.facts.services.statements import state_fact
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import FactDefinition
from lianqiao.core.parties.permissions import require_member

ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: ActingRequest) -> HttpResponse:
    """Show the facts on record; `?fact=revenue&year=2025` opens the form to state one."""
    require_member(request.actor)
    definition = _chosen(request)
    form = _form(request, definition) if definition else None
    if form and request.method == "POST" and form.is_valid():
        try:
            state_fact(actor=request.actor, name=form.definition.name, **_said(form))
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Your statement is on record."))
            return redirect("facts:mine")
    page = Paginator(queries.own_facts(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    choice = ChoiceForm(initial={"fact": definition})
    context = {"page": page, "form": form, "choice": choice, "definition": definition}
    status = 422 if form and form.errors else 200
    return render(request, "facts/mine.html", context, status=status)


@require_safe
def fact(request: ActingRequest, pk: int) -> HttpResponse:
    """Lead to the organization that a fact is about."""
    return redirect("parties:organization", queries.fact_for(request.actor, pk).organization_id)


def _chosen(request: ActingRequest) -> FactDefinition | None:
    form = ChoiceForm(request.GET)
    return form.cleaned_data["fact"] if form.is_valid() else None


def _form(request: ActingRequest, definition: FactDefinition) -> StatementForm:
    initial = {"year": request.GET.get("year", "")}
    return StatementForm(request.POST or None, definition=definition, initial=initial)


def _said(form: StatementForm) -> dict[str, Any]:
    return {name: form.cleaned_data.get(name) for name in ("value", "year", "evidence")}
