"""Lists of claims: the office's queue, an enterprise's own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotAllowed
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.queries import direct, queue

ON_A_PAGE = 25


@require_safe
def claim_list(request: ActingRequest) -> HttpResponse:
    """List claims by whose turn it is; what is due first stands on top."""
    _require_member(request)
    actor, wanted = request.actor, queue.ClaimFilter.from_query(request.GET.dict())
    tabs = queue.counts(actor, wanted)
    found = Paginator(queue.claims(actor, wanted), ON_A_PAGE)
    context = {
        "wanted": wanted,
        "page": found.get_page(request.GET.get("page")),
        "tabs": [("", _("All"), sum(count for _name, _label, count in tabs)), *tabs],
        "measures": queue.measures(actor),
        "appeals": list(queue.open_appeals(actor)),
        "grants": direct.grants(actor) if actor.is_bureau else [],
        "today": timezone.localdate(),
    }
    return render(request, "policies/claims/list.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list as it is narrowed on screen."""
    _require_member(request)
    wanted = queue.ClaimFilter.from_query(request.GET.dict())
    rows = queue.export_rows(request.actor, wanted)
    return sheets.download(form, "claims", queue.COLUMNS, rows)


def _require_member(request: ActingRequest) -> None:
    if not request.actor.is_known:
        raise NotAllowed(_("Sign in as a member of an organization to see its claims."))
