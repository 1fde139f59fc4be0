"""Pages of published texts: the list, the text with its marks, one claim."""

from __future__ import annotations

from itertools import islice
from typing import Any, NamedTuple

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
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from lianqiao.core.errors import Conflict, NotAllowed, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.indicators.queries import in_force
from lianqiao.core.parties.http import ActingRequest, number_of
from lianqiao.core.sheets import download
from lianqiao.desks.reports.statements import charts, printing, queries, services
from lianqiao.desks.reports.statements.columns import CLAIMS, TEXTS, claim_row, text_row
from lianqiao.desks.reports.statements.forms import TextForm
from lianqiao.desks.reports.statements.models import Claim, Outcome, Reading, State, Text

ON_A_PAGE = 30
LISTED = 300


class Place(NamedTuple):
    """A claim and the address of its place in its text."""

    claim: Claim
    url: str


@require_safe
def text_list(request: ActingRequest) -> HttpResponse:
    """List the texts with how many of their figures agree."""
    words, year = request.GET.get("q", "")[:100].replace("\0", ""), number_of(request, "year")
    found = queries.texts(request.actor, words, year)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": words, "year": year}
    return render(request, "statements/list.html", context)


@require_safe
def export_list(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list of texts as it is filtered."""
    words, year = request.GET.get("q", "")[:100].replace("\0", ""), number_of(request, "year")
    rows = map(text_row, queries.texts(request.actor, words, year).iterator())
    return download(form, "checked-texts", TEXTS, rows)


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
        "paragraphs": queries.page_of(row, number, request.actor),
        "chart": charts.by_department(row),
        "page": Paginator(row.pages or [0], 1).get_page(number),
        "summary": queries.summary(row),
        "wanted": wanted if wanted in Outcome.values else "",
        "found": _wanted(request, row, wanted),
        "proposed": row.claims.filter(state=State.PROPOSED).count(),
        **_progress(row),
    }
    return render(request, "statements/text.html", context)


def _wanted(request: ActingRequest, row: Text, wanted: str) -> list[Place]:
    """Return the claims with one outcome, for the list above the text."""
    if wanted not in Outcome.values:
        return []
    claims = islice(queries.claims_of(row, request.actor, outcome=wanted), LISTED)
    return [Place(one, _place(row, one)) for one in claims]


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
        "place": _place(row.text, row),
        "meant": in_force(request.actor).filter(indicator=row.indicator_id).first(),
        "past": queries.past_verdicts(row, request.actor),
    }
    if request.actor.is_bureau:
        context["proposals"] = queries.proposals_for(row, request.actor)
        context["versions"] = in_force(request.actor)
    template = "statements/parts/panel.html" if request.htmx else "statements/claim.html"
    return render(request, template, context, status=422 if problem else 200)


@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Say which indicator a figure speaks of, or that it speaks of none."""
    row = queries.claim_for(request.actor, pk)
    remark = services.Remark(request.POST.get("remark", ""), "public" in request.POST)
    expected, code = (request.POST.get(name, "")[:100] for name in ("expected", "indicator"))
    said: dict[str, Any] = {"actor": request.actor, "expected": expected, "remark": remark}
    try:
        if "none" in request.POST:
            services.dismiss(pk, **said)
        else:
            services.confirm(pk, code[:64], **said)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _claim_page(request, row, str(refusal))
    return _decided(request, pk) if request.htmx else redirect(_place(row.text, row))


def _decided(request: ActingRequest, pk: int) -> HttpResponse:
    """Return the note and the mark of a claim as they are now, to take the place of the old."""
    row = queries.claim_for(request.actor, pk)
    number = row.text.claims.filter(start__lte=row.start).count()
    context = {"note": queries.Note(row, number)}
    answer = render(request, "statements/parts/decided.html", context)
    return reswap(retarget(answer, f"#note-{pk}"), "outerHTML")


@require_safe
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far a text has been read; the page comes anew when that is over."""
    row = queries.text_for(request.actor, pk)
    if row.reading != Reading.WAITING:
        return HttpResponseClientRefresh()
    return render(request, "statements/parts/progress.html", _progress(row))


def _progress(row: Text) -> dict[str, Any]:
    if row.reading == Reading.DONE:
        return {"text": row}
    done, total = queries.progress(row.pk)
    return {"text": row, "done": done, "total": total, "percent": 100 * done // max(total, 1)}


@require_POST
def move(request: ActingRequest, pk: int) -> HttpResponse:
    """Stop the reading of a text, or let it go on."""
    queries.text_for(request.actor, pk)
    act = services.stop if "stop" in request.POST else services.go_on
    act(pk, actor=request.actor)
    return redirect("statements:text", pk)


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
    try:
        services.publish(pk, actor=request.actor, is_public=request.POST.get("public") == "1")
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("statements:text", pk)


@require_safe
def export(request: ActingRequest, pk: int, form: str) -> HttpResponseBase:
    """Hand out the claims as a list."""
    row = queries.text_for(request.actor, pk)
    rows = map(claim_row, queries.claims_of(row, request.actor))
    return download(form, f"claims-{pk}-{slugify(row.year)}", CLAIMS, rows)


@require_safe
def pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the text with its marks, fit to be printed."""
    row = queries.text_for(request.actor, pk)
    headers = {"Content-Disposition": f'attachment; filename="claims-{pk}.pdf"'}
    return HttpResponse(
        printing.pdf(row, request.actor), content_type="application/pdf", headers=headers
    )


def _place(row: Text, claim: Claim) -> str:
    """Return the address of a claim's place in its text."""
    page = sum(start <= claim.start for start in row.pages) or 1
    return f"{reverse('statements:text', args=[row.pk])}?page={page}#claim-{claim.pk}"
