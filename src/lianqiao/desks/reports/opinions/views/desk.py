"""A department's pages: its queue, one opinion, what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import Invalid, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.desks.reports.opinions import queries, services
from lianqiao.desks.reports.opinions.columns import COLUMNS
from lianqiao.desks.reports.opinions.forms import AnswerForm, RouteForm, RulesForm
from lianqiao.desks.reports.opinions.models import Cause, Opinion, State
from lianqiao.desks.reports.opinions.subjects import About

ON_A_PAGE = 30
ALIKE = 50


@require_safe
def desk(request: ActingRequest) -> HttpResponse:
    """List what waits, the nearest deadline first."""
    queries.require_bureau(request.actor)
    wanted = queries.Wanted.from_query(request.GET.dict())
    found = queries.desk(request.actor, wanted)
    context = {
        "wanted": wanted,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "groups": queries.groups(request.actor),
        "states": [("", _("Open")), ("late", _("Overdue")), *State.choices],
        "may_rule": is_administrator(request.actor),
    }
    return render(request, "opinions/desk.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list as it is narrowed."""
    queries.require_bureau(request.actor)
    wanted = queries.Wanted.from_query(request.GET.dict())
    return sheets.download(form, "opinions", COLUMNS, queries.exported(request.actor, wanted))


@require_POST
def route(request: ActingRequest, pk: int) -> HttpResponse:
    """Give an opinion to a department."""
    form = RouteForm(request.POST)
    if not form.is_valid():
        return _again(request, pk, route_form=form)
    chosen, reason = form.cleaned_data["department"], form.cleaned_data["reason"]
    services.route(pk, actor=request.actor, department=chosen.pk, reason=reason)
    messages.success(request, _("The opinion is with %(name)s now.") % {"name": chosen})
    return redirect("opinions:desk")


@require_POST
def answer(request: ActingRequest, pk: int) -> HttpResponse:
    """Answer an opinion, or all of its group."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _again(request, pk, answer_form=form)
    given: dict[str, Any] = {
        "actor": request.actor,
        "text": form.cleaned_data["answer"],
        "in_public": form.cleaned_data["in_public"],
    }
    try:
        done = _answer(pk, given, is_whole="group" in request.POST)
    except Invalid as refusal:
        explain(form, refusal)
        return _again(request, pk, answer_form=form)
    said = ngettext("%(count)d opinion is answered.", "%(count)d opinions are answered.", done)
    messages.success(request, said % {"count": done})
    return redirect("opinions:opinion", pk)


@require_POST
def hide(request: ActingRequest, pk: int) -> HttpResponse:
    """Do not accept an opinion, with the reason; or take it in after all."""
    if "reopen" in request.POST:
        services.reopen(pk, actor=request.actor)
    else:
        given = {name: request.POST.get(name, "") for name in ("reason", "cause")}
        services.hide(pk, actor=request.actor, **given)
    messages.success(request, _("It is kept, with who decided."))
    return redirect("opinions:opinion", pk)


@require_POST
def group(request: ActingRequest, pk: int) -> HttpResponse:
    """Take an opinion out of its group, or bring it to another one's."""
    other = request.POST.get("other", "")[:18]
    if other.isascii() and other.isdigit():
        services.merge(pk, int(other), actor=request.actor)
    else:
        services.split(pk, actor=request.actor)
    return redirect("opinions:opinion", pk)


@never_cache
@require_POST
def contact(request: ActingRequest, pk: int) -> HttpResponse:
    """Show who left an opinion; the look is kept."""
    found = services.look(pk, actor=request.actor)
    return shown(request, queries.opinion_for(request.actor, pk), contact=found)


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: ActingRequest) -> HttpResponse:
    """Change how opinions are taken: administrators."""
    queries.require_administrator(request.actor)
    form = RulesForm(request.POST or None, instance=queries.rules())
    if request.method == "POST" and form.is_valid():
        try:
            services.change_rules(actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("The rules count from now on."))
            return redirect("opinions:rules")
    status = 422 if form.errors else 200
    return render(request, "opinions/rules.html", {"form": form}, status=status)


def shown(request: ActingRequest, row: Opinion, status: int = 200, **more: Any) -> HttpResponse:
    """Show an opinion: to the public what is public, to who handles it all of it."""
    about = About(row.about_type, row.about_id)
    context: dict[str, Any] = {"opinion": row, "about": about}
    if queries.handled_by(request.actor).filter(pk=row.pk).exists():
        context |= _handling(request, row)
    return render(request, "opinions/opinion.html", context | more, status=status)


def _handling(request: ActingRequest, row: Opinion) -> dict[str, Any]:
    alike = queries.handled_by(request.actor).filter(group=row.group_id).exclude(pk=row.pk)
    return {
        "handles": True,
        "may_answer": queries.may_answer(row, request.actor) and row.state == State.ROUTED,
        "sees_contact": queries.may_answer(row, request.actor),
        "masked": queries.masked_contact(row),
        "steps": row.steps.select_related("department"),
        "causes": Cause.choices,
        "alike": alike[:ALIKE] if row.group_id else (),
        "answer_form": AnswerForm(initial={"in_public": row.may_publish}),
        "route_form": RouteForm(),
    }


def _again(request: ActingRequest, pk: int, **forms: Any) -> HttpResponse:
    return shown(request, queries.opinion_for(request.actor, pk), status=422, **forms)


def _answer(pk: int, given: dict[str, Any], *, is_whole: bool) -> int:
    row = queries.opinion_for(given["actor"], pk)
    if is_whole and row.group_id:
        return services.answer_group(row.group_id, **given)
    services.answer(pk, **given)
    return 1
