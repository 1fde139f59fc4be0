"""The fact dictionary in the words of the rules engine, and what it knows of itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lianqiao.core.parties.models import FactDefinition
from lianqiao.engines.rules import Fact, Type

HUNDRED = 100
UNITS = {
    "人": "person",
    "件": "piece",
    "项": "item",
    "个": "place",
    "套": "flat",
    "次": "time",
    "年": "year",
    "级": "level",
    "分": "point",
    "位": "rank",
    "平方米": "m2",
    "立方米": "m3",
    "人月": "person*month",
    "吨标准煤": "tce",
}
"""Units as the dictionary writes them, and as rules reckon with them."""

TYPES = {
    FactDefinition.Type.NUMBER: Type.NUMBER,
    FactDefinition.Type.MONEY: Type.NUMBER,
    FactDefinition.Type.BOOL: Type.BOOL,
    FactDefinition.Type.DATE: Type.DATE,
    FactDefinition.Type.TEXT: Type.TEXT,
}


def engine_fact(definition: FactDefinition) -> Fact:
    """Return a definition as rules know it: yuan with whole fen, percentages as shares."""
    part = HUNDRED if is_percent(definition) else 1
    low, high = (
        None if b is None else Decimal(b) / part for b in (definition.low, definition.high)
    )
    return Fact(
        definition.name,
        TYPES[FactDefinition.Type(definition.type)],
        UNITS.get(definition.unit, definition.unit),
        scale=definition.scale,
        low=low,
        high=high,
        yearly=definition.is_yearly,
        changes=definition.can_change,
        zh=definition.label_zh,
        en=definition.label_en,
    )


def engine_value(
    definition: FactDefinition, value: Decimal | int | bool | date | str
) -> Decimal | int | bool | date | str:
    """Return a value as it is kept (fen, percent) in the unit that rules speak (yuan, shares)."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return value
    return Decimal(value) / HUNDRED if _in_hundredths(definition) else value


def is_percent(definition: FactDefinition) -> bool:
    """Tell whether it is kept in percent."""
    return definition.unit == "%"


def _in_hundredths(definition: FactDefinition) -> bool:
    return definition.type == FactDefinition.Type.MONEY or is_percent(definition)


def decimals(definition: FactDefinition) -> int:
    """Return how many decimals a value may have as it is kept."""
    return definition.scale - 2 if _in_hundredths(definition) else definition.scale


def factor(definition: FactDefinition) -> int:
    """Return what a kept number is multiplied by in the column that rules read."""
    return int(10 ** decimals(definition))
