"""One value of a field as a person reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.language import language
from lianqiao.engines.rules import Vocabulary, unit_name

EMPTY: tuple[object, ...] = (None, "", [], {}, False)
WAN = 10_000
PERCENT = 100


@dataclass(frozen=True, slots=True)
class NamedFile:
    """An attached file: `state` is '' where it may be fetched, else why not, in words."""

    pk: int
    name: str
    size: int
    url: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What codes in values are called: regions by code, files by id, facts by name."""

    regions: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[int, NamedFile] = field(default_factory=dict)
    facts: Vocabulary = field(default_factory=lambda: Vocabulary({}))


NO_NAMES = Names()


def in_words(one: f.Field | f.Cell, value: Any, names: Names = NO_NAMES) -> str:
    """Return one value as a person reads it; '' where there is none."""
    return "" if value in EMPTY else BY_KIND.get(one.kind, _plain)(one, value, names)


def number_in_words(value: Decimal, unit: str = "") -> str:
    """Write a number with its thousands apart, and its unit."""
    plain = formats.number_format(value, force_grouping=True)
    return f"{plain} {_unit(unit)}".strip()


def _unit(unit: str) -> str:
    return pgettext("unit", "yuan") if unit == "CNY" else unit_name(unit, language())


def money_in_words(yuan: Decimal, *, in_wan: bool) -> str:
    """Write a sum in yuan, or in ten thousands of them as Chinese forms ask for."""
    if not in_wan:
        return f"{formats.number_format(yuan, 2, force_grouping=True)} {pgettext('unit', 'yuan')}"
    wan = f"{yuan / WAN:,f}".rstrip("0").rstrip(".")
    return f"{wan} {_('ten thousand yuan')}"


def unit_in_words(one: f.Field | f.Cell) -> str:
    """Return the unit in which a field is filled in, or ''."""
    if isinstance(one, f.MoneyField):
        return _("ten thousand yuan") if one.in_wan else pgettext("unit", "yuan")
    if isinstance(one, f.NumberField | f.CalculatedField):
        return _unit(one.unit)
    return ""


def _plain(one: Any, value: Any, names: Names) -> str:
    return str(value)


def _number(one: Any, value: Any, names: Names) -> str:
    return number_in_words(Decimal(value), one.unit)


def _money(one: Any, value: Any, names: Names) -> str:
    return money_in_words(Decimal(value), in_wan=one.in_wan)


def _day(one: Any, value: Any, names: Names) -> str:
    return formats.date_format(date.fromisoformat(value))


def _choice(one: Any, value: Any, names: Names) -> str:
    return "、".join(_chosen(one, value))


def _address(one: Any, value: Any, names: Names) -> str:
    code = value.get("region", "")
    return f"{names.regions.get(code, code)} {value.get('text', '')}".strip()


def _party(one: Any, value: Any, names: Names) -> str:
    """An organization with its credit code, and whether it is on record; a person with the
    telephone."""
    said = [str(value[part]) for part in ("name", "uscc", "phone") if value.get(part)]
    return " · ".join([*said, _("on record")] if value.get("id") else said)


def _agreed(one: Any, value: Any, names: Names) -> str:
    return _("agreed")


def _nothing(one: Any, value: Any, names: Names) -> str:
    """Files and rows are shown one by one."""
    return ""


def _chosen(one: f.ChoiceField, value: str | list[str]) -> Iterator[str]:
    wanted = {value} if isinstance(value, str) else set(value)
    known = {option.value for option in one.options}
    yield from (str(option.label) for option in one.options if option.value in wanted)
    yield from sorted(wanted - known)


def _fact(one: Any, value: Any, names: Names) -> str:
    known, said = names.facts.facts.get(one.fact), value["value"]
    match value["type"]:
        case "number":
            return _fact_number(Decimal(said), known.unit if known else "")
        case "date":
            return formats.date_format(date.fromisoformat(said))
        case "bool":
            return _("Yes") if said else _("No")
    return known.named(said, language()) if known else str(said)


def _fact_number(value: Decimal, unit: str) -> str:
    """Write a number as rules reckon with it: yuan, and shares where the dictionary has percent."""
    if unit == "CNY":
        return money_in_words(value, in_wan=False)
    if unit == "%":
        return f"{number_in_words((value * PERCENT).normalize())}%"
    return number_in_words(value, unit)


def source_in_words(one: f.FactField, value: Mapping[str, Any] | None, names: Names) -> str:
    """Say where a fact on record comes from, and where the applicant said something else."""
    record = (value or {}).get("record")
    if not record:
        return "" if value else _("Nothing is on record: fill it in.")
    said = {
        "source": record["zh"] if language() == "zh" else record["en"],
        "known": formats.date_format(date.fromisoformat(record["known_on"])),
        "value": _fact(one, record, names),
    }
    if value and value["value"] != record["value"]:
        return _("On record from %(source)s since %(known)s: %(value)s. Changed here.") % said
    return _("On record from %(source)s since %(known)s.") % said


Said = Callable[[Any, Any, Names], str]
BY_KIND: Mapping[str, Said] = {
    "number": _number,
    "calculated": _number,
    "money": _money,
    "date": _day,
    "choice": _choice,
    "address": _address,
    "organization": _party,
    "person": _party,
    "fact": _fact,
    "declaration": _agreed,
    "file": _nothing,
    "table": _nothing,
    "ip": _nothing,
}
