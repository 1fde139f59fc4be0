"""Figures: what indicators come to for a period and a region, and the entries behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.indicators import counting
from lianqiao.core.indicators.models import Aggregate, Scope, Version
from lianqiao.core.indicators.periods import Period, PeriodKind
from lianqiao.core.indicators.queries.definitions import newest
from lianqiao.core.ledger.models import Entry, Seal


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that is wanted; no region means the city."""

    code: str
    period: Period
    region: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure. `value` is None where there is nothing to make it of; in the indicator's unit.

    `seal` is the newest seal when it was counted, `entries` how many entries are behind it.
    """

    indicator: str
    version: Version
    period: Period
    region: str
    value: Decimal | None
    entries: int
    counted_at: datetime
    seal: int | None

    @property
    def unit(self) -> str:
        """The indicator's unit."""
        return self.version.unit

    @property
    def is_reported(self) -> bool:
        """Whether a department says it, without records here."""
        return self.version.is_reported


Found = tuple[Decimal | None, int]
Place = tuple[Version, Period, str]


def value(code: str, period: Period, region: str = "") -> Value:
    """Return one figure. NotFound for an unknown code, Invalid for what it is not asked for."""
    return values([Asked(code, period, region)])[0]


def values(asked: Sequence[Asked]) -> list[Value]:
    """Return figures in the order in which they are asked for, all in a few statements."""
    known = known_versions({one.code for one in asked})
    for one in asked:
        require_asked(known[one.code], one.period, one.region)
    return values_of(asked, known)


def values_of(asked: Sequence[Asked], known: Mapping[str, Version]) -> list[Value]:
    """Return figures of indicators that are known to be asked for so; one statement counts all."""
    places = {
        (part, one.period, one.region): None
        for one in asked
        for part in parts(known[one.code], known)
    }
    found = dict(zip(places, _counted(list(places)), strict=True))
    now, seal = timezone.now(), newest_seal()
    return [
        Value(
            one.code,
            version,
            one.period,
            one.region,
            *_result(version, one, known, found),
            now,
            seal,
        )
        for one in asked
        for version in [known[one.code]]
    ]


def entries_behind(code: str, period: Period, region: str = "") -> QuerySet[Entry]:
    """Return the entries that make up a figure; of a ratio, those of both its parts."""
    known = known_versions({code})
    require_asked(known[code], period, region)
    found = Entry.objects.none()
    for part in parts(known[code], known):
        selection = counting.entries_of(part, period, region)
        ids = RawSQL(f"SELECT e.id FROM ({selection.sql}) e", selection.values)  # noqa: S608, S611
        found = found | Entry.objects.filter(pk__in=ids)
    return found


def known_versions(codes: Iterable[str]) -> dict[str, Version]:
    """Return what the codes mean now, parts of ratios too. NotFound where one is unknown."""
    codes = set(codes)
    known = newest(codes)
    for code in codes - known.keys():
        raise NotFound(_("There is no indicator “%(code)s”.") % {"code": code})
    ratios = [row for row in known.values() if row.aggregate == Aggregate.RATIO]
    needed = {str(part) for row in ratios for part in (row.numerator_id, row.denominator_id)}
    return known | newest(needed - known.keys()) if needed else known


def parts(version: Version, known: Mapping[str, Version]) -> list[Version]:
    """Return what a ratio is made of, or the indicator itself."""
    if version.aggregate != Aggregate.RATIO:
        return [version]
    return [known[str(version.numerator_id)], known[str(version.denominator_id)]]


def require_asked(version: Version, period: Period, region: str) -> None:
    """Raise Invalid where an indicator is not meant for such a period or place."""
    # Months make up the chart of each indicator that has years.
    kind = PeriodKind.YEAR if period.kind == PeriodKind.MONTH else period.kind
    if not {kind, period.kind} & set(version.periods):
        message = _("“%(name)s” is not counted for such a period (%(period)s).")
        raise Invalid(message % {"name": version, "period": period.code})
    if scope_of(region) not in version.scopes:
        message = _("“%(name)s” is not counted for such a place (%(region)s).")
        raise Invalid(message % {"name": version, "region": region or settings.CITY})


def scope_of(region: str) -> Scope:
    """Tell what a region is: the city, a district by its code, or a zone by its name."""
    if region in {"", settings.CITY}:
        return Scope.CITY
    return Scope.DISTRICT if region.isdigit() else Scope.ZONE


def newest_seal() -> int | None:
    """Return the number of the newest seal."""
    return Seal.objects.order_by("-number").values_list("number", flat=True).first()


def _counted(places: Sequence[Place]) -> list[Found]:
    """Count all places in one statement."""
    if not places:
        return []
    branches: list[str] = []
    given: list[Any] = []
    for number, (version, period, region) in enumerate(places):
        selection = counting.entries_of(version, period, region)
        branches.append(
            f"SELECT {number} AS place, {counting.value_of(version)} AS value,"  # noqa: S608
            f" count(*) AS entries FROM ({selection.sql}) e"
        )
        given += selection.values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), given)
        rows = {place: (value, entries) for place, value, entries in cursor.fetchall()}
    return [rows[number] for number in range(len(places))]


def _result(
    version: Version, one: Asked, known: Mapping[str, Version], found: Mapping[Place, Found]
) -> Found:
    got = [found[part, one.period, one.region] for part in parts(version, known)]
    if version.aggregate != Aggregate.RATIO:
        return got[0]
    (above, some), (below, others) = got
    return ratio(version, above, below), some + others


def ratio(version: Version, above: Decimal | None, below: Decimal | None) -> Decimal | None:
    """Return a ratio to six decimals, or None where there is nothing to divide by."""
    if above is None or not below:
        return None
    return rounded(above * version.factor / below)


def rounded(value: Decimal | None) -> Decimal | None:
    """Return a value to the six decimals that a published figure keeps."""
    return None if value is None else value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
