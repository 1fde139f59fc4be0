"""What a round found, as pages, files and the API have it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation.models import (
    Closing,
    Group,
    Item,
    Judged,
    Result,
    Round,
    Stage,
    Stratum,
)
from lianqiao.desks.reports.evaluation.queries import survey
from lianqiao.desks.reports.evaluation.queries.seeing import managed, no_round


@dataclass(slots=True)
class Found:
    """A department's results: in all, by item, by stratum; what is withheld has no mean."""

    department: Any
    whole: Result | None = None
    items: list[Result] = field(default_factory=list)
    strata: list[Result] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Board:
    """A group with its departments, the best first; those without a score come last."""

    group: Group
    found: list[Found]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a round found."""

    round: Round
    items: list[Item]
    strata: list[Stratum]
    boards: list[Board]
    survey: list[survey.Surveyed]


def readable(actor: Actor) -> QuerySet[Round]:
    """Return the rounds whose results an actor may read: published ones, the office's own."""
    public = Round.objects.filter(stage=Stage.PUBLISHED)
    own = managed(actor).filter(stage=Stage.CLOSED)
    return (public | own).select_related("office")


def closing(row: Round) -> Closing | None:
    """Return how far the closing of a round has come, where it was asked for and is not done."""
    asked = Closing.objects.filter(round=row, round__stage=Stage.VOTING)
    return asked.first()


def findings_for(actor: Actor, pk: int) -> Findings:
    """Return what a round found. NotFound unless it is published, or the actor's office's."""
    row = readable(actor).filter(pk=pk).first()
    if row is None:
        raise no_round()
    return findings(row)


def scores_of(department: int, year: int) -> QuerySet[Result]:
    """Return what a department scored in all in the published rounds of a year, withheld or not."""
    whole = Result.objects.filter(department=department, item=None, stratum=None)
    published = whole.filter(round__year=year, round__stage=Stage.PUBLISHED)
    return published.select_related("round").order_by("round")


def findings(row: Round) -> Findings:
    """Return what a round found, in seven queries, an eighth with a survey."""
    found: dict[int, Found] = {}
    groups: dict[int, list[Found]] = defaultdict(list)
    for one in Judged.objects.filter(round=row).select_related("department"):
        found[one.department_id] = Found(one.department)
        groups[one.group_id].append(found[one.department_id])
    results = Result.objects.filter(round=row).select_related("item", "stratum", "department")
    for result in results.order_by("item__position", "stratum__code"):
        _put(found[result.department_id], result)
    boards = [Board(one, sorted(groups[one.pk], key=_rank)) for one in row.groups.all()]
    return Findings(
        row, list(row.items.all()), list(row.strata.all()), boards, survey.surveyed(row)
    )


def document(said: Findings) -> dict[str, Any]:
    """Return what a round found as plain data for JSON: scores are texts with two decimals.

    `survey` is there only where something was asked.
    """
    row = said.round
    asked = {"survey": list(survey.lines(said.survey))} if said.survey else {}
    return asked | {
        "year": row.year,
        "name": row.name,
        "smallest": row.smallest,
        "items": [{"name": one.name, "weight": str(one.weight)} for one in said.items],
        "strata": [
            {"code": one.code, "name": one.name, "weight": str(one.weight)} for one in said.strata
        ],
        "results": list(lines(said)),
    }


def lines(said: Findings) -> Iterator[dict[str, Any]]:
    """Yield a line for each result: group, department, item, stratum, score, bounds, ballots."""
    for board in said.boards:
        for found in board.found:
            for one in (found.whole, *found.items, *found.strata):
                if one is not None:
                    yield {"group": board.group.name} | _line(one)


def digest_of(said: Findings) -> str:
    """Return the SHA-256 of what a round found: of its document in canonical JSON, in hex."""
    text = json.dumps(document(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _put(found: Found, result: Result) -> None:
    if result.item_id is not None:
        found.items.append(result)
    elif result.stratum_id is not None:
        found.strata.append(result)
    else:
        found.whole = result


def _rank(found: Found) -> tuple[bool, Any, str]:
    score = found.whole.mean if found.whole else None
    return score is None, -score if score is not None else 0, str(found.department.pinyin)


def _line(one: Result) -> dict[str, Any]:
    return {
        "department": str(one.department.name),
        "item": one.item.name if one.item else None,
        "stratum": one.stratum.code if one.stratum else None,
        "is_withheld": one.mean is None,
        "score": _text(one.mean),
        "low": _text(one.low),
        "high": _text(one.high),
        "ballots": one.ballots,
    }


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"
