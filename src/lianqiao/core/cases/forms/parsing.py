"""Single texts into values, and lines of a spreadsheet into rows. Invalid says what is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from lianqiao.core import sheets
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.wording import PERCENT, WAN
from lianqiao.core.errors import Invalid
from lianqiao.core.sheets.columns import folded
from lianqiao.core.sheets.parsers import choice, day
from lianqiao.engines.rules import Fact, Type

CENTS = 2
WAN_PLACES = 6
TRUTHS = (("true", "是"), ("false", "否"))


def clean(written: str) -> str:
    """Return a text without blanks around it, its lines ended one way. Invalid with a NUL in it."""
    if "\x00" in written:
        raise Invalid(_("The text holds a character that cannot be kept."))
    return written.replace("\r\n", "\n").replace("\r", "\n").strip()


def text(written: str, longest: int) -> str:
    """Return a text that is not too long."""
    return str(sheets.text(longest)(written))


def number(written: str, places: int, low: Decimal, high: Decimal) -> str:
    """Return a number as a decimal string with all its places."""
    value = sheets.number(places)(written)
    require_between(value, low, high)
    return format(round(value, places), "f")


def money(written: str, one: f.MoneyField) -> str:
    """Return yuan; a field that asks for 万元 is written in those."""
    if not one.in_wan:
        return number(written, CENTS, one.low, one.high)
    value = sheets.number(WAN_PLACES)(written) * WAN
    require_between(value, one.low, one.high, per=WAN)
    return format(round(value, CENTS), "f")


def require_between(value: Decimal, low: Decimal, high: Decimal, *, per: int = 1) -> None:
    """Raise Invalid outside the bounds, which are said divided by `per`."""
    if not low <= value <= high:
        raise Invalid(
            _("Between %(low)s and %(high)s.")
            % {
                "low": formats.number_format(Decimal(low) / per, force_grouping=True),
                "high": formats.number_format(Decimal(high) / per, force_grouping=True),
            }
        )


def option(one: f.ChoiceField, written: str) -> str:
    """Return the value of an option by its value or its label in either language."""
    if any(option.value == written for option in one.options):
        return written
    pairs = [
        (option.value, label)
        for option in one.options
        for label in filter(None, (option.label.zh, option.label.en))
    ]
    return str(choice(pairs)(written))


def split(written: str) -> list[str]:
    """Split several choices in one cell."""
    return [part.strip() for part in re.split(r"[、,，;；\n]", written) if part.strip()]


def fact(one: Fact, written: str) -> Any:
    """Return a fact's value as filings keep it: numbers as decimal strings in the rules' unit."""
    match one.type:
        case Type.NUMBER:
            return _fact_number(one, written)
        case Type.DATE:
            return day(written).isoformat()
        case Type.BOOL:
            return choice(TRUTHS, yes="true", no="false")(written) == "true"
    return text(written, 200)


def _fact_number(one: Fact, written: str) -> str:
    is_percent = one.unit == "%"
    places = max(one.scale - 2, 0) if is_percent else one.scale
    value = sheets.number(places)(written.rstrip("%％"))
    low, high = (Decimal(bound).scaleb(-one.scale) for bound in one.bounds)
    per = PERCENT if is_percent else 1
    require_between(value, low * per, high * per)
    return format(round(value / per, one.scale), "f")


def sheet_rows(pasted: str, columns: Sequence[f.Cell]) -> list[dict[str, str]]:
    """Return the cells of what was copied from a spreadsheet, by column; empty lines left out."""
    lines = [line for line in _cells(pasted) if any(cell.strip() for cell in line)]
    keys: Sequence[str | None] = [column.key for column in columns]
    if lines and (headed := _headings(lines[0], columns)):
        keys, lines = headed, lines[1:]
    return [
        {key: cell.strip() for key, cell in zip(keys, line, strict=False) if key and cell.strip()}
        for line in lines
    ]


def _cells(pasted: str) -> list[list[str]]:
    if "\x00" in pasted:
        raise Invalid(_("The text holds a character that cannot be kept."))
    try:
        return list(csv.reader(io.StringIO(pasted, newline=""), delimiter="\t"))
    except csv.Error as error:
        raise Invalid(_("What was pasted is no rows of a spreadsheet.")) from error


def _headings(line: Sequence[str], columns: Sequence[f.Cell]) -> list[str | None] | None:
    """Return the column of each cell where a line has labels; at least one must be known."""
    known = {
        folded(label): column.key
        for column in columns
        for label in filter(None, (column.label.zh, column.label.en))
    }
    found = [known.get(folded(cell)) for cell in line]
    return found if any(found) else None
