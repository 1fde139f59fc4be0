"""What was typed into a form, read into values by kind; what cannot be read is said at its place.

Controls are named by their place: `<key>`, `<key>.<part>` of an address or organization,
`<table>.<row>.<column>`. What a browser sends of them is a mapping of names to lists of texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms import parsing
from lianqiao.core.cases.forms.rights import columns_of
from lianqiao.core.errors import Invalid
from lianqiao.core.parties import uscc
from lianqiao.core.sheets.parsers import day
from lianqiao.engines.rules import Type, Vocabulary

Typed = Mapping[str, Sequence[str]]
LONGEST_NAME, LONGEST_PHONE, LONGEST_ADDRESS = 200, 40, 300
ROW = re.compile(r"(?P<row>[0-9]{1,4})\.(?P<column>[a-z][a-z0-9_]*)")
PHONE = re.compile(r"[0-9+() -]{5,40}")
UNREAD = ("file", "calculated")
"""Kinds that nobody types: files are attached, and what is calculated is worked out."""


def _no_region(text: str) -> str:
    raise Invalid(_("There is no region “%(text)s”.") % {"text": text})


def _nobody(name: str, code: str) -> Mapping[str, Any] | None:
    return None


@dataclass(frozen=True, slots=True)
class Lists:
    """What reading looks up: a region's code by what was typed, the facts that fields name, an
    organization on record by its name and credit code, as {"id", "name", "uscc"}."""

    region: Callable[[str], str] = _no_region
    facts: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    organization: Callable[[str, str], Mapping[str, Any] | None] = _nobody


@dataclass(slots=True)
class Read:
    """Values by field, None for one that was emptied; problems by place.

    A field with a problem has no value: what was kept of it stays.
    """

    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read(fields: Iterable[f.Field], typed: Typed, lists: Lists) -> Read:
    """Read what was typed into some fields."""
    found = Read()
    for one in fields:
        if one.kind in UNREAD:
            continue
        if columns := columns_of(one):
            rows = rows_typed(one.key, columns, typed)
            value = _rows(one, rows, lists, found.problems)
        else:
            value = _tried(one, one.key, typed, lists, found.problems)
        if not any(_within(place, one.key) for place in found.problems):
            found.values[one.key] = value
    return found


def pasted(table: f.Field, text: str, lists: Lists) -> Read:
    """Read rows copied from a spreadsheet (tabs between cells) under a table's key.

    A first line with the columns' labels says which column is which; otherwise they come in their
    order. Problems go by the row within what was pasted, from 0.
    """
    columns = [one for one in columns_of(table) if one.kind not in UNREAD]
    try:
        rows = parsing.sheet_rows(text, columns)
    except Invalid as refusal:
        return Read(problems={table.key: str(refusal)})
    if not rows:
        return Read(problems={table.key: _("Nothing that could be rows was pasted.")})
    typed = [
        (number, {f"{table.key}.{number}.{key}": [cell] for key, cell in row.items()})
        for number, row in enumerate(rows)
    ]
    found = Read()
    value = _rows(table, typed, lists, found.problems)
    if not found.problems:
        found.values[table.key] = value
    return found


def _within(place: str, key: str) -> bool:
    return place == key or place.startswith(f"{key}.")


def rows_typed(
    key: str, columns: Sequence[f.Cell], typed: Typed
) -> list[tuple[int, dict[str, Sequence[str]]]]:
    """Sort the controls of a table by their rows; rows with nothing in them are left out."""
    wanted = {column.key for column in columns}
    rows: dict[int, dict[str, Sequence[str]]] = {}
    for name, texts in typed.items():
        found = ROW.fullmatch(name.removeprefix(f"{key}.")) if name.startswith(f"{key}.") else None
        if found and found["column"] in wanted and any(text.strip() for text in texts):
            rows.setdefault(int(found["row"]), {})[name] = texts
    return sorted(rows.items())


def _rows(
    table: f.Field,
    rows: Sequence[tuple[int, Mapping[str, Sequence[str]]]],
    lists: Lists,
    problems: dict[str, str],
) -> list[dict[str, Any]] | None:
    most = getattr(table, "most", 0)
    if len(rows) > most:
        problems[table.key] = _("At most %(most)d rows; there are %(rows)d.") % {
            "most": most,
            "rows": len(rows),
        }
        return None
    lines = []
    for number, typed in rows:
        line = {}
        for column in columns_of(table):
            place = f"{table.key}.{number}.{column.key}"
            value = _tried(column, place, typed, lists, problems)
            if value is not None:
                line[column.key] = value
        lines.append(line)
    return lines or None


def _tried(
    one: f.Field | f.Cell, place: str, typed: Typed, lists: Lists, problems: dict[str, str]
) -> Any:
    if one.kind in UNREAD:
        return None
    try:
        return READERS[one.kind](one, _Given(place, typed), lists)
    except Invalid as refusal:
        problems[place] = str(refusal)
    return None


@dataclass(frozen=True, slots=True)
class _Given:
    """The controls of one place."""

    place: str
    typed: Typed

    def text(self, part: str = "") -> str:
        texts = self.typed.get(f"{self.place}.{part}" if part else self.place) or [""]
        return parsing.clean(texts[-1])

    def texts(self) -> list[str]:
        return [parsing.clean(text) for text in self.typed.get(self.place) or [] if text.strip()]


def _text(one: f.TextField, given: _Given, lists: Lists) -> str | None:
    return parsing.text(given.text(), one.longest) or None


def _number(one: f.NumberField, given: _Given, lists: Lists) -> str | None:
    written = given.text()
    return parsing.number(written, one.decimals, one.low, one.high) if written else None


def _money(one: f.MoneyField, given: _Given, lists: Lists) -> str | None:
    written = given.text()
    return parsing.money(written, one) if written else None


def _date(one: f.DateField, given: _Given, lists: Lists) -> str | None:
    written = given.text()
    return day(written).isoformat() if written else None


def _choice(one: f.ChoiceField, given: _Given, lists: Lists) -> str | list[str] | None:
    written = given.texts()
    if one.many:
        chosen = {parsing.option(one, part) for text in written for part in parsing.split(text)}
        return [option.value for option in one.options if option.value in chosen] or None
    return parsing.option(one, written[-1]) if written else None


def _organization(one: f.OrganizationField, given: _Given, lists: Lists) -> dict[str, Any] | None:
    """Read an organization: one on record keeps its id, any other is the name that was typed."""
    name, written = parsing.text(given.text("name"), LONGEST_NAME), given.text("uscc")
    if not name and not written:
        return None
    code = uscc.clean(written) if written else ""
    known = lists.organization(name, code)
    typed = {"name": name, "uscc": code}
    return {**known, **{part: text for part, text in typed.items() if text}} if known else typed


def _person(one: f.PersonField, given: _Given, lists: Lists) -> dict[str, str] | None:
    name, phone = parsing.text(given.text("name"), LONGEST_PHONE), given.text("phone")
    if not name and not phone:
        return None
    if phone and not PHONE.fullmatch(phone):
        raise Invalid(_("“%(phone)s” is no telephone number.") % {"phone": phone[:LONGEST_PHONE]})
    return {"name": name, "phone": phone}


def _address(one: f.AddressField, given: _Given, lists: Lists) -> dict[str, str] | None:
    region, text = given.text("region"), parsing.text(given.text("text"), LONGEST_ADDRESS)
    if not region and not text:
        return None
    return {"region": lists.region(region) if region else "", "text": text}


def _declaration(one: f.DeclarationField, given: _Given, lists: Lists) -> bool | None:
    return True if given.text() else None


def _fact(one: f.FactField, given: _Given, lists: Lists) -> dict[str, Any] | None:
    """Read the applicant's own word on a fact; None leaves it to what is on record."""
    written = given.text()
    fact = lists.facts.facts.get(one.fact)
    if not written:
        return None
    if fact is None:
        return {"type": Type.TEXT.value, "value": parsing.text(written, LONGEST_NAME)}
    return {"type": fact.type.value, "value": parsing.fact(fact, written)}


READERS: Mapping[str, Callable[[Any, _Given, Lists], Any]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "organization": _organization,
    "person": _person,
    "address": _address,
    "declaration": _declaration,
    "fact": _fact,
}
