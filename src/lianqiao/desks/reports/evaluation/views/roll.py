"""What everybody sees: the rounds, one of them, its roll and its panel."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.reports.evaluation import queries
from lianqiao.desks.reports.evaluation.charts import composition_charts, weights_chart
from lianqiao.desks.reports.evaluation.models import Round, Stage
from lianqiao.desks.reports.evaluation.stages import may_sign_up, may_vote, way

ON_A_PAGE = 20


@require_safe
def round_list(request: ActingRequest) -> HttpResponse:
    """List the rounds, the newest first, with what one can do now."""
    page = Paginator(queries.listed(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [(row, may_sign_up(row), may_vote(row)) for row in page]
    may_make = request.actor.is_bureau and request.actor.leads
    context = {"page": page, "rows": rows, "may_make": may_make}
    return render(request, "evaluation/roll/list.html", context)


@require_safe
def round_page(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a round: its days, who is judged by whom, roll and draw, who the panel is."""
    row = queries.round_for(request.actor, pk)
    return render(request, "evaluation/roll/round.html", shown(request, row))


@require_safe
def roll(request: ActingRequest, pk: int) -> StreamingHttpResponse:
    """Hand out the closed roll, byte by byte that of which the digest was published."""
    row = queries.round_for(request.actor, pk)
    if not row.roll_sha256:
        raise NotFound(_("The roll is not closed yet."))
    return _file(queries.roll(row), f"roll-{row.pk}.csv")


@require_safe
def panel(request: ActingRequest, pk: int) -> StreamingHttpResponse:
    """Hand out who was drawn, by number."""
    row = queries.round_for(request.actor, pk)
    if row.stage in {Stage.PREPARING, Stage.ENROLLING, Stage.FROZEN}:
        raise NotFound(_("The panel is not drawn yet."))
    return _file(queries.panel(row), f"panel-{row.pk}.csv")


def shown(request: ActingRequest, row: Round) -> dict[str, Any]:
    """Return what a round's page shows."""
    strata = list(row.strata.select_related("region"))
    composition = queries.composition(row)
    return {
        "round": row,
        "way": way(row),
        "strata": strata,
        "weights": weights_chart(strata),
        "groups": row.groups.prefetch_related("judged__department"),
        "items": row.items.all(),
        "choices": row.choices.all(),
        "may_sign_up": may_sign_up(row),
        "may_vote": may_vote(row),
        "is_drawn": composition is not None,
        "composition": composition_charts(composition) if composition else (),
        "knows_votes": composition is not None and composition.knows_votes,
        "manages": queries.managed(request.actor).filter(pk=row.pk).exists(),
        "checks": queries.checks(request.actor, row),
    }


def _file(lines: Any, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(
        (line.encode() for line in lines), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
