"""A rule of a draft written in rows: a name, how it is compared, and with what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqiao.core.cases import applicants
from lianqiao.core.cases.building import editing, outline, ruling, speaking
from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.queries import procedures as queries
from lianqiao.core.cases.views import undoing
from lianqiao.core.cases.views.building import gone, require_same
from lianqiao.core.cases.views.revisions import expected
from lianqiao.core.errors import Invalid, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.rules.rows.conditions import ConditionForm
from lianqiao.core.rules.rows.shown import condition_rows

OK = 200


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rows(request: ActingRequest, code: str, setting: str, place: str = "") -> HttpResponse:
    """Show a rule of a part in rows; change them; keep them as the rule's text."""
    row = queries.procedure_for(request.actor, code)
    try:
        part = editing.part(row.draft, place)
        form = _form(request, row, place, setting, part)
    except editing.NoSuchPlaceError as error:
        raise gone() from error
    if request.POST.get("do") == "save":
        return _saved(request, row, place, setting, form)
    form.do(request.POST.get("do", ""))
    return _page(request, row, place, setting, form)


def _form(
    request: ActingRequest, row: Definition, place: str, setting: str, part: dict[str, Any]
) -> ConditionForm:
    if not ruling.SETTINGS.fullmatch(setting):
        raise gone()
    kind = ruling.kind_of(setting)
    words = speaking.vocabulary(row.draft, place, kind, applicants.vocabulary())
    if request.method != "POST":
        return ConditionForm.written(ruling.rule_of(part, setting), words)
    require_same(part, request)
    return ConditionForm.sent(request.POST, words)


def _saved(
    request: ActingRequest, row: Definition, place: str, setting: str, form: ConditionForm
) -> HttpResponse:
    text = form.condition_text()
    if form.problems:
        return _page(request, row, place, setting, form, status=Invalid.status)
    part = ruling.with_rule(editing.part(row.draft, place), setting, text)
    try:
        draft = editing.changed(row.draft, place, part)
        undoing.save(request, row, draft, expected(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, row, place, setting, form, status=refusal.status)
    messages.success(request, _("Saved."))
    return redirect(back_to(row.code, place))


def back_to(code: str, place: str) -> str:
    """Return the page of the part whose rule it is."""
    return (
        reverse("cases:edit", args=[code, place]) if place else reverse("cases:head", args=[code])
    )


def _page(
    request: ActingRequest,
    row: Definition,
    place: str,
    setting: str,
    form: ConditionForm,
    *,
    status: int = OK,
) -> HttpResponse:
    text = form.condition_text()
    said = speaking.said(text, form.words, timezone.localdate())
    if status == OK:
        form.forgive()
    part = editing.part(row.draft, place)
    group_of = None if setting == "eligible" else ruling.group_of
    context: dict[str, Any] = {
        "procedure": row,
        "heading": outline.label(part),
        "asked": _asked(place, part, row, setting),
        "was": str(part.get("key", "")),
        "form": form,
        "rows": condition_rows(form, group_of),
        "condition": text,
        "sentence": "" if form.problems else said.sentence,
        "back": back_to(row.code, place),
    }
    return render(request, "cases/building/rows.html", context, status=status)


def _asked(place: str, part: dict[str, Any], row: Definition, setting: str) -> str:
    """Return what the rule is for, in the words of the part's own form."""
    fields = outline.form_of(place, None, part, row.draft).fields
    name = f"{setting}_rule" if setting.startswith(ruling.CHECK) else setting
    return str(fields[name].label) if name in fields else ""
