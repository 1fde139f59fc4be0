"""The office's side of a call: what was handed in, the ranking, and what is proposed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.money import FEN_IN_WAN
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.grants.models import Call, Topic
from lianqiao.desks.programs.grants.queries import applications as queries
from lianqiao.desks.programs.grants.queries.calls import own_call
from lianqiao.desks.programs.grants.services.awarding import propose

ON_A_PAGE = 50


@require_safe
def applications(request: ActingRequest, pk: int) -> HttpResponse:
    """List what was handed in to a call, by topic and state."""
    row = own_call(request.actor, pk)
    wanted = queries.Wanted.from_query(request.GET.dict())
    page = Paginator(queries.listed(row, wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    labels = queries.labels_of(row)
    context = {
        "call": row,
        "wanted": wanted,
        "page": page,
        "rows": [(one, labels[one.case.state]) for one in page],
        "topics": row.topics.all(),
        "states": queries.by_state(row),
    }
    return render(request, "grants/applications.html", context)


@require_safe
def ranking(request: ActingRequest, pk: int) -> HttpResponse:
    """Rank the applications of a topic by score, with the money that is left."""
    row = own_call(request.actor, pk)
    chosen = _chosen(row, request.GET)
    ranked = queries.ranking(chosen) if chosen else []
    labels, marked = queries.labels_of(row), sum(one.asked for one in ranked if one.fits)
    context = {
        "call": row,
        "topics": row.topics.all(),
        "topic": chosen,
        "ranking": [(one, labels[one.row.case.state]) for one in ranked],
        "left": chosen.budget - chosen.promised if chosen else 0,
        "marked": marked,
        "may_propose": request.actor.leads and any(one.can_be_proposed for one in ranked),
    }
    return render(request, "grants/ranking.html", context)


@require_POST
def give(request: ActingRequest, pk: int) -> HttpResponse:
    """Put the marked applications on public notice, each with its sum."""
    own_call(request.actor, pk)
    count = propose(pk, _wanted(request.POST), actor=request.actor)
    said = ngettext(
        "%(count)d application stands on public notice now.",
        "%(count)d applications stand on public notice now.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(f"{request.path.removesuffix('give/')}?{request.GET.urlencode()}")


def _wanted(posted: QueryDict) -> dict[int, int | None]:
    marked = [key for key in posted.getlist("marked") if key.isascii() and key.isdigit()]
    return {int(key): _fen(posted.get(f"granted-{key}", "")) for key in marked}


def _fen(typed: str) -> int | None:
    if not typed.strip():
        return None
    try:
        return int(Decimal(typed.strip()) * FEN_IN_WAN)
    except (InvalidOperation, ValueError, OverflowError):
        raise Invalid(_("Give each sum as a number of 10,000 yuan, such as 45.5.")) from None


def _chosen(row: Call, query: QueryDict) -> Topic | None:
    wanted = query.get("topic", "")[:18]
    topics = queries.with_promised(row.topics.select_related("call"))
    if not wanted:
        return topics.first()
    found = topics.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None
    if found is None:
        raise NotFound(_("There is no such topic."))
    return found
