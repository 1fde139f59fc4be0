"""What can be applied for, beginning a case, and the cases that one has."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.cases.beginnings import page_of
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries import applying as offered
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.queries.holding import granted_by, hindrance
from lianqiao.core.cases.queries.versions import document, documents
from lianqiao.core.cases.services import applying as services
from lianqiao.core.cases.services.submitting import step
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.permissions import require_member

ON_A_PAGE = 30


@require_safe
def apply(request: ActingRequest) -> HttpResponse:
    """List what can be applied for."""
    offers = offered.offers(request.actor, timezone.localdate())
    return render(request, "cases/apply.html", {"offers": offers})


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: ActingRequest, code: str) -> HttpResponse:
    """Show what a procedure asks for and what one lacks; begin a case of it."""
    if page := page_of(code):
        return redirect(page)
    day = timezone.localdate()
    version = services.version_for(code, day)
    wanted = document(str(version))
    if request.method == "POST":
        case = services.start(
            actor=request.actor,
            code=code,
            takes_over="takes_over" in request.POST,
            another="another" in request.POST,
        )
        return _to_first_filing(case)
    form = next((state.form for state in wanted.states if state.is_first), None)
    home = request.actor.organization if not request.actor.is_bureau else None
    context = {
        "procedure": wanted,
        "version": version,
        "eligible": offered.eligible(wanted, home, day) if home else None,
        "hindrance": hindrance(granted_by(wanted), home, day) if home else "",
        "drafts": queries.drafts(request.actor, code),
        "earlier": queries.last_filed(request.actor, code, form) if form else None,
    }
    return render(request, "cases/start.html", context)


@require_safe
def mine(request: ActingRequest) -> HttpResponse:
    """List the organization's cases."""
    require_member(request.actor)
    page = Paginator(queries.mine(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    read = documents(row.procedure for row in page)
    rows = [(row, read[row.procedure], read[row.procedure].state(row.state)) for row in page]
    return render(request, "cases/mine.html", {"page": page, "rows": rows})


@require_POST
def open_filing(request: ActingRequest, pk: int) -> HttpResponse:
    """Open the form that a case asks for now."""
    return redirect("cases:filing", services.open_filing(actor=request.actor, case=pk).pk)


@require_POST
def own_step(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a step of the applicant's, such as to withdraw."""
    reason, wanted = request.POST.get("reason", ""), request.POST.get("step", "")
    case = step(actor=request.actor, case=pk, step=wanted, reason=reason)
    messages.success(request, _("Done: the case is at “%(now)s” now.") % {"now": case.state_label})
    return redirect("cases:case", pk)


def _to_first_filing(case: Case) -> HttpResponse:
    first = case.filings.first()
    return redirect("cases:filing", first.pk) if first else redirect("cases:case", case.pk)
