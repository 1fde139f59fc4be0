"""Pages of published texts: the list, the text with its marks, one claim."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import NotAllowed, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.indicators.queries import in_force
from lianqiao.core.parties.http import ActingRequest, number_of
from lianqiao.core.sheets import download
from lianqiao.desks.reports.statements import printing, queries, services
from lianqiao.desks.reports.statements.columns import CLAIMS, claim_row
from lianqiao.desks.reports.statements.forms import TextForm
from lianqiao.desks.reports.statements.models import Claim, Outcome, Text

ON_A_PAGE = 30


@require_safe
def text_list(request: ActingRequest) -> HttpResponse:
    """List the texts with how many of their figures agree."""
    page = Paginator(queries.texts(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "statements/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    """Take a text in."""
    if not request.actor.is_bureau:
        raise NotAllowed(_("Only a department enters texts."))
    form = TextForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        try:
            if form.is_valid():
                text = services.enter(form.given(), actor=request.actor)
                return redirect("statements:text", text.pk)
        except Refusal as refusal:
            explain(form, refusal)
    status = 422 if form.errors else 200
    return render(request, "statements/new.html", {"form": form}, status=status)


@require_safe
def text(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a text as it reads, with what the ledger says to each figure in the margin."""
    row = queries.text_for(request.actor, pk)
    number = number_of(request, "page") or 1
    wanted = request.GET.get("outcome", "")
    context = {
        "text": row,
        "paragraphs": queries.page_of(row, number),
        "page": Paginator(row.pages or [0], 1).get_page(number),
        "summary": queries.summary(row),
        "wanted": wanted if wanted in Outcome.values else "",
        "claims": _wanted(row, wanted),
        "open": row.claims.filter(state__in=["open", "proposed"]).count(),
    }
    return render(request, "statements/text.html", context)


def _wanted(row: Text, wanted: str) -> list[Claim]:
    """Return the claims with one outcome, for the list above the text."""
    if wanted not in Outcome.values:
        return []
    found = row.claims.select_related("indicator").filter(outcome=wanted)
    return list(found[: ON_A_PAGE * 10])


@require_safe
def claim(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one claim: what it says, what the ledger says, and which indicators it may mean."""
    row = queries.claim_for(request.actor, pk)
    return _claim_page(request, row)


def _claim_page(request: ActingRequest, row: Claim, problem: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "claim": row,
        "note": queries.Note(row, 0),
        "problem": problem,
        "version": in_force(request.actor).filter(indicator=row.indicator_id).first(),
    }
    if request.actor.is_bureau:
        context["proposals"] = queries.proposals_for(row, request.actor)
        context["versions"] = in_force(request.actor)
    return render(request, "statements/claim.html", context, status=422 if problem else 200)


@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Say which indicator a figure speaks of, or that it speaks of none."""
    row = queries.claim_for(request.actor, pk)
    code, expected = request.POST.get("indicator", "")[:64], request.POST.get("expected", "")
    try:
        if "none" in request.POST:
            services.dismiss(pk, actor=request.actor, expected=expected)
        else:
            services.confirm(pk, code, actor=request.actor, expected=expected)
    except Refusal as refusal:
        if refusal.status == 403:  # noqa: PLR2004
            raise
        return _claim_page(request, row, str(refusal))
    return redirect(_place(row))


@require_POST
def confirm_likely(request: ActingRequest, pk: int) -> HttpResponse:
    """Confirm all that is proposed."""
    queries.text_for(request.actor, pk)
    count = services.confirm_likely(pk, actor=request.actor)
    said = ngettext("%(count)d figure was confirmed.", "%(count)d figures were confirmed.", count)
    messages.success(request, said % {"count": count})
    return redirect("statements:text", pk)


@require_POST
def judge(request: ActingRequest, pk: int) -> HttpResponse:
    """Hold the text against the ledger as it is now."""
    queries.text_for(request.actor, pk)
    services.judge(pk, actor=request.actor)
    messages.success(request, _("The text was held against the ledger as it is now."))
    return redirect("statements:text", pk)


@require_POST
def publish(request: ActingRequest, pk: int) -> HttpResponse:
    """Open the text to everybody, or close it."""
    queries.text_for(request.actor, pk)
    services.publish(pk, actor=request.actor, is_public=request.POST.get("public") == "1")
    return redirect("statements:text", pk)


@require_safe
def export(request: ActingRequest, pk: int, form: str) -> HttpResponseBase:
    """Hand out the claims as a list."""
    row = queries.text_for(request.actor, pk)
    rows = map(claim_row, row.claims.iterator())
    return download(form, f"claims-{pk}-{slugify(row.year)}", CLAIMS, rows)


@require_safe
def pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the text with its marks, fit to be printed."""
    row = queries.text_for(request.actor, pk)
    headers = {"Content-Disposition": f'attachment; filename="claims-{pk}.pdf"'}
    return HttpResponse(printing.pdf(row), content_type="application/pdf", headers=headers)


def _place(row: Claim) -> str:
    """Return the address of a claim's place in its text."""
    pages = row.text.pages or [0]
    page = sum(start <= row.start for start in pages)
    return f"{reverse('statements:text', args=[row.text_id])}?page={page}#claim-{row.pk}"
