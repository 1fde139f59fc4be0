"""Values as the controls of a page hold them: reading.py turned round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.wording import EMPTY, PERCENT, WAN, Names

PARTS: Mapping[str, tuple[str, ...]] = {
    "organization": ("name", "uscc"),
    "person": ("name", "phone"),
    "address": ("region", "text"),
}
"""Of which controls a field is made; all others of one that bears the field's own name."""
TYPED = "typed"


def controls(one: f.Field | f.Cell, value: Any, names: Names) -> dict[str, str]:
    """Return the text of each control of a field by its part; `typed` where it has but one."""
    if parts := PARTS.get(one.kind):
        return {part: str((value or {}).get(part, "")) for part in parts}
    return {TYPED: _entered(one, value, names)}


def as_typed(
    one: f.Field | f.Cell, place: str, typed: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return the same of what was typed, where it could not be kept."""
    if parts := PARTS.get(one.kind):
        return {part: _last(typed.get(f"{place}.{part}")) for part in parts}
    if isinstance(one, f.ChoiceField) and one.many:
        return {TYPED: ",".join(typed.get(place) or ())}
    return {TYPED: _last(typed.get(place))}


def _last(texts: Sequence[str] | None) -> str:
    return texts[-1] if texts else ""


def _entered(one: f.Field | f.Cell, value: Any, names: Names) -> str:
    if isinstance(one, f.FactField):
        return _own_word(one, value or {}, names)
    if isinstance(one, f.ChoiceField) and one.many:
        return ",".join(value or ())
    if value in EMPTY or isinstance(value, list):
        return ""
    if isinstance(one, f.MoneyField) and one.in_wan:
        return _short(Decimal(value) / WAN)
    return _short(Decimal(value)) if isinstance(one, f.NumberField | f.MoneyField) else str(value)


def _own_word(one: f.FactField, value: Mapping[str, Any], names: Names) -> str:
    """Return what the applicant put in a fact's place; '' where the record stands."""
    said = value.get("value")
    if said is None or said == value.get("record", {}).get("value"):
        return ""
    if value["type"] == "number":
        fact = names.facts.facts.get(one.fact)
        return _short(Decimal(said) * (PERCENT if fact and fact.unit == "%" else 1))
    return str(said).lower() if isinstance(said, bool) else str(said)


def _short(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
