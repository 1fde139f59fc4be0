"""An expert's pages: his reviews, the declaration, the papers with the rubric beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases.documents.reviews import Item, Review
from lianqiao.core.cases.models import Assignment
from lianqiao.core.cases.queries import reviewing as queries
from lianqiao.core.cases.services import reviewing
from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.parties.http import ActingRequest

State = Assignment.State


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the rubric with what was typed and what is wrong, by part."""

    item: Item
    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    share: str


@require_safe
def reviews(request: ActingRequest) -> HttpResponse:
    """List an expert's reviews; empty for whoever is none."""
    if request.actor.user is None:
        raise NotFound(_("There is no such page."))
    tasks = queries.tasks_of(request.actor)
    context = {"tasks": tasks, "waiting": sum(task.is_open for task in tasks)}
    return render(request, "cases/reviews/mine.html", context)


@never_cache
@require_safe
def review(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one: the declaration first, then papers and rubric, then what was filed."""
    row = queries.assignment_for(request.actor, pk)
    return _page(request, row, typed=row.draft)


@require_POST
def declare(request: ActingRequest, pk: int) -> HttpResponse:
    """Open the papers, or be recused."""
    if "recuse" not in request.POST:
        reviewing.open_papers(pk, actor=request.actor)
        return redirect("cases:review", pk)
    try:
        reviewing.recuse(pk, actor=request.actor, reason=request.POST.get("reason", ""))
    except Invalid as refusal:
        row = queries.assignment_for(request.actor, pk)
        return _page(request, row, typed=row.draft, refusal=refusal)
    messages.success(request, _("You are recused; the office was told why."))
    return redirect("cases:reviews")


@never_cache
@require_POST
def write(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep what was typed; file it where that was asked for."""
    row = queries.assignment_for(request.actor, pk)
    typed = _typed(request, queries.task_of(row).review)
    if "file" not in request.POST:
        reviewing.keep(pk, actor=request.actor, typed=typed)
        messages.success(request, _("Your draft is kept; nobody else reads it."))
        return redirect("cases:review", pk)
    try:
        reviewing.file(pk, actor=request.actor, typed=typed)
    except Invalid as refusal:
        kept = reviewing.keep(pk, actor=request.actor, typed=typed)
        return _page(request, row, typed=kept.draft, refusal=refusal)
    messages.success(request, _("Your opinion is filed. Thank you."))
    return redirect("cases:reviews")


@require_safe
def paper(request: ActingRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file of the papers, in a blind review under a name that tells nothing."""
    row, name = queries.paper_for(request.actor, pk, file)
    if not row.is_open:
        said = {"name": name, "state": row.get_scan_display()}
        raise Conflict(_("“%(name)s” is not let pass: %(state)s.") % said)
    return FileResponse(row.file.open(), as_attachment=True, filename=name)


def _page(
    request: ActingRequest,
    row: Assignment,
    *,
    typed: Mapping[str, Mapping[str, str]],
    refusal: Invalid | None = None,
) -> HttpResponse:
    task, wrong = queries.task_of(row), refusal.fields if refusal else {}
    opinion = row.opinion if row.state == State.FILED else None
    context: dict[str, Any] = {
        "task": task,
        "row": row,
        "sections": queries.papers(row),
        "lines": list(_lines(task.review, typed, {key: str(wrong[key]) for key in wrong})),
        "comment": typed.get("", {}).get("comment", ""),
        "problem": str(refusal) if refusal else "",
        "reason_problem": str(wrong.get("reason", "")),
        "opinion": opinion,
        "given": _given(task.review, row) if opinion else [],
        "is_asked": task.is_open and row.state == State.ASKED,
        "is_opened": task.is_open and row.state == State.OPENED,
    }
    status = refusal.status if refusal else 200
    return render(request, "cases/reviews/review.html", context, status=status)


def _lines(
    review: Review, typed: Mapping[str, Mapping[str, str]], wrong: Mapping[str, str]
) -> Iterator[Line]:
    whole = sum(item.weight for item in review.items)
    for item in review.items:
        parts = {
            name: wrong.get(f"{item.key}.{name}", "") for name in ("score", "comment", "evidence")
        }
        share = f"{100 * item.weight / whole:.1f}".removesuffix(".0") + "%"
        yield Line(item, typed.get(item.key, {}), parts, share)


def _given(review: Review, row: Assignment) -> list[tuple[Item, Any]]:
    scores = {one.item: one for one in row.opinion.scores.all()}
    return [(item, scores[item.key]) for item in review.items if item.key in scores]


def _typed(request: ActingRequest, review: Review) -> dict[str, dict[str, str]]:
    found = {
        item.key: {
            name: request.POST.get(f"{item.key}.{name}", "")
            for name in ("score", "comment", "evidence")
        }
        for item in review.items
    }
    return found | {"": {"comment": request.POST.get("comment", "")}}
