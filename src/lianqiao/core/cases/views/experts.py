"""The pool of experts: seen by bureaus, kept by team leads, in and out as a list."""

from __future__ import annotations

from functools import partial

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.cases import expert_list as lists
from lianqiao.core.cases.models import Expert
from lianqiao.core.cases.queries.candidates import OPEN
from lianqiao.core.cases.services.experts import require_lead
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import TechnicalField
from lianqiao.core.sheets import Import
from lianqiao.core.sheets.importing import Codes

ON_A_PAGE = 50


@require_safe
def experts(request: ActingRequest) -> HttpResponse:
    """List the pool with what lies open at each one."""
    _require_bureau(request.actor)
    page = Paginator(_found(request), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "fields": TechnicalField.objects.all(),
        "chosen": request.GET.get("field", ""),
        "q": request.GET.get("q", ""),
        "may_keep": request.actor.leads,
    }
    return render(request, "cases/reviews/experts.html", context)


@require_safe
def export(request: ActingRequest, kind: str) -> HttpResponseBase:
    """Hand out the list as it is filtered."""
    _require_bureau(request.actor)
    return sheets.download(kind, "experts", lists.COLUMNS, lists.listed(_found(request)))


def listed(request: ActingRequest) -> Import:
    """Return the list of experts; NotAllowed for who leads no team."""
    require_lead(request.actor)
    return Import(
        purpose="experts",
        title=_("Import experts"),
        above=[(_("Pool of experts"), reverse("cases:experts"))],
        columns=lists.COLUMNS,
        read=lists.read_experts,
        plan=lists.plan_experts,
        do=partial(lists.import_experts, actor=request.actor),
        rules=(
            _("An expert is known by the sign-in name; importing a list twice changes nothing."),
            _(
                "Organizations are known by credit code or exact name; a name that nobody here"
                " bears is kept as a name. Any that is left out ends today."
            ),
            _("Whoever works for a bureau is no expert."),
        ),
        codes=_codes,
    )


def _codes() -> Codes:
    return {_("Technical fields"): [(one.pk, one.name) for one in TechnicalField.objects.all()]}


def _require_bureau(actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))


def _found(request: ActingRequest) -> QuerySet[Expert]:
    rows = lists.with_all(Expert.objects.all())
    if field := request.GET.get("field", "").replace("\x00", "")[:8]:
        rows = rows.filter(fields=field)
    if words := request.GET.get("q", "").replace("\x00", "").strip()[:80]:
        rows = rows.filter(
            Q(user__display_name__icontains=words)
            | Q(affiliations__name__icontains=words)
            | Q(affiliations__organization__name__icontains=words)
        ).distinct()
    lying = Q(assignments__state__in=OPEN, assignments__panel__closed_at__isnull=True)
    return rows.annotate(lying=Count("assignments", filter=lying, distinct=True)).order_by("pk")
