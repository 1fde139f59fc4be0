"""HTTP API: published rounds and what they found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import codes_4xx

from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.api import Token
from lianqiao.core.schemas import Refused
from lianqiao.desks.reports.evaluation.queries import results

router = Router(auth=Token(), tags=["evaluation"])
MOST = 100


class RoundOut(Schema):
    """A published round."""

    id: int
    year: int
    name: str


class WeightOut(Schema):
    """An item with its share in a score (0 to 1)."""

    name: str
    weight: str


class StratumOut(WeightOut):
    """A stratum with its share in the result."""

    code: str


class ResultOut(Schema):
    """A score of 0 to 100 with its 95 % interval; without item and stratum that of the whole."""

    group: str
    department: str
    item: str | None
    stratum: str | None
    is_withheld: bool
    score: str | None
    low: str | None
    high: str | None
    ballots: int | None


class AnswersOut(Schema):
    """How many chose an option; without one, how many wrote something."""

    question: str
    option: str | None
    is_withheld: bool
    count: int | None
    share: str | None


class FindingsOut(Schema):
    """What a round found; strata of fewer than `smallest` ballots are withheld."""

    year: int
    name: str
    smallest: int
    items: list[WeightOut]
    strata: list[StratumOut]
    results: list[ResultOut]
    survey: list[AnswersOut] | None = None


@router.get(
    "/evaluations",
    response={200: list[RoundOut], codes_4xx: Refused},
    summary="Published evaluations",
)
def rounds(request: HttpRequest) -> Any:
    """List the evaluations whose results are published, the newest first, 100 at most."""
    rows = results.readable(ANYONE)[:MOST]
    return [RoundOut(id=row.pk, year=row.year, name=row.name) for row in rows]


@router.get(
    "/evaluations/{int:pk}",
    response={200: FindingsOut, codes_4xx: Refused},
    summary="Results of an evaluation",
    exclude_unset=True,
)
def findings(request: HttpRequest, pk: int) -> Any:
    """Return scores by department, item and stratum, with bounds and ballots."""
    return results.document(results.findings_for(ANYONE, pk))
