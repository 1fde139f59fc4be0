"""What everybody sees: answered opinions, one's own by its receipt, statistics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianqiao.core.errors import Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.visitors import network
from lianqiao.desks.reports.opinions import guard, queries, services
from lianqiao.desks.reports.opinions.charts import answers_chart
from lianqiao.desks.reports.opinions.forms import OpinionForm
from lianqiao.desks.reports.opinions.models import Theme
from lianqiao.desks.reports.opinions.services.arriving import SLOW_SECONDS
from lianqiao.desks.reports.opinions.subjects import DEPARTMENT, About
from lianqiao.desks.reports.opinions.views.desk import shown

ON_A_PAGE = 20


@require_safe
def opinion_list(request: ActingRequest) -> HttpResponse:
    """List what was answered in public."""
    wanted = queries.Wanted.from_query(request.GET.dict())
    found = queries.published(wanted)
    context = {
        "wanted": wanted,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "themes": Theme.choices,
        "departments": queries.departments(),
    }
    return render(request, "opinions/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("name", "phone", "email")
def new(request: ActingRequest) -> HttpResponse:
    """Leave an opinion; the receipt is shown once, in the answer."""
    about = About.read(request.GET.get("about", ""))
    kept = queries.rules()
    initial = {"department": about.id} if about.type == DEPARTMENT else {}
    form = OpinionForm(request.POST or None, rules=kept, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                row, receipt = services.leave(form.said(about), _proof(request, form))
            except Refusal as refusal:
                explain(form, refusal)
                status = refusal.status
            else:
                context = {"opinion": row, "receipt": _in_fours(receipt)}
                return render(request, "opinions/left.html", context, status=201)
        status = max(status, 422)
    form.initial["challenge"] = guard.challenge(kept.difficulty)
    context = {"form": _renewed(form), "about": about, "rules": kept, "slow": SLOW_SECONDS}
    return render(request, "opinions/new.html", context, status=status)


@require_safe
def opinion(request: ActingRequest, pk: int) -> HttpResponse:
    """Show an opinion with its answer; to who handles it, with what can be done."""
    return shown(request, queries.opinion_for(request.actor, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("receipt")
def receipt(request: ActingRequest) -> HttpResponse:
    """Show how an opinion stands, by its receipt; rate its answer."""
    context: dict[str, Any] = {"ratings": range(1, 6)}
    if request.method != "POST":
        return render(request, "opinions/receipt.html", context)
    code = request.POST.get("receipt", "")
    try:
        if "rating" in request.POST:
            services.rate(code, _number(request.POST["rating"]))
            messages.success(request, _("Thank you: your rating counts."))
        row = queries.by_receipt(code)
    except Refusal as refusal:
        context["problem"] = refusal
        return render(request, "opinions/receipt.html", context, status=refusal.status)
    context |= {"opinion": row, "code": code, "hidden": row.steps.filter(state="hidden").last()}
    return render(request, "opinions/receipt.html", context)


@require_safe
def statistics(request: ActingRequest) -> HttpResponse:
    """Show how departments answer."""
    year = _number(request.GET.get("year", ""))
    today = timezone.localdate()
    asked = year if year in range(2000, 3000) else None
    tallies = queries.statistics(today, asked)
    years = range(today.year, today.year - 5, -1)
    context = {
        "tallies": tallies,
        "hidden": queries.not_accepted(asked),
        "chart": answers_chart(tallies),
        "years": years,
        "year": year,
    }
    return render(request, "opinions/statistics.html", context)


def _proof(request: ActingRequest, form: OpinionForm) -> guard.Proof:
    given = form.cleaned_data
    return guard.Proof(given["challenge"], given["counter"], network(request))


def _renewed(form: OpinionForm) -> OpinionForm:
    """Give a refused form a new challenge; the old one may be spent."""
    if form.is_bound:
        form.data = form.data.copy()
        form.data["challenge"], form.data["counter"] = form.initial["challenge"], ""
    return form


def _in_fours(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else 0
