"""Indicators as SQL over the ledger: which entries count, and what they come to.

Counted is each entry's last restatement; withdrawn ones are not. Some figures asked for together
are one statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from lianqiao.core.indicators.conditions import HAPPENED_ON, amount, condition
from lianqiao.core.indicators.kinds import FIGURE
from lianqiao.core.indicators.models import Aggregate, Version
from lianqiao.core.indicators.periods import Period, PeriodKind
from lianqiao.core.ledger.queries import is_current
from lianqiao.core.parties.regions import stem

NEWEST = (
    "SELECT DISTINCT ON (t1.subject_type, t1.subject_id) t1.* FROM ({entries}) t1"
    " ORDER BY t1.subject_type, t1.subject_id, t1.happened_at DESC, t1.id DESC"
)
REPORTED = f"""
    SELECT e.* FROM ledger_entry e JOIN indicators_reported r
        ON e.kind = %s AND e.subject_id = r.id
    WHERE r.indicator_id = %s AND r.period = %s AND r.region = %s AND {is_current()}
"""  # noqa: S608 -- our own words
# A stock is what has come together until the last day, however early it began.
STOCKS = frozenset({Aggregate.LAST, Aggregate.VALID})


@dataclass(frozen=True, slots=True)
class Selection:
    """A query of the entries that count, and the values of its places."""

    sql: str
    values: tuple[Any, ...]


def selected(version: Version, period: Period, region: str = "") -> Selection:
    """Return which entries a counted indicator counts; each row is an entry."""
    holds = condition(version.kinds, version.condition)
    wheres: list[str] = ["e.kind = ANY(%s)", is_current()]
    values: list[Any] = [list(version.kinds)]
    for where, given in (_time(version, period), _place(region), _validity(version, period)):
        wheres += where
        values += given
    columns = "".join(f", {column}" for column in holds.columns)
    inner = f"SELECT e.*{columns} FROM ledger_entry e WHERE {' AND '.join(wheres)}"  # noqa: S608
    sql = f"SELECT t0.* FROM ({inner}) t0 WHERE {holds.sql}"  # noqa: S608 -- our own words
    if version.aggregate == Aggregate.LAST:
        sql = NEWEST.format(entries=sql)
    return Selection(sql, tuple(values))


def met_by(version: Version, entry: int) -> Selection:
    """Return a query of one entry, empty where it does not meet an indicator's condition."""
    holds = condition(version.kinds, version.condition)
    columns = "".join(f", {column}" for column in holds.columns)
    inner = f"SELECT e.*{columns} FROM ledger_entry e WHERE e.id = %s"  # noqa: S608 -- ours
    sql = f"SELECT t0.id FROM ({inner}) t0 WHERE {holds.sql}"  # noqa: S608 -- our own words
    return Selection(sql, (entry,))


def of_entries(entries: Sequence[int]) -> Selection:
    """Return a query of the entries with these numbers, whatever became of them since."""
    return Selection("SELECT e.* FROM ledger_entry e WHERE e.id = ANY(%s)", (list(entries),))


def total(version: Version) -> str:
    """Return the SQL of what the rows of a selection, called `e`, come to."""
    match version.aggregate:
        case Aggregate.COUNT:
            return "count(*)::numeric"
        case Aggregate.ORGANIZATIONS:
            return "count(DISTINCT e.organization_id)::numeric"
        case Aggregate.SUM | Aggregate.LAST:
            return f"sum({amount(version.quantity)})"
    return "count(DISTINCT (e.subject_type, e.subject_id))::numeric"


def _time(version: Version, period: Period) -> tuple[list[str], list[datetime]]:
    until = (["e.happened_at < %s"], [period.ends])
    if version.aggregate in STOCKS or period.kind == PeriodKind.AS_OF:
        return until
    return (["e.happened_at >= %s", *until[0]], [period.begins, *until[1]])


def _place(region: str) -> tuple[list[str], list[str]]:
    """Narrow to a district by its code, to a zone by the organizations in it."""
    if region in {"", settings.CITY}:
        return [], []
    if region.isdigit():
        return ["e.region LIKE %s"], [f"{stem(region)}%"]
    inside = "SELECT o.id FROM parties_organization o WHERE o.zone_id = %s"
    return [f"e.organization_id IN ({inside})"], [region]


def _validity(version: Version, period: Period) -> tuple[list[str], list[Any]]:
    """Keep what holds on the last day: it has not run out, and nothing has ended it."""
    if version.aggregate != Aggregate.VALID:
        return [], []
    wheres: list[str] = []
    values: list[Any] = []
    if version.quantity:
        days = amount(version.quantity)
        wheres.append(f"({days} IS NULL OR {HAPPENED_ON} + {days}::int > %s)")
        values.append(period.last)
    if version.ends:
        wheres.append(
            f"NOT EXISTS (SELECT FROM ledger_entry x WHERE x.kind = ANY(%s) AND {is_current('x')}"
            " AND x.subject_type = e.subject_type AND x.subject_id = e.subject_id"
            " AND x.happened_at >= e.happened_at AND x.happened_at < %s)"
        )
        values += [list(version.ends), period.ends]
    return wheres, values


def reported(version: Version, period: Period, region: str = "") -> Selection:
    """Return the entry of what a department reported for exactly this period and region."""
    place = "" if region == settings.CITY else region
    return Selection(REPORTED, (FIGURE, version.code, period.code, place))


def entries_of(version: Version, period: Period, region: str = "") -> Selection:
    """Return the entries behind a figure that is no ratio."""
    return (reported if version.is_reported else selected)(version, period, region)


def value_of(version: Version) -> str:
    """Return what such entries come to, counted or reported."""
    return f"max({amount('value')})" if version.is_reported else total(version)
