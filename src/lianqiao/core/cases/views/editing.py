"""One part of a draft in a form that fits it; rules are checked while they are typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lianqiao.core.cases import applicants
from lianqiao.core.cases.building import editing, outline, ruling, speaking
from lianqiao.core.cases.building.flaws import problems_of
from lianqiao.core.cases.building.parts import LONGEST_RULE, PartForm
from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.queries import procedures as queries
from lianqiao.core.cases.views import undoing
from lianqiao.core.cases.views.building import gone, page_of, require_same
from lianqiao.core.cases.views.revisions import expected
from lianqiao.core.errors import Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.engines.rules import Vocabulary

SETTINGS = ("eligible", "condition", "rule", "visible", "required", "check", "formula")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: ActingRequest, code: str, place: str = "") -> HttpResponse:
    """Show a part of a draft; keep it."""
    row = queries.procedure_for(request.actor, code)
    try:
        part = editing.part(row.draft, place)
        if request.method != "POST":
            return _page(request, row, place, outline.form_of(place, None, part, row.draft))
        require_same(part, request)
        form = outline.form_of(place, request.POST, part, row.draft)
    except editing.NoSuchPlaceError as error:
        raise gone() from error
    if not form.is_valid():
        return _page(request, row, place, form, status=422)
    try:
        draft = editing.changed(row.draft, place, form.written())
        undoing.save(request, row, draft, expected(request))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, place, form, status=refusal.status)
    if setting := request.POST.get("rows"):
        return redirect(_rows_of(code, place, setting))
    messages.success(request, _("Saved."))
    if "stay" in request.POST:
        return redirect("cases:edit", code, place) if place else redirect("cases:head", code)
    return redirect(f"{page_of(code, place)}#{place.replace('/', '-')}")


@require_POST
def say(request: ActingRequest, code: str, place: str = "") -> HttpResponse:
    """Say what a rule means while it is written, or what is wrong with it."""
    row = queries.procedure_for(request.actor, code)
    setting, name = request.POST.get("setting", ""), request.POST.get("name", "")
    text = request.POST.get(name, "")[:LONGEST_RULE]
    found = speaking.said(
        text,
        _words(row, place, setting),
        timezone.localdate(),
        is_number=setting == "formula",
        unit=request.POST.get("unit", ""),
    )
    return render(request, "cases/building/said.html", {"said": found})


def _rows_of(code: str, place: str, setting: str) -> str:
    if not ruling.SETTINGS.fullmatch(setting):
        raise gone()
    above = [place] if place else []
    return reverse("cases:rows" if place else "cases:rows_head", args=[code, setting, *above])


def _words(row: Definition, place: str, setting: str) -> Vocabulary:
    try:
        editing.part(row.draft, place)
    except editing.NoSuchPlaceError as error:
        raise gone() from error
    if setting not in SETTINGS:
        raise gone()
    return speaking.vocabulary(row.draft, place, setting, applicants.vocabulary())


def _page(
    request: ActingRequest, row: Definition, place: str, form: PartForm, *, status: int = 200
) -> HttpResponse:
    problems = problems_of(row.draft, queries.known_of(row), timezone.localdate())
    settings = {one.rule for one in form.shown() if one.rule}
    context: dict[str, Any] = {
        "procedure": row,
        "place": place,
        "form": form,
        "was": str(form.part.get("key", "")),
        "heading": outline.label(form.part),
        "kind": outline.kind_of(form.part),
        "problems": outline.own(problems, place) if place else (),
        "columns": outline.columns(row.draft, place, problems),
        "cells": outline.kinds_for("/columns"),
        "names": _names(row, place, settings),
        "back": page_of(row.code, place),
    }
    return render(request, "cases/building/edit.html", context, status=status)


def _names(row: Definition, place: str, settings: set[str]) -> list[speaking.Name]:
    """Return what the rules of a part may name: the widest of them."""
    order = ("eligible", "condition", "rule", "required", "check", "visible")
    setting = next((one for one in order if one in settings), "")
    return speaking.names(_words(row, place, setting)) if setting else []
