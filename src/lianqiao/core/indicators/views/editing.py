"""Laying an indicator down: written, looked at with the records there are, kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.forms import explain
from lianqiao.core.indicators import queries, services, wording
from lianqiao.core.indicators.conditions import known
from lianqiao.core.indicators.forms import IndicatorForm, initial_of
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.permissions import may_define
from lianqiao.core.indicators.services.defining import ALL_PERIODS, CITY_AND_DISTRICTS
from lianqiao.core.parties.http import ActingRequest

LONGEST = 2_000


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Lay a new indicator down."""
    shown = {"periods": list(ALL_PERIODS), "scopes": list(CITY_AND_DISTRICTS)}
    return _edit(request, None, {**shown, "department": request.actor.organization})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActingRequest, code: str) -> HttpResponse:
    """Change what an indicator means: a new version."""
    version = queries.version_of(code, request.actor)
    return _edit(request, version, initial_of(version))


@require_POST
def check(request: ActingRequest) -> HttpResponse:
    """Say what a condition means while it is written, or what is wrong with it."""
    _require_lead(request)
    text, kinds = request.POST.get("condition", "")[:LONGEST], request.POST.getlist("kinds")
    context: dict[str, Any] = {}
    try:
        if text.strip():
            context["meaning"] = wording.meaning(known(kinds), text)
    except Invalid as refusal:
        context["problem"] = refusal.fields.get("condition", str(refusal))
    return render(request, "indicators/parts/said.html", context)


@require_POST
def show(request: ActingRequest, code: str) -> HttpResponse:
    """Show an indicator to everybody, or hide it."""
    is_public = request.POST.get("public") == "1"
    services.set_public(code, actor=request.actor, is_public=is_public)
    return redirect("indicators:indicator", code)


def _edit(request: ActingRequest, version: Version | None, initial: dict[str, Any]) -> HttpResponse:
    _require_lead(request)
    if version and not may_define(version.department_id, request.actor):
        raise NotAllowed(_("Its department decides on this indicator, or an administrator."))
    form = IndicatorForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"form": form, "version": version}
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                if "preview" not in request.POST:
                    return _saved(request, form, version)
                context["preview"] = _preview(form)
        except Invalid as refusal:
            explain(form, refusal)
        status = 422 if form.errors else 200
    return render(request, "indicators/edit.html", context, status=status)


def _require_lead(request: ActingRequest) -> None:
    if not request.actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator lays down indicators."))


def _saved(request: ActingRequest, form: IndicatorForm, version: Version | None) -> HttpResponse:
    definition, expected = form.definition_given(), form.cleaned_data["expected"] or 0
    if version is None:
        saved = services.begin(form.cleaned_data["code"], definition, actor=request.actor)
    else:
        # The code of an indicator stays: another one would be another indicator.
        saved = services.define(version.code, definition, actor=request.actor, expected=expected)
    messages.success(
        request, _("Version %(number)d counts from now on.") % {"number": saved.number}
    )
    return redirect("indicators:indicator", saved.code)


def _preview(form: IndicatorForm) -> queries.Value:
    return services.preview(
        form.cleaned_data["code"], form.definition_given(), timezone.localdate()
    )
