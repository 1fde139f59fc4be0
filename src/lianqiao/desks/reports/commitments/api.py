"""HTTP API: the same services and queries as the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.responses import codes_4xx

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.api import AskingRequest, Token
from lianqiao.core.schemas import Id, Refused, text
from lianqiao.desks.reports.commitments import queries, services
from lianqiao.desks.reports.commitments.models import Progress
from lianqiao.desks.reports.commitments.queries import Followed, Part
from lianqiao.desks.reports.commitments.services import Reached
from lianqiao.desks.reports.commitments.states import State

router = Router(auth=Token(), tags=["commitments"])
MOST = 100
Position = Decimal | None


class PlaceOut(Schema):
    """A place of a promise, with what was reached there."""

    id: int
    name: str
    region: str
    address: str
    target: Decimal | None
    reached: Decimal

    @classmethod
    def of(cls, part: Part) -> PlaceOut:
        """Make it of a part."""
        place = part.place
        return cls(
            id=place.pk,
            name=place.name,
            region=place.region_id,
            address=place.address,
            target=place.target,
            reached=part.reached,
        )


class CommitmentOut(Schema):
    """A published promise and how it stands today."""

    id: int
    year: int
    department: int
    department_name: str
    number: int
    title: str
    title_en: str
    promise: str
    target: Decimal
    unit: str
    begins_on: date
    due_on: date
    state: State
    reached: Decimal
    percent: int
    done_on: date | None
    is_late: bool
    places: list[PlaceOut]

    @classmethod
    def of(cls, one: Followed) -> CommitmentOut:
        """Make it of a promise with how it stands."""
        row, stands = one.row, one.standing
        names = ("year", "number", "title", "title_en", "promise", "target", "unit")
        return cls(
            id=row.pk,
            department=row.department_id,
            department_name=row.department.name,
            begins_on=row.begins_on,
            due_on=row.due_on,
            state=stands.state,
            reached=stands.reached,
            percent=one.percent,
            done_on=stands.done_on,
            is_late=stands.is_late,
            places=[PlaceOut.of(part) for part in one.living],
            **{name: getattr(row, name) for name in names},
        )


class ProgressOut(Schema):
    """An entry, with the number of its ledger entry."""

    id: int
    on: date
    amount: Decimal
    place: int | None
    location: str
    note: str
    corrects: int | None
    withdrawn: bool
    entry: int

    @classmethod
    def of(cls, row: Progress) -> ProgressOut:
        """Make it of a row."""
        names = ("on", "amount", "location", "note", "withdrawn", "entry")
        values = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, place=row.place_id, corrects=row.corrects_id, **values)


class DetailOut(CommitmentOut):
    """A promise with all its entries, corrected ones among them, the newest first."""

    progress: list[ProgressOut]


class ProgressIn(Schema):
    """What was added on a day; longitude and latitude in degrees, both or neither."""

    amount: Decimal
    on: date
    place: Id | None = None
    location: text(200) = ""  # type: ignore[valid-type]
    longitude: Position = None
    latitude: Position = None
    note: text(2000) = ""  # type: ignore[valid-type]


@router.get(
    "/commitments",
    response={200: list[CommitmentOut], codes_4xx: Refused},
    summary="Promises of a year",
)
def commitments(
    request: AskingRequest,
    *,
    year: Annotated[int, Query(ge=1949, le=2999)] | None = None,
    department: Annotated[int, Query(ge=0, lt=10**9)] = 0,
    state: State | None = None,
    region: text(6) = "",  # type: ignore[valid-type]
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> Any:
    """Read published promises with how they stand today."""
    wanted = queries.Wanted(year, department or None, region, state or "")
    found = queries.listed(wanted, timezone.localdate())
    return [CommitmentOut.of(one) for one in found[offset : offset + limit]]


@router.get(
    "/commitments/{pk}", response={200: DetailOut, codes_4xx: Refused}, summary="One promise"
)
def commitment(request: AskingRequest, pk: Id) -> Any:
    """Read a published promise with its entries."""
    row = queries.commitment_for(request.auth, pk)
    if not row.is_published:
        raise NotFound(_("There is no such commitment, or it is not open to you."))
    one = CommitmentOut.of(queries.follow(row, timezone.localdate()))
    entries = [ProgressOut.of(step) for step in queries.history(row).entries]
    return DetailOut(progress=entries, **one.dict())


@router.post(
    "/commitments/{pk}/progress",
    response={200: ProgressOut, codes_4xx: Refused},
    summary="Report progress",
)
def report(request: AskingRequest, pk: Id, body: ProgressIn) -> Any:
    """Add an entry to a promise of the department that the key belongs to."""
    return ProgressOut.of(services.report(pk, Reached(**body.dict()), actor=request.auth))
