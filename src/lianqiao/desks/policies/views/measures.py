"""Writing the measures of a draft, each on a page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lianqiao.core.errors import Invalid, NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.fitness import fitness_of
from lianqiao.desks.policies.forms.measure import MeasureForm
from lianqiao.desks.policies.forms.policy import saved_at
from lianqiao.desks.policies.judging import in_words
from lianqiao.desks.policies.models import Measure, Version
from lianqiao.desks.policies.services import measures
from lianqiao.desks.policies.views.edit import own_draft


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a measure to a draft."""
    return _edited(request, own_draft(request, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: ActingRequest, pk: int, measure: int) -> HttpResponse:
    """Change a measure of a draft."""
    row = own_measure(request, pk, measure)
    return _edited(request, row.version, row)


def own_measure(request: ActingRequest, pk: int, measure: int) -> Measure:
    """Return a measure of a draft that the actor may write; NotFound otherwise."""
    version = own_draft(request, pk)
    row = next((one for one in version.measures.all() if one.pk == measure), None)
    if row is None:
        raise NotFound(_("There is no such measure, or it is not open to you."))
    row.version = version
    return row


@require_POST
def remove(request: ActingRequest, pk: int, measure: int) -> HttpResponse:
    """Take a measure out of a draft."""
    measures.remove_measure(actor=request.actor, measure=measure)
    messages.success(request, _("The measure is taken out."))
    return redirect("policies:edit", pk)


def _edited(request: ActingRequest, version: Version, row: Measure | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = MeasureForm(data, measure=row)
    status = 200
    if data is not None:
        status = Invalid.status
        if form.is_valid():
            try:
                return _saved(request, form, version, row)
            except Refusal as refusal:
                explain(form, refusal)
                status = refusal.status
    context: dict[str, Any] = {
        "form": form,
        "edition": version,
        "measure": row,
        "fitness": fitness_of(row) if row else None,
        "words": in_words(row, timezone.localdate()) if row else None,
    }
    return render(request, "policies/measure.html", context, status=status)


def _saved(
    request: ActingRequest, form: MeasureForm, version: Version, row: Measure | None
) -> HttpResponse:
    actor, draft = request.actor, form.draft()
    if row is None:
        saved = measures.add_measure(actor=actor, version=version.pk, draft=draft)
        messages.success(request, _("Saved. Now say who gets it, and how much."))
        return redirect("policies:rules", version.pk, saved.pk)
    saved = measures.save_measure(
        actor=actor, measure=row.pk, draft=draft, changed_at=saved_at(request.POST)
    )
    messages.success(request, _("Saved."))
    return redirect("policies:measure_edit", version.pk, saved.pk)
