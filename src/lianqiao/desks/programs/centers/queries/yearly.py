"""Yearly reports with what is asked about in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import connection

from lianqiao.core.ledger.queries import is_current
from lianqiao.desks.programs.centers.models import Center, YearlyReport
from lianqiao.desks.programs.centers.operating import Figure, Figures, operating
from lianqiao.desks.programs.centers.plausibility import Deals, Doubt, doubts, shown

SIGNED = "exchange.match.signed"
"""What the exchange writes when a contract is signed, for the party that had the need: `amount` in
yuan. The ledger is where the desks meet."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report as its page shows it: each figure with that of the year before, and the doubts."""

    row: YearlyReport
    lines: list[tuple[Figure, str, str]]
    doubts: list[Doubt]


def figures_of(row: YearlyReport) -> Figures:
    """Return a report's figures as numbers."""
    return {code: Decimal(value) for code, value in row.figures.items()}


def reports_of(center: Center, *, with_doubts: bool) -> list[ReadReport]:
    """Return a center's reports, the newest first; doubts only where they may be seen."""
    rows = list(center.reports.all())
    by_year = {row.year: figures_of(row) for row in rows}
    deals = deals_of([center.host_id]) if with_doubts else {}
    return [
        ReadReport(
            row,
            _lines(by_year[row.year], by_year.get(row.year - 1, {})),
            doubts(
                by_year[row.year],
                by_year.get(row.year - 1),
                deals.get((center.host_id, row.year), Deals()),
            )
            if with_doubts
            else [],
        )
        for row in rows
    ]


def _lines(now: Figures, before: Figures) -> list[tuple[Figure, str, str]]:
    return [
        (figure, shown(code, now[code]), shown(code, before[code]) if code in before else "")
        for code, figure in operating().figures.items()
        if code in now
    ]


def deals_of(organizations: Collection[int]) -> dict[tuple[int, int], Deals]:
    """Return the signed contracts that the ledger knows, by organization and year; one query."""
    statement = f"""
        SELECT e.organization_id, extract(year FROM e.happened_at AT TIME ZONE %s)::int,
               count(*), coalesce(sum((e.quantities #>> '{{amount,0}}')::numeric), 0)
        FROM ledger_entry e
        WHERE e.kind = %s AND e.organization_id = ANY (%s) AND {is_current("e")}
        GROUP BY 1, 2"""  # noqa: S608 -- our own constants
    with connection.cursor() as cursor:
        cursor.execute(statement, [settings.TIME_ZONE, SIGNED, list(organizations)])
        return {(one, year): Deals(n, sum_) for one, year, n, sum_ in cursor.fetchall()}
