"""The public finder: a few questions, and what one could get. The address carries the answers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.queries import finding
from lianqiao.desks.policies.templatetags.finder_links import ASK, RESULT


@never_cache
@require_safe
def finder(request: ActingRequest) -> HttpResponse:
    """Ask one question at a time, and show what the answers so far make of every measure."""
    texts = request.GET.dict()
    found = finding.find(texts, timezone.localdate(), ask=texts.get(ASK, ""))
    is_refused = bool(found.question and found.question.form.errors)
    context = {"found": found, "shows_result": RESULT in texts and not is_refused}
    return render(
        request, "policies/finder/finder.html", context, status=422 if is_refused else 200
    )
