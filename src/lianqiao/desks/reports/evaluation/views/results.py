"""What a round found: turnout while one votes, the results when they are published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.charts import whiskers
from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import Column, download, text
from lianqiao.desks.reports.evaluation import queries, services
from lianqiao.desks.reports.evaluation.models import Result, Round, Stage
from lianqiao.desks.reports.evaluation.queries import results as found
from lianqiao.desks.reports.evaluation.queries.results import Board, Findings
from lianqiao.desks.reports.evaluation.queries.turnout import so_far, turnout
from lianqiao.desks.reports.evaluation.views.survey import charts

AFTER_THE_DRAW = (Stage.VOTING, Stage.CLOSED, Stage.PUBLISHED)
STEPS: dict[str, tuple[Callable[..., object], Promise]] = {
    "close": (services.ask_to_close, gettext_lazy("The ballots are being counted.")),
    "publish": (services.publish, gettext_lazy("It is done, and in the ledger.")),
}
# A score's shade: from these points on.
SHADES = (60, 70, 80, 90)
COLUMNS = (
    Column("group", "组别", "Group", text(80)),
    Column("department", "部门", "Department", text(200)),
    Column("item", "项目", "Item", text(80)),
    Column("stratum", "类别", "Stratum", text(80)),
    Column("score", "得分", "Score", text(10)),
    Column("low", "下限", "Low", text(10)),
    Column("high", "上限", "High", text(10)),
    Column("ballots", "票数", "Ballots", text(10)),
    Column("is_withheld", "不公开", "Withheld", text(5)),
)


@require_safe
def results(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the turnout, and the results to those who may read them."""
    row = queries.round_for(request.actor, pk)
    if row.stage not in AFTER_THE_DRAW:
        raise NotFound(_("One does not vote in this evaluation yet."))
    manages = queries.managed(request.actor).filter(pk=pk).exists()
    asked = found.closing(row) if manages else None
    context = {
        "round": row,
        "leads": request.actor.leads and manages,
        "closing": asked,
        "reads_texts": manages,
        **_turnout(row),
    }
    if found.readable(request.actor).filter(pk=pk).exists():
        context |= _results(found.findings(row))
    answer = render(request, "evaluation/results/results.html", context)
    if request.htmx and (asked is None or asked.problem):
        # The page that has watched the counting becomes another one.
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_safe
def file(request: ActingRequest, pk: int, form: str) -> HttpResponseBase:
    """Hand out the results as CSV, XLSX or JSON."""
    said = found.findings_for(request.actor, pk)
    if form == "json":
        return JsonResponse(found.document(said), json_dumps_params={"ensure_ascii": False})
    rows = (
        [str(int(value)) if isinstance(value, bool) else value for value in line.values()]
        for line in map(_ordered, found.lines(said))
    )
    return download(form, f"evaluation-{pk}", COLUMNS, rows)


@require_POST
def step(request: ActingRequest, pk: int, what: str) -> HttpResponse:
    """Close the round, or publish what it found."""
    if what not in STEPS:
        raise NotFound(_("There is no such page."))
    act, said = STEPS[what]
    try:
        act(pk, actor=request.actor)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("evaluation:results", pk)


def _ordered(line: dict[str, Any]) -> dict[str, Any]:
    return {column.name: line[column.name] for column in COLUMNS}


def _turnout(row: Round) -> dict[str, Any]:
    if row.stage == Stage.VOTING:
        return {"total": so_far(row)}
    total, parts = turnout(row)
    return {"total": total, "turnout": parts}


def _results(said: Findings) -> dict[str, Any]:
    hidden = any(
        one.mean is None for board in said.boards for dep in board.found for one in dep.strata
    )
    return {
        "said": said,
        "boards": [(board, _chart(board), _heat(board)) for board in said.boards],
        "hidden": hidden,
        "survey": charts(said.survey),
        "digest": found.digest_of(said),
    }


def _chart(board: Board) -> Any:
    rows = [
        {
            "department": str(one.department), "score": one.whole.mean,
            "low": one.whole.low, "high": one.whole.high,
        }
        for one in board.found
        if one.whole and one.whole.mean is not None
    ]  # fmt: skip
    if not rows:
        return ""
    heads = {
        "department": _("Judged department"), "score": _("Score"),
        "low": _("Lower bound"), "high": _("Upper bound"),
    }  # fmt: skip
    return whiskers(
        rows,
        "score",
        "department",
        ("low", "high"),
        title=_("Scores with their margins"),
        heads=heads,
        most=100,
    )


def _heat(board: Board) -> list[tuple[Any, list[tuple[Result, int]]]]:
    """Return each department with its items' results and their shades, 0 to 4."""
    return [(one.department, [(item, _shade(item)) for item in one.items]) for one in board.found]


def _shade(one: Result) -> int:
    return sum(one.mean >= least for least in SHADES) if one.mean is not None else 0
