"""HTTP API: indicators with their values, and figures that departments report."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.responses import codes_4xx

from lianqiao.core.indicators import queries, services
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.periods import FIRST_YEAR, LAST_YEAR, Period
from lianqiao.core.parties.api import AskingRequest, Token
from lianqiao.core.schemas import Refused, text

router = Router(auth=Token(), tags=["indicators"])
Code = text(64)
PeriodText = text(10)
Place = text(32)
Year = Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)]
Answer = Any


class IndicatorOut(Schema):
    """What an indicator means now."""

    code: str
    version: int
    name: str
    name_en: str
    department: str
    unit: str
    definition: str
    aggregate: str
    periods: list[str]
    scopes: list[str]

    @classmethod
    def of(cls, version: Version) -> IndicatorOut:
        """Make it of a version."""
        names = ("name", "name_en", "unit", "definition", "aggregate", "periods", "scopes")
        values = {name: getattr(version, name) for name in names}
        department = version.department.name
        return cls(code=version.code, version=version.number, department=department, **values)


class ValueOut(Schema):
    """A figure, when it was counted and the newest seal then."""

    indicator: str
    version: int
    period: str
    region: str
    value: Decimal | None
    unit: str
    is_reported: bool
    entries: int
    counted_at: str
    seal: int | None

    @classmethod
    def of(cls, value: queries.Value) -> ValueOut:
        """Make it of a value."""
        names = ("indicator", "region", "value", "unit", "is_reported", "entries", "seal")
        return cls(
            version=value.version.number,
            period=value.period.code,
            counted_at=value.counted_at.isoformat(),
            **{name: getattr(value, name) for name in names},
        )


class ReportIn(Schema):
    """A figure that a department reports."""

    period: PeriodText  # type: ignore[valid-type]
    value: Decimal
    region: Place = ""  # type: ignore[valid-type]
    source: text(300) = ""  # type: ignore[valid-type]


def _answers(good: Any) -> dict[Any, Any]:
    return {200: good, codes_4xx: Refused}


@router.get("/indicators", response=_answers(list[IndicatorOut]), summary="All indicators")
def indicators(request: AskingRequest) -> Answer:
    """Read what each indicator means now."""
    return [IndicatorOut.of(one) for one in queries.in_force(request.auth)]


@router.get("/indicators/{code}/value", response=_answers(ValueOut), summary="One figure")
def value(
    request: AskingRequest,
    code: Code,  # type: ignore[valid-type]
    period: PeriodText,  # type: ignore[valid-type]
    region: Place = "",  # type: ignore[valid-type]
) -> Answer:
    """Read a figure for a period (2024, 2024-10, 2024M10, 2024-10-31) and a place."""
    queries.version_of(code, request.auth)
    return ValueOut.of(queries.value(code, Period.read(period), region))


@router.get("/indicators/{code}/months", response=_answers(list[ValueOut]), summary="A year")
def months(
    request: AskingRequest,
    code: Code,  # type: ignore[valid-type]
    year: Year | None = None,
    region: Place = "",  # type: ignore[valid-type]
) -> Answer:
    """Read the figure of each month of a year."""
    queries.version_of(code, request.auth)
    asked = year or timezone.localdate().year
    return [ValueOut.of(one) for one in queries.by_month(code, asked, region)]


@router.get("/indicators/{code}/values", response=_answers(list[ValueOut]), summary="By place")
def by_place(
    request: AskingRequest,
    code: Code,  # type: ignore[valid-type]
    period: PeriodText,  # type: ignore[valid-type]
    by: Literal["city", "district"] = "city",
    region: Place = "",  # type: ignore[valid-type]
) -> Answer:
    """Read a figure for the city or for each of its districts, the highest first, or for one."""
    queries.version_of(code, request.auth)
    asked = Period.read(period)
    if by == "city" or region:
        return [ValueOut.of(queries.value(code, asked, region))]
    return [ValueOut.of(one) for one in queries.by_region(code, asked)]


@router.post("/indicators/{code}/reported", response=_answers(ValueOut), summary="Report a figure")
def report(
    request: AskingRequest,
    code: Code,  # type: ignore[valid-type]
    body: ReportIn,
) -> Answer:
    """Report a figure of the department that the key belongs to; again, it is corrected."""
    actor = request.auth
    queries.version_of(code, actor)
    period = Period.read(body.period)
    figure = services.Figure(code, period, body.value, body.region, body.source)
    services.report_figure(figure, actor=actor)
    return ValueOut.of(queries.value(code, period, body.region))
