"""What an office has in hand, and the second person's decision."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import Invalid, NotAllowed, NotFound, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.fitness import fitness_of
from lianqiao.desks.policies.judging import all_in_words
from lianqiao.desks.policies.models import Stage, Version
from lianqiao.desks.policies.queries import access, reading, writing
from lianqiao.desks.policies.queries.differences import differences
from lianqiao.desks.policies.services import publishing
from lianqiao.desks.policies.views.edit import require_bureau

ON_A_PAGE = 30
GUIDES_SHOWN = 20


@require_safe
def approvals(request: ActingRequest) -> HttpResponse:
    """List what waits for a second person, the drafts of the office and the guides due."""
    require_bureau(request)
    drafts = writing.in_stage(request.actor, Stage.DRAFT).order_by("-changed_at", "-pk")
    context = {
        "waiting": list(writing.in_stage(request.actor, Stage.SUBMITTED)),
        "page": Paginator(drafts, ON_A_PAGE).get_page(request.GET.get("page")),
        "guides": writing.guides_due(request.actor)[:GUIDES_SHOWN],
    }
    return render(request, "policies/approvals.html", context)


@require_safe
def approval(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the second person what is new and what it would cost."""
    row = _submitted(request, pk)
    old = reading.before(row)
    context = {
        "edition": row,
        "old": old,
        "differences": differences(old, row) if old else None,
        "measures": [
            (measure, words, fitness_of(measure))
            for measure, words in all_in_words(row.measures.all(), timezone.localdate())
        ],
        "is_first_person": request.actor.user in {row.drafted_by_id, row.submitted_by_id},
    }
    return render(request, "policies/approval.html", context)


@require_POST
def approve(request: ActingRequest, pk: int) -> HttpResponse:
    """Publish what another person has submitted."""
    row = publishing.approve(actor=request.actor, version=pk, remark=request.POST.get("remark", ""))
    messages.success(request, _("Published."))
    return redirect("policies:version", row.pk)


@require_POST
def send_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Return a version to its author with a reason."""
    return _with_reason(request, pk, publishing.send_back, _("Sent back to its author."))


@require_POST
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """End a published version today."""
    return _with_reason(request, pk, publishing.withdraw, _("The policy is withdrawn."))


@require_http_methods(["GET", "HEAD", "POST"])
def guide(request: ActingRequest, pk: int) -> HttpResponse:
    """Explain a policy in plain words."""
    row = access.version(request.actor, pk)
    if not access.answers_for(request.actor, row.policy.office_id):
        raise NotAllowed(_("Only the office in charge changes this policy."))
    problem, status = "", 200
    text = request.POST.get("text", row.interpretation)
    if request.method == "POST":
        try:
            publishing.write_guide(actor=request.actor, version=pk, text=text)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            messages.success(request, _("Saved."))
            return redirect("policies:version", pk)
    context = {"edition": row, "text": text, "problem": problem}
    return render(request, "policies/guide.html", context, status=status)


def _submitted(request: ActingRequest, pk: int) -> Version:
    row = access.version(request.actor, pk)
    if row.stage != Stage.SUBMITTED:
        raise NotFound(_("Nothing waits for approval here any more."))
    return row


def _with_reason(
    request: ActingRequest, pk: int, act: Callable[..., Version], said: str
) -> HttpResponse:
    try:
        act(actor=request.actor, version=pk, reason=request.POST.get("reason", ""))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("policies:version", pk)
