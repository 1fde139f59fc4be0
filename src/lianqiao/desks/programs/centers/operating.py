"""The operating data of a yearly report, as the data file of the city lists them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from lianqiao.core.language import speaks_chinese

FILE = Path(__file__).parent / "data" / "operating.json"
MONEY = "CNY"
Figures = Mapping[str, Decimal]
"""What a report says, by the figure's code; money in yuan."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit. `jump` and `drop` are how many times it may rise and fall in a year
    before it is asked about, where the larger of both years reaches `floor`."""

    code: str
    zh: str
    en: str
    unit: str
    jump: Decimal
    drop: Decimal
    floor: Decimal

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return self.zh if speaks_chinese() else self.en

    @property
    def is_money(self) -> bool:
        """Whether it counts yuan; all else is counted whole."""
        return self.unit == MONEY


@dataclass(frozen=True, slots=True)
class Operating:
    """All figures by code, in the order of the file, and which are a part of which."""

    figures: Mapping[str, Figure]
    parts: Mapping[str, str]
    report_by: str

    def due(self, year: int) -> date:
        """Return the last day for the report of a year.

        >>> operating().due(2026)
        datetime.date(2027, 3, 31)
        """
        return date.fromisoformat(f"{year + 1}-{self.report_by}")


@lru_cache(maxsize=1)
def operating() -> Operating:
    """Read the file once; it ships with the house."""
    data = json.loads(FILE.read_text("utf-8"))
    figures = [_figure(one) for group in data["groups"] for one in group["figures"]]
    parts = {one["part"]: one["whole"] for one in data["checks"]}
    return Operating({one.code: one for one in figures}, parts, data["report_by"])


def _figure(one: Mapping[str, str]) -> Figure:
    limits = (Decimal(one[name]) for name in ("jump", "drop", "floor"))
    return Figure(one["code"], one["zh"], one["en"], one["unit"], *limits)
