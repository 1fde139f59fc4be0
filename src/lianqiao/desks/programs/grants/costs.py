"""National rules on the costs of a project, as the data file says them with their source.

Direct costs are equipment, operations and labour. Indirect ones are bounded by the direct ones
without equipment, and a change of the budget is decided by the leader, the host or the office.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from lianqiao.core.language import speaks_chinese
from lianqiao.desks.programs.grants.models import BudgetChange, Cost

FILE = Path(__file__).parent / "data" / "costs.json"

Money = tuple[int, int]
"""Of the grant and of own funds, in fen."""
Budget = Mapping[str, Money]
"""Money by kind of cost; a kind that is left out has none."""
NOTHING: Money = (0, 0)


@dataclass(frozen=True, slots=True)
class Rules:
    """`indirect` has (upper end of a part in fen or None, per cent of that part), in order."""

    source: str
    source_en: str
    is_verified: bool
    indirect: tuple[tuple[int | None, int], ...]
    years_of_use: int
    pay_back_within_days: int

    def __str__(self) -> str:
        """Name the source in the reader's language."""
        return self.source if speaks_chinese() else self.source_en


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Read the file once; it ships with the house."""
    data = json.loads(FILE.read_text("utf-8"))
    parts = tuple((_fen(one["up_to"]), one["percent"]) for one in data["indirect"])
    return Rules(**{**data, "indirect": parts})


def _fen(yuan: str | None) -> int | None:
    return None if yuan is None else int(Decimal(yuan) * 100)


def most_indirect(base: int) -> int:
    """Return the most indirect costs in fen; `base` is the direct ones less equipment.

    Of 6,000,000 yuan: 30 % of the first five million and 25 % of the sixth.

    >>> most_indirect(600_000_000)
    175000000
    """
    most, low = 0, 0
    for high, percent in rules().indirect:
        part = max(0, (base if high is None else min(base, high)) - low)
        most += part * percent // 100
        low = high or low
    return most


def indirect_base(budget: Budget) -> int:
    """Return what indirect costs of the grant are measured by: operations and labour of it."""
    return sum(budget.get(cost, NOTHING)[0] for cost in (Cost.OPERATIONS, Cost.LABOUR))


def totals(budget: Budget) -> Money:
    """Return what a budget comes to: of the grant and of own funds."""
    return sum(one[0] for one in budget.values()), sum(one[1] for one in budget.values())


def who_decides(before: Budget, after: Budget) -> BudgetChange.Decider:
    """Return who decides a change: the office where a total changes or indirect costs rise, the
    host where equipment changes, else the leader."""
    indirect = [sum(one.get(Cost.INDIRECT, NOTHING)) for one in (before, after)]
    if totals(before) != totals(after) or indirect[1] > indirect[0]:
        return BudgetChange.Decider.OFFICE
    if before.get(Cost.EQUIPMENT, NOTHING) != after.get(Cost.EQUIPMENT, NOTHING):
        return BudgetChange.Decider.HOST
    return BudgetChange.Decider.LEADER
