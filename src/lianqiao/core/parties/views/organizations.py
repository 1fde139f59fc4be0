"""The list of organizations, one organization, and changing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianqiao.core.errors import Invalid, NotAllowed, Refusal
from lianqiao.core.parties import permissions, queries, services
from lianqiao.core.parties.forms import FilterForm, OrganizationForm
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import download

ON_A_PAGE = 20


@require_safe
def organizations(request: ActingRequest) -> HttpResponse:
    """Search, filter and page; exports take the same parameters."""
    problem = ""
    try:
        wanted = queries.OrganizationFilter.from_query(request.GET.dict())
    except Invalid as refusal:
        wanted, problem = queries.OrganizationFilter(), str(refusal)
    found = queries.search_organizations(wanted)
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "form": FilterForm(request.GET),
        "problem": problem,
        "is_filtered": wanted != queries.OrganizationFilter(),
        "may_enter": permissions.is_administrator(request.actor),
    }
    return render(request, "parties/organizations.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list as it is filtered."""
    wanted = queries.OrganizationFilter.from_query(request.GET.dict())
    rows = queries.export_rows(request.actor, wanted)
    return download(form, "organizations", queries.export_columns(request.actor), rows)


@require_safe
def organization(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one organization, as much of it as the actor may see."""
    row = queries.organization_for(pk)
    context = {
        "organization": row,
        "contact": queries.contact_of(request.actor, pk),
        "titles": queries.titles_of(pk),
        "facts": queries.facts_of(pk) if permissions.sees_contact(request.actor, pk) else [],
        "may_edit": permissions.may_edit(request.actor, pk),
    }
    return render(request, "parties/organization.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: ActingRequest) -> HttpResponse:
    """Enter an organization by hand."""
    permissions.require_administrator(request.actor)
    form = OrganizationForm(request.POST or None, full=True)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.enter_organization(form.data_of(), actor=request.actor)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The organization is entered."))
            return redirect("parties:organization", row.pk)
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Change an organization."""
    row = queries.organization_for(pk)
    if not permissions.may_edit(request.actor, pk):
        raise NotAllowed(_("Only its owner or an administrator changes an organization."))
    row.refresh_from_db(fields=queries.CONTACT_COLUMNS)
    full = permissions.is_administrator(request.actor)
    form = OrganizationForm(request.POST or None, row=row, full=full)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_organization(pk, form.data_of(), actor=request.actor)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("parties:organization", pk)
    return _form(request, form)


@require_safe
def pick(request: ActingRequest, name: str) -> HttpResponse:
    """Offer codes for what was typed: options for htmx, JSON for programs."""
    typed = request.GET.get("q") or request.GET.get(request.htmx.trigger_name or "", "")
    choices = queries.pick(name, typed)
    if request.htmx:
        return render(request, "parties/options.html", {"choices": choices})
    found = [{"code": choice.code, "label": choice.label} for choice in choices]
    return JsonResponse({"choices": found})


def _form(request: ActingRequest, form: OrganizationForm) -> HttpResponse:
    status = Invalid.status if form.errors else 200
    context = {"form": form, "organization": form.row}
    return render(request, "parties/organization_form.html", context, status=status)
