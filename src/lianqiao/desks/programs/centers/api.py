"""HTTP API, for reading: the public register, and evaluations that were published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Query, Router, Schema
from ninja.responses import codes_4xx

from lianqiao.core.parties.api import AskingRequest, Token
from lianqiao.core.schemas import Id, Refused, text
from lianqiao.desks.programs.centers.models import (
    Assessment,
    Campaign,
    Center,
    CenterStage,
    Event,
    Grade,
    Outcome,
)
from lianqiao.desks.programs.centers.queries import published
from lianqiao.desks.programs.centers.queries import register as queries

router = Router(auth=Token(), tags=["centers"])
MOST = 100
Offset = Annotated[int, Query(ge=0, le=100_000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


class CenterOut(Schema):
    """A center as it stands today."""

    id: int
    name: str
    field: str
    host: int
    host_name: str
    region: str | None
    stage: CenterStage
    grade: Grade | None
    approved_on: date
    build_until: date
    valid_to: date | None
    rectify_by: date | None
    ended_on: date | None
    merged_into: int | None
    is_invented: bool

    @classmethod
    def of(cls, row: Center) -> CenterOut:
        """Make it of a row."""
        names = (
            *("name", "approved_on", "build_until", "valid_to", "rectify_by", "ended_on"),
            *("is_invented", "stage"),
        )
        return cls(
            id=row.pk,
            field=row.field_id,
            host=row.host_id,
            host_name=row.host.name,
            region=row.region_id,
            grade=Grade(row.grade) if row.grade else None,
            merged_into=row.merged_into_id,
            **{name: getattr(row, name) for name in names},
        )


class EventOut(Schema):
    """Something that happened to a center, with the number of its ledger entry."""

    what: str
    on: date
    old: str
    new: str
    reason: str
    entry: int

    @classmethod
    def of(cls, row: Event) -> EventOut:
        """Make it of a row."""
        names = ("what", "on", "old", "new", "reason", "entry")
        return cls(**{name: getattr(row, name) for name in names})


class CenterDetailOut(CenterOut):
    """A center with its partners and all that happened to it, the newest first."""

    partners: list[int]
    history: list[EventOut]


class EvaluationOut(Schema):
    """A published evaluation: the years that it judged, and how many got each grade."""

    id: int
    name: str
    kind: str
    first_year: int
    last_year: int
    published_on: date
    centers: int
    grades: dict[Grade, int]

    @classmethod
    def of(cls, row: Campaign) -> EvaluationOut:
        """Make it of a row."""
        names = ("name", "kind", "first_year", "last_year")
        values: dict[str, Any] = {name: getattr(row, name) for name in names}
        counts = published.counted(row)
        return cls(id=row.pk, published_on=published.day_of(row), **counts, **values)


class CenterResultOut(Schema):
    """What became of a center in an evaluation; points and grade where it was scored."""

    center: int
    name: str
    outcome: Outcome
    points: Decimal | None
    grade: Grade | None

    @classmethod
    def of(cls, row: Assessment) -> CenterResultOut:
        """Make it of a row."""
        name, grade = row.center.name, Grade(row.grade) if row.grade else None
        outcome = Outcome(row.outcome)
        return cls(center=row.center_id, name=name, outcome=outcome, points=row.points, grade=grade)


@router.get(
    "/centers", response={200: list[CenterOut], codes_4xx: Refused}, summary="Register of centers"
)
def centers(
    request: AskingRequest,
    *,
    stage: CenterStage | None = None,
    grade: Grade | None = None,
    field: text(8) = "",  # type: ignore[valid-type]
    district: text(6) = "",  # type: ignore[valid-type]
    q: text(queries.LONGEST) = "",  # type: ignore[valid-type]
    offset: Offset = 0,
    limit: Limit = MOST,
) -> Any:
    """Read the register of technology innovation centers by name, as its page narrows it."""
    asked = {"stage": stage or "", "grade": grade or "", "field": field, "district": district}
    rows = queries.listed(queries.Wanted.from_query({**asked, "q": q}))
    return [CenterOut.of(row) for row in rows[offset : offset + limit]]


@router.get(
    "/centers/{pk}", response={200: CenterDetailOut, codes_4xx: Refused}, summary="One center"
)
def center(request: AskingRequest, pk: Id) -> Any:
    """Read a center with its history."""
    row = queries.center(pk)
    history = [EventOut.of(event) for event in queries.history(row)]
    partners = [one.pk for one in row.partners.all()]
    return CenterDetailOut(partners=partners, history=history, **CenterOut.of(row).dict())


@router.get(
    "/center-evaluations",
    response={200: list[EvaluationOut], codes_4xx: Refused},
    summary="Published evaluations of centers",
)
def evaluations(request: AskingRequest, offset: Offset = 0, limit: Limit = MOST) -> Any:
    """Read the evaluations that were published, the newest first."""
    return [EvaluationOut.of(row) for row in published.campaigns()[offset : offset + limit]]


@router.get(
    "/center-evaluations/{pk}/results",
    response={200: list[CenterResultOut], codes_4xx: Refused},
    summary="Results of a published evaluation",
)
def results(request: AskingRequest, pk: Id, offset: Offset = 0, limit: Limit = MOST) -> Any:
    """Read what became of each center, the best first."""
    return [CenterResultOut.of(row) for row in published.results(pk)[offset : offset + limit]]
