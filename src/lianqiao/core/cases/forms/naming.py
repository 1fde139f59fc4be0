"""What a form's rules may name, and the columns of what was filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lianqiao.core.cases.documents import fields as f
from lianqiao.engines.rules import Fact, FactError, Type, Vocabulary, column

Values = Mapping[str, Any]
"""What is filed: {field key: value}, as documents/fields.py says of each kind."""


def named(fields: Sequence[f.Field], dictionary: Vocabulary) -> dict[str, Fact]:
    """Return the facts that rules over these fields may name; `dictionary` has the applicant's."""
    return {fact.name: fact for field in fields for fact in _facts(field, dictionary)}


def row_of(fields: Sequence[f.Field], values: Values, dictionary: Vocabulary) -> dict[str, Any]:
    """Return the columns of what was filled in; what cannot be a fact's value is unknown."""
    row: dict[str, Any] = {}
    for field in fields:
        for fact, value in zip(
            _facts(field, dictionary), _said(field, values.get(field.key)), strict=True
        ):
            row[column(fact.name)] = _stored(fact, value)
    return row


def _stored(fact: Fact, value: object) -> object:
    if value is None:
        return None
    try:
        return fact.stored(value)
    except FactError:
        return None


def _facts(field: f.Field, dictionary: Vocabulary) -> list[Fact]:
    match field:
        case f.ChoiceField(many=True):
            return [_fact(field, f"{field.key}.{one.value}", Type.BOOL) for one in field.options]
        case f.TableField():
            sums = [_sum(field, one) for one in field.columns if _adds_up(one)]
            return [_fact(field, f"{field.key}.rows", Type.NUMBER), *sums]
        case f.FileField() | f.IntellectualPropertyField():
            return [_fact(field, f"{field.key}.rows", Type.NUMBER)]
        case f.FactField():
            return [_of_dictionary(field, dictionary)]
    return [_plain(field)]


def _plain(field: f.Field) -> Fact:
    match field:
        case f.NumberField():
            bounds = {"low": field.low, "high": field.high}
            return _fact(field, field.key, Type.NUMBER, field.unit, field.decimals, **bounds)
        case f.MoneyField():
            bounds = {"low": field.low, "high": field.high}
            return _fact(field, field.key, Type.NUMBER, "CNY", 2, **bounds)
        case f.CalculatedField():
            return _fact(field, field.key, Type.NUMBER, field.unit, field.decimals)
        case f.ChoiceField():
            return _choice(field)
    types = {"date": Type.DATE, "declaration": Type.BOOL}
    return _fact(field, field.key, types.get(field.kind, Type.TEXT))


def _said(field: f.Field, value: Any) -> Iterator[object]:
    match field:
        case f.NumberField() | f.CalculatedField() | f.MoneyField():
            yield None if value is None else Decimal(value)
        case f.DateField():
            yield None if value is None else date.fromisoformat(value)
        case f.ChoiceField(many=True):
            yield from (one.value in (value or ()) for one in field.options)
        case f.AddressField():
            yield (value or {}).get("region")
        case f.OrganizationField() | f.PersonField():
            yield (value or {}).get("name")
        case f.FactField():
            yield _read_fact(value)
        case f.TableField():
            rows = value or []
            yield len(rows)
            for one in field.columns:
                if _adds_up(one):
                    yield sum((Decimal(row[one.key]) for row in rows if one.key in row), Decimal(0))
        case f.FileField() | f.IntellectualPropertyField():
            yield len(value or [])
        case _:
            yield value


def _read_fact(value: Any) -> object:
    """A fact's value is kept as text with its type: {"type", "value"}."""
    if value is None:
        return None
    match value["type"]:
        case "number":
            return Decimal(value["value"])
        case "date":
            return date.fromisoformat(value["value"])
    return value["value"]


def _fact(
    field: f.Plain, name: str, type_: Type, unit: str = "", scale: int = 0, **more: Any
) -> Fact:
    zh, en = field.label.zh, field.label.en or field.label.zh
    return Fact(name, type_, unit, scale, zh=zh, en=en, **more)


def _choice(field: f.ChoiceField) -> Fact:
    options = tuple(
        (one.value, one.label.zh, one.label.en or one.label.zh) for one in field.options
    )
    return _fact(field, field.key, Type.TEXT, choices=options)


def _of_dictionary(field: f.FactField, dictionary: Vocabulary) -> Fact:
    known = dictionary.facts.get(field.fact)
    if known is None:
        return _fact(field, field.key, Type.TEXT)
    low, high = known.low, known.high
    return _fact(field, field.key, known.type, known.unit, known.scale, low=low, high=high)


def _adds_up(cell: f.Cell) -> bool:
    return isinstance(cell, f.NumberField | f.MoneyField | f.CalculatedField)


def _sum(field: f.TableField, cell: f.Cell) -> Fact:
    [fact] = _facts(cell, Vocabulary({}))
    return Fact(f"{field.key}.{cell.key}", fact.type, fact.unit, fact.scale, zh=fact.zh, en=fact.en)
