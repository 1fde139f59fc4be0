"""All indicators of a year at once: each month, the city and each of its districts.

What adds up (counts, sums) is counted in one pass over the year's entries, whatever their number
of indicators; what does not (different subjects, what is held) takes a statement an indicator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from lianqiao.core.indicators.conditions import condition
from lianqiao.core.indicators.models import Aggregate, Version
from lianqiao.core.indicators.periods import ZONE, Period, months_of
from lianqiao.core.indicators.queries.definitions import districts
from lianqiao.core.indicators.queries.values import (
    Asked,
    known_versions,
    parts,
    ratio,
    scope_of,
    values_of,
)
from lianqiao.core.ledger.queries import is_current

ADDED = frozenset({Aggregate.COUNT, Aggregate.SUM})
Place = tuple[str, int, str]
"""An indicator's code, a month, and a district's code ('' for the city)."""
Cells = Mapping[Place, Decimal | None]

TOGETHER = """
    SELECT w.place, extract(month FROM t0.happened_at AT TIME ZONE '{zone}')::int, t0.region,
        count(*), sum((t0.quantities #>> ARRAY[w.quantity, '0'])::numeric)
    FROM (SELECT e.*{columns} FROM ledger_entry e
          WHERE e.happened_at >= %s AND e.happened_at < %s AND e.kind = ANY(%s) AND {current}) t0
    JOIN (VALUES {wanted}) w(place, kind, quantity) ON w.kind = t0.kind
    WHERE {holds}
    GROUP BY 1, 2, 3
"""


def year_table(codes: Iterable[str], year: int) -> Cells:
    """Return the figure of each month of a year, for the city and each district.

    What is not asked of an indicator (a district of one that is counted for the city alone) is
    left out; what has nothing to be made of is None, as in `values`.
    """
    codes = list(codes)
    known = known_versions(codes)
    plain = {one.code: one for code in codes for one in parts(known[code], known)}.values()
    places = ["", *districts().values_list("code", flat=True)]
    cells = _added([one for one in plain if one.aggregate in ADDED], year, places)
    cells |= _others([one for one in plain if one.aggregate not in ADDED], year, places)
    return {
        place: value for code in codes for place, value in _of(known[code], known, cells, places)
    }


def _of(
    version: Version, known: Mapping[str, Version], cells: Cells, places: Sequence[str]
) -> Iterable[tuple[Place, Decimal | None]]:
    made_of = [one.code for one in parts(version, known)]
    for month in range(1, 13):
        for region in _asked(version, places):
            found = [cells.get((code, month, region)) for code in made_of]
            value = found[0] if len(found) == 1 else ratio(version, found[0], found[1])
            yield (version.code, month, region), value


def _asked(version: Version, places: Sequence[str]) -> list[str]:
    return [one for one in places if scope_of(one) in version.scopes]


def _added(versions: Sequence[Version], year: int, places: Sequence[str]) -> dict[Place, Any]:
    """Return what counts and sums come to, from one pass over the entries."""
    if not versions:
        return {}
    empty = {version.code: _empty(version) for version in versions}
    cells: dict[Place, Any] = {
        (code, month, region): start
        for code, start in empty.items()
        for month in range(1, 13)
        for region in places
    }
    for number, month, region, count, total in _passed(versions, year):
        version = versions[number]
        found = total if version.aggregate == Aggregate.SUM else Decimal(count)
        for place in {"", region} & set(places):
            key = (version.code, month, place)
            cells[key] = found if cells[key] is None else cells[key] + (found or 0)
    return cells


def _empty(version: Version) -> Decimal | None:
    return Decimal(0) if version.aggregate == Aggregate.COUNT else None


def _passed(versions: Sequence[Version], year: int) -> list[tuple[Any, ...]]:
    period = Period.year(year)
    columns: dict[str, None] = {}
    cases: list[str] = []
    for number, version in enumerate(versions):
        holds = condition(version.kinds, version.condition)
        columns |= dict.fromkeys(holds.columns)
        if version.condition:
            cases.append(f"WHEN {number} THEN {holds.sql}")
    wanted = [
        (number, kind, version.quantity or None)
        for number, version in enumerate(versions)
        for kind in version.kinds
    ]
    statement = TOGETHER.format(
        zone=ZONE.key,
        columns="".join(f", {column}" for column in columns),
        current=is_current(),
        wanted=", ".join(["(%s::int, %s::text, %s::text)"] * len(wanted)),
        holds=f"CASE w.place {' '.join(cases)} ELSE TRUE END" if cases else "TRUE",
    )
    kinds = sorted({kind for _, kind, _ in wanted})
    given = [period.begins, period.ends, kinds, *(cell for row in wanted for cell in row)]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _others(versions: Sequence[Version], year: int, places: Sequence[str]) -> dict[Place, Any]:
    """Return what does not add up, an indicator a statement."""
    cells: dict[Place, Any] = defaultdict(lambda: None)
    for version in versions:
        asked = [
            Asked(version.code, month, region)
            for month in months_of(year)
            for region in _asked(version, places)
        ]
        for one in values_of(asked, {version.code: version}):
            cells[one.indicator, one.period.last.month, one.region] = one.value
    return cells
