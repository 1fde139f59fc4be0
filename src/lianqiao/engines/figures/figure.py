"""A figure of a report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .units import CURRENCIES


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a report states of something; `text` is `report[start:end]`."""

    value: Decimal
    unit: str
    subject: str
    qualifiers: tuple[str, ...]
    period: str
    department: str
    place: str
    text: str
    start: int
    end: int

    @property
    def currency(self) -> str:
        """The currency's code where the figure is money: CNY for 元."""
        return CURRENCIES.get(self.unit, "")
