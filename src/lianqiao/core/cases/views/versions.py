"""Versions of a procedure: published, read by everybody, compared, given away as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from lianqiao.core.cases import files
from lianqiao.core.cases.building import outline
from lianqiao.core.cases.building.drawing import drawn
from lianqiao.core.cases.documents.comparing import Change, compared
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Definition, Version
from lianqiao.core.cases.problems import Problem
from lianqiao.core.cases.queries import procedures as queries
from lianqiao.core.cases.queries.versions import in_force
from lianqiao.core.cases.rights import may_build
from lianqiao.core.cases.services import building, publishing
from lianqiao.core.cases.views.building import head_of
from lianqiao.core.cases.views.revisions import expected
from lianqiao.core.documents import document as answered
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.http import ActingRequest


@require_safe
@never_cache
def history(request: ActingRequest, code: str) -> HttpResponse:
    """Show the versions of a procedure, what the draft changes, and what publishing needs."""
    row = queries.procedure_for(request.actor, code)
    context = head_of(row)
    cases = queries.cases_by_version(row)
    versions = list(row.versions.select_related("published_by"))
    last = versions[0] if versions else None
    context |= {
        "flaws": [_flaw(row, one) for one in context["problems"]],
        "versions": [(one, cases.get(one.number, 0)) for one in versions],
        "now": in_force(row, timezone.localdate()),
        "last": last,
        "changes": _changes_of_draft(row.draft, last),
        "may_publish": request.actor.leads and row.saved_by_id != request.actor.user,
        "is_lead": request.actor.leads,
        "today": timezone.localdate(),
    }
    return render(request, "cases/building/history.html", context)


@require_POST
def publish(request: ActingRequest, code: str) -> HttpResponse:
    """Publish the draft."""
    row = queries.procedure_for(request.actor, code)
    typed = request.POST.get("valid_from", "").strip()
    made = publishing.publish(
        row.pk,
        actor=request.actor,
        expected=expected(request),
        valid_from=_day(typed) if typed else None,
    )
    messages.success(request, _("Version %(number)d is published.") % {"number": made.number})
    return redirect("cases:version", made.pk)


@require_POST
def take_new_cases(request: ActingRequest, code: str) -> HttpResponse:
    """Open a procedure for new cases, or close it."""
    row = queries.procedure_for(request.actor, code)
    is_open = request.POST.get("open") == "1"
    building.take_new_cases(row.pk, actor=request.actor, is_open=is_open)
    return redirect("cases:history", code)


@require_safe
def version(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a published version, to everybody: its forms, its way, its file."""
    row = queries.version_for(pk)
    context: dict[str, Any] = {
        "version": row,
        "label": outline.label(row.document),
        "about": outline.label({"label": row.document.get("about")}),
        "document": row.document,
        "forms": outline.lines(row.document, "forms", ()),
        "picture": drawn(row.document),
        "steps": _steps(row.document),
        "before": row.definition.versions.filter(number__lt=row.number).first(),
        "is_own": may_build(request.actor, row.definition.office_id),
    }
    return render(request, "cases/building/version.html", context)


@require_safe
def compare(request: ActingRequest, pk: int, other: int) -> HttpResponse:
    """Show what a version changed against another one of the same procedure."""
    newer, older = queries.version_for(pk), queries.version_for(other)
    if newer.definition_id != older.definition_id:
        raise NotFound(_("There is no such version."))
    changes = compared(queries.document_of(older), queries.document_of(newer))
    context = {
        "version": newer,
        "older": older,
        "label": outline.label(newer.document),
        "changes": changes,
    }
    return render(request, "cases/building/compare.html", context)


@require_safe
def version_file(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out a published version as a file."""
    row = queries.version_for(pk)
    return _file(queries.document_of(row), kind, f"{row.definition.code}-{row.number}")


@require_safe
def draft_file(request: ActingRequest, code: str, kind: str) -> HttpResponse:
    """Hand out a draft as a file, if it is whole enough to be read again."""
    row = queries.procedure_for(request.actor, code)
    try:
        found = Document.model_validate(row.draft)
    except ValidationError as error:
        message = _("The draft cannot be a file yet: mend what is marked in it first.")
        raise Invalid(message) from error
    return _file(found, kind, f"{row.code}-draft")


@require_safe
def schema(request: ActingRequest) -> HttpResponse:
    """Hand out the JSON Schema of procedures, for editors of text."""
    found = {"$id": request.build_absolute_uri(request.path)} | files.schema()
    return answered(found, media="application/schema+json")


def _flaw(row: Definition, problem: Problem) -> tuple[str, str, str]:
    place, name = outline.named(row.draft, problem.place)
    url = reverse("cases:edit", args=[row.code, place]) if place else ""
    return url, name, problem.sentence


def _file(found: Document, kind: str, name: str) -> HttpResponse:
    if kind not in files.KINDS:
        raise NotFound(_("Procedures are handed out as YAML or JSON."))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    media = f"{files.KINDS[kind]}; charset=utf-8"
    return HttpResponse(files.written(found, kind), content_type=media, headers=headers)


def _changes_of_draft(draft: dict[str, Any], last: Version | None) -> list[Change] | None:
    """Return what a draft changes; None before the first version, and while it cannot be read."""
    if last is None:
        return None
    try:
        return compared(queries.document_of(last), Document.model_validate(draft))
    except ValidationError:
        return None


def _steps(document: dict[str, Any]) -> list[outline.ShownStep]:
    names = {one.key: one.label for one in outline.lines(document, "states", ())}
    return [outline.step_of(one, names) for one in outline.lines(document, "steps", ())]


def _day(text: str) -> Any:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        message = _("This is no day: write it as 2026-01-31.")
        raise Invalid(message, {"valid_from": message})
    return found
