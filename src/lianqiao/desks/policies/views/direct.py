"""Direct grants for the office: check who was found, take names off, announce."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.forms.claims import AnnounceForm, ReasonForm
from lianqiao.desks.policies.queries import direct, offices
from lianqiao.desks.policies.services import claims, notices
from lianqiao.desks.policies.services.claims.rules import period_of

ON_A_PAGE = 50


@require_safe
def check(request: ActingRequest, pk: int) -> HttpResponse:
    """Show whom the newest run found, who is left out and why, and the sum against the budget."""
    return _page(request, pk)


@require_POST
def list_qualifying(request: ActingRequest, pk: int) -> HttpResponse:
    """Put everybody on the list who was found since."""
    found = claims.list_qualifying(actor=request.actor, measure=pk)
    messages.success(request, _("%(count)d enterprises were listed.") % {"count": found.opened})
    return redirect("policies:direct", pk)


@require_POST
def announce(request: ActingRequest, pk: int) -> HttpResponse:
    """Announce the list; a budget that does not hold it is said on the page."""
    form = AnnounceForm(request.POST)
    if not form.is_valid():
        problem = _("A notice lasts one to sixty working days.")
        return _page(request, pk, problem=problem, status=Invalid.status)
    try:
        notice = notices.announce(actor=request.actor, measure=pk, **form.cleaned_data)
    except (Conflict, Invalid) as refusal:
        return _page(request, pk, problem=str(refusal), status=refusal.status)
    messages.success(request, _("Announced. Everybody can read the notice and object."))
    return redirect("policies:notice", notice.pk)


@require_POST
def drop(request: ActingRequest, pk: int, case: int) -> HttpResponse:
    """Take a name off the list, with the reason."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        problem = _("Give the reason: the other side will read it.")
        return _page(request, pk, problem=problem, status=Invalid.status)
    claims.drop(actor=request.actor, case=case, reason=form.cleaned_data["reason"])
    messages.success(request, _("Taken off the list."))
    return redirect("policies:direct", pk)


def _page(request: ActingRequest, pk: int, *, problem: str = "", status: int = 200) -> HttpResponse:
    measure = offices.measure_in_charge(request.actor, pk)
    run = direct.newest_run()
    period = period_of(measure, run.reference_date) if run else ""
    listed = direct.listed(measure, period)
    listed_sums, budget = direct.sums(listed), direct.budget_of(measure)
    spoken_for = budget.reserved + budget.paid + listed_sums["total"] if budget else 0
    context = {
        "measure": measure,
        "run": run,
        "period": period,
        "candidates": direct.candidates(measure, period) if run else None,
        "listed": listed_sums,
        "page": Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page")),
        "budget": budget,
        "spoken_for": spoken_for,
        "is_short": budget is not None and spoken_for > budget.total,
        "announce": AnnounceForm(initial={"period": period, "working_days": measure.notice_days}),
        "problem": problem,
    }
    return render(request, "policies/claims/direct.html", context, status=status)
