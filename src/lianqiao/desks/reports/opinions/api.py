"""HTTP API: the same services and queries as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.responses import codes_4xx

from lianqiao.core.parties.api import Token
from lianqiao.core.schemas import Refused, text
from lianqiao.desks.reports.opinions import queries
from lianqiao.desks.reports.opinions.models import Opinion

router = Router(auth=Token(), tags=["opinions"])
MOST = 100
Short = text(100)


class OpinionOut(Schema):
    """An opinion that was answered in public."""

    number: int
    theme: str
    department: int
    received_on: date
    answered_on: date
    text: str
    answer: str
    rating: int | None

    @classmethod
    def of(cls, row: Opinion) -> OpinionOut:
        """Return it as everybody may read it."""
        return cls(
            number=row.pk,
            theme=row.theme,
            department=row.department_id,
            received_on=timezone.localdate(row.received_at),
            answered_on=timezone.localdate(row.answered_at),
            text=row.shown,
            answer=row.answer_shown,
            rating=row.rating,
        )


class TallyOut(Schema):
    """How a department answers; the shares are percentages."""

    department: int
    name: str
    number: int
    hidden: int
    answered: int
    on_time: int
    late: int
    rated: int
    satisfied: int
    on_time_share: float | None
    satisfied_share: float | None


@router.get(
    "/opinions",
    response={200: list[OpinionOut], codes_4xx: Refused},
    summary="Opinions answered in public",
)
def published(
    request: HttpRequest,
    *,
    q: Short = "",  # type: ignore[valid-type]
    theme: Short = "",  # type: ignore[valid-type]
    department: Annotated[int, Query(ge=0, lt=10**9)] = 0,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> Any:
    """Search what was answered in public, the newest answer first."""
    wanted = queries.Wanted.from_query({"q": q, "theme": theme, "department": str(department)})
    return [OpinionOut.of(row) for row in queries.published(wanted)[offset : offset + limit]]


@router.get(
    "/opinions/statistics",
    response={200: list[TallyOut], codes_4xx: Refused},
    summary="How departments answer opinions",
)
def statistics(
    request: HttpRequest, year: Annotated[int, Query(ge=2000, lt=3000)] | None = None
) -> Any:
    """Count opinions by department: accepted, `hidden` ones apart, answered, rated, satisfied."""
    return queries.statistics(timezone.localdate(), year)
