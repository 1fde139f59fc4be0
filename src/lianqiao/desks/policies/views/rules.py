"""Writing the rules of a measure without code: rows on the left, what they say on the right."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqiao.core.errors import Invalid, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.rules.registry import vocabulary
from lianqiao.desks.policies.drafts import measure_draft_of
from lianqiao.desks.policies.forms.policy import saved_at
from lianqiao.desks.policies.forms.rules import RuleForm
from lianqiao.desks.policies.forms.shown import shown
from lianqiao.desks.policies.judging import in_words
from lianqiao.desks.policies.models import Measure
from lianqiao.desks.policies.services import measures
from lianqiao.desks.policies.views.measures import own_measure


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rules(request: ActingRequest, pk: int, measure: int) -> HttpResponse:
    """Show the rules of a measure of a draft in rows; change them; keep them."""
    row = own_measure(request, pk, measure)
    words = vocabulary()
    if request.method != "POST":
        return _page(request, RuleForm.of(row, words), row)
    form = RuleForm.sent(request.POST, words)
    action = request.POST.get("do", "")
    if action == "save":
        return _saved(request, form, row)
    form.do(action)
    return _page(request, form, row)


def _saved(request: ActingRequest, form: RuleForm, row: Measure) -> HttpResponse:
    condition, payout = form.texts()
    if form.problems:
        return _page(request, form, row, status=Invalid.status)
    draft = replace(measure_draft_of(row), condition=condition, payout=payout)
    try:
        measures.save_measure(
            actor=request.actor, measure=row.pk, draft=draft, changed_at=saved_at(request.POST)
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, form, row, status=refusal.status)
    messages.success(request, _("Saved."))
    return redirect("policies:measure_edit", row.version_id, row.pk)


def _page(
    request: ActingRequest, form: RuleForm, row: Measure, *, status: int = 200
) -> HttpResponse:
    condition, payout = form.texts()
    written = Measure(condition=condition, payout=payout)
    words = None if form.problems else in_words(written, timezone.localdate())
    if status == HTTPStatus.OK:
        form.forgive()
    context: dict[str, Any] = {
        "edition": row.version,
        "measure": row,
        "form": form,
        "rows": shown(form),
        "condition": condition,
        "payout": payout,
        "words": words,
    }
    return render(request, "policies/rules/edit.html", context, status=status)
