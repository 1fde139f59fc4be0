"""The phrases of an office."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases.queries.phrases import PLACES, phrases_of
from lianqiao.core.cases.services.phrasing import drop_phrase, keep_phrase
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.http import ActingRequest


@require_safe
def phrases(request: ActingRequest) -> HttpResponse:
    """List the phrases, each ready to be changed."""
    return _page(request)


@require_POST
def keep(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    """Keep a phrase; what was wrong with it is said beside what was typed."""
    label, text = request.POST.get("label", ""), request.POST.get("text", "")
    try:
        keep_phrase(label, text, actor=request.actor, phrase=pk)
    except Invalid as refusal:
        typed = {"pk": pk, "label": label, "text": text, "said": str(refusal)}
        return _page(request, typed, status=422)
    messages.success(request, _("The phrase is kept."))
    return redirect("cases:phrases")


@require_POST
def drop(request: ActingRequest, pk: int) -> HttpResponse:
    """Drop a phrase."""
    drop_phrase(pk, actor=request.actor)
    messages.success(request, _("The phrase is dropped."))
    return redirect("cases:phrases")


def _page(
    request: ActingRequest, typed: Mapping[str, object] | None = None, status: int = 200
) -> HttpResponse:
    if not request.actor.is_bureau:
        raise NotFound(_("There is no such page."))
    context = {"phrases": phrases_of(request.actor), "places": sorted(PLACES), "typed": typed}
    return render(request, "cases/queue/phrases.html", context, status=status)
