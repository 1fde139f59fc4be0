"""The pool of experts: seen by bureaus, kept by team leads, in and out as a list."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.cases import expert_list as lists
from lianqiao.core.cases.models import Expert
from lianqiao.core.cases.queries.candidates import OPEN
from lianqiao.core.cases.services.experts import require_lead
from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import TechnicalField
from lianqiao.core.sheets.responses import attachment, spool

ON_A_PAGE = 50
PURPOSE = "experts"


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


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """Take a list and show what it would change."""
    require_lead(request.actor)
    problem, status = "", 200
    if request.method == "POST":
        try:
            file, name = sheets.chosen(request.FILES.get("file"))
            lists.read_experts(file, name)
            sheets.keep(request.session, PURPOSE, file, name)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("cases:experts_plan")
    context = {"problem": problem, "columns": lists.COLUMNS}
    return render(request, "cases/reviews/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest) -> HttpResponse:
    """Show the dry run."""
    require_lead(request.actor)
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        found = lists.plan_experts(lists.read_experts(file, name))
    return render(request, "cases/reviews/import_plan.html", sheets.shown(found) | {"name": name})


@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Import the list that was looked at, all or nothing."""
    require_lead(request.actor)
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        sheet = lists.read_experts(file, name)
    done = lists.import_experts(sheet, actor=request.actor).counts
    sheets.drop(request.session, PURPOSE)
    count = done[sheets.Action.CREATE] + done[sheets.Action.UPDATE]
    said = ngettext("%(count)d row was taken in.", "%(count)d rows were taken in.", count)
    messages.success(request, said % {"count": count})
    return redirect("cases:experts")


@require_safe
def template(request: ActingRequest) -> HttpResponseBase:
    """Hand out the empty list, with the technical fields to look up."""
    require_lead(request.actor)
    file = spool()
    fields = [(one.pk, one.name) for one in TechnicalField.objects.all()]
    sheets.template(lists.COLUMNS, {_("Technical fields"): fields}, file)
    return attachment(file, "experts.xlsx")


def _require_bureau(actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))


def _found(request: ActingRequest) -> QuerySet[Expert]:
    rows = lists.with_all(Expert.objects.all())
    if field := request.GET.get("field", "")[:8]:
        rows = rows.filter(fields=field)
    if words := request.GET.get("q", "").replace("\x00", "").strip()[:80]:
        rows = rows.filter(
            Q(user__display_name__icontains=words)
            | Q(affiliations__name__icontains=words)
            | Q(affiliations__organization__name__icontains=words)
        ).distinct()
    lying = Q(assignments__state__in=OPEN, assignments__panel__closed_at__isnull=True)
    return rows.annotate(lying=Count("assignments", filter=lying, distinct=True)).order_by("pk")
