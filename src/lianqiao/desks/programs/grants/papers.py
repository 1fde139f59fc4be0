"""What stands in the filings of procedures/rd_grant.yaml, as the desk reckons with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from lianqiao.core.cases.followers import Values
from lianqiao.desks.programs.grants.contracts import Contract, Part, Planned
from lianqiao.desks.programs.grants.costs import NOTHING, Money
from lianqiao.desks.programs.grants.models import Cost
from lianqiao.desks.programs.grants.services.reporting import Reported

Row = Mapping[str, Any]
"""A row of a table: texts by column, money as yuan."""


def budget(rows: Iterable[Row]) -> dict[str, Money]:
    """Return money by kind of cost, rows of one kind added up; half-filled rows count for nothing.

    >>> budget([{"cost": "labour", "granted": "12.50"}, {"cost": "labour", "own": "1"}, {}])
    {'labour': (1250, 100)}
    """
    found: dict[str, Money] = {}
    for row in rows:
        if (cost := row.get("cost")) in Cost.values:
            granted, own = found.get(cost, NOTHING)
            found[cost] = granted + fen(row.get("granted")), own + fen(row.get("own"))
    return found


def contract(values: Values) -> Contract:
    """Return what a filed contract agrees on."""
    return Contract(
        date.fromisoformat(values["starts_on"]),
        date.fromisoformat(values["ends_on"]),
        budget(values["budget"]),
        [_planned(row) for row in values["milestones"]],
        [_part(row) for row in values["installments"]],
    )


def progress(values: Values) -> Reported:
    """Return what a filed progress report says was spent."""
    return Reported(int(values["report_year"]), budget(values["spending"]))


def fen(yuan: str | None) -> int:
    """Return a sum of a filing, yuan as a decimal string, in fen; nothing is 0.

    >>> fen("1234.50"), fen(None)
    (123450, 0)
    """
    return int(Decimal(yuan) * 100) if yuan else 0


def _planned(row: Row) -> Planned:
    return Planned(row["title"], row.get("target") or "", date.fromisoformat(row["due_on"]))


def _part(row: Row) -> Part:
    number, day = row.get("milestone"), row.get("due_on")
    return Part(
        fen(row["amount"]),
        int(number) if number else None,
        date.fromisoformat(day) if day else None,
    )
