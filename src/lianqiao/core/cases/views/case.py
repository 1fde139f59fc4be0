"""The page of a case: one for its applicant and for the office, each with what is theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries import filing as applicant
from lianqiao.core.cases.queries import seeing as queries
from lianqiao.core.cases.queries.extending import (
    answered_extensions,
    asked_extension,
    may_ask,
)
from lianqiao.core.cases.queries.grace import missed_step, taken_until
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import works_on
from lianqiao.core.cases.services.remarking import read_messages, remark
from lianqiao.core.cases.views.officer import officer_context
from lianqiao.core.parties.http import ActingRequest


@require_safe
def case(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a case."""
    row = queries.case_for(request.actor, pk)
    filed = queries.filings_of(row, timezone.localdate())
    found = document(row.procedure)
    context: dict[str, Any] = {
        "case": row,
        "procedure": found,
        "state": found.state(row.state),
        "missed": missed_step(row),
        "way": queries.way_of(row),
        "filed": filed,
        "last": [(one, queries.in_words(one.snapshots[0])) for one in filed if one.snapshots],
        "is_office": works_on(request.actor, row),
        "told": list(row.messages.all()),
        "taken_until": taken_until(row),
        "asked_time": asked_extension(row),
        "answered_time": answered_extensions(row),
        "remarks": row.remarks.filter(is_private=False).select_related("by"),
    }
    if context["is_office"]:
        context |= officer_context(request, row, filed)
    else:
        context |= _applicants(request, row, filed)
    return render(request, "cases/case.html", context)


@require_POST
def say(request: ActingRequest, pk: int) -> HttpResponse:
    """Say something about a case, or about a field of one of its filings."""
    number, key = whole(request.POST.get("filing", "")), request.POST.get("about", "")
    remark(
        actor=request.actor,
        case=pk,
        text=request.POST.get("text", ""),
        filing=number,
        field=key,
        is_private="private" in request.POST,
    )
    messages.success(request, _("Your remark is kept."))
    if number and not request.actor.is_bureau:
        return redirect(f"{reverse('cases:filing', args=[number])}#f-{key[:40]}")
    return redirect("cases:case", pk)


def whole(text: str) -> int | None:
    """Return a number that a database knows, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**63)) else None


def _applicants(request: ActingRequest, row: Case, filed: list[queries.Filed]) -> dict[str, Any]:
    """Return what only the applicant's side shows; unread messages count as read now."""
    read_messages(actor=request.actor, case=row.pk)
    step = applicant.submitting(row)
    begun = {one.filing.form for one in filed if one.is_waiting or one.filing.period is None}
    form = document(row.procedure).state(row.state).form
    return {
        "certificates": list(row.certificates.select_related("title__kind")),
        "may_ask_time": may_ask(row),
        "to_open": form if step and form not in begun else None,
        "steps": [one for one in applicant.applicants_steps(row) if not one.files],
        "open_filings": [one for one in filed if one.is_waiting],
    }
