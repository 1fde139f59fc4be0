"""What stands in a cell: each maker returns a parser for `Column`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, Text
from lianqiao.core.sheets.columns import Parse, folded

LARGEST = Decimal(10) ** 18
DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]00:00(?::00)?)?")


def plain(cell: Any) -> str:
    """Return a cell as a person reads it: 13800000000.0 in a spreadsheet is no fraction.

    >>> plain(13800000000.0)
    '13800000000'
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell == datetime.combine(cell.date(), datetime.min.time()):
        cell = cell.date()
    return str(cell).strip()


def text(longest: int) -> Parse:
    """Text of at most so many characters."""

    def parse(cell: Any) -> str:
        value = plain(cell)
        if len(value) > longest:
            raise Invalid(
                _("Longer than %(longest)d characters (%(length)d).")
                % {"longest": longest, "length": len(value)}
            )
        return value

    return parse


def email(longest: int) -> Parse:
    """An e-mail address."""
    short = text(longest)

    def parse(cell: Any) -> str:
        value: str = short(cell)
        try:
            EmailValidator()(value)
        except ValidationError as error:
            raise Invalid(_("“%(value)s” is no e-mail address.") % {"value": value}) from error
        return value

    return parse


def day(cell: Any) -> date:
    """Parse a date cell, or a date as Chinese tables write it: 2024-3-1, 2024/3/1, 2024年3月1日."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = DAY.fullmatch(plain(cell))
    try:
        if found:
            year, month, day_of_month = map(int, found.groups())
            return date(year, month, day_of_month)
    except ValueError:
        pass  # The 31st of February.
    raise Invalid(_("“%(value)s” is no date; write 2024-03-01.") % {"value": plain(cell)})


def number(places: int = 0, *, least: Decimal | None = None) -> Parse:
    """Parse a number of at most so many decimal places; thousands separators are allowed."""

    def parse(cell: Any) -> Decimal:
        written = plain(cell).replace(",", "").replace("，", "")
        try:
            value = Decimal(written)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) >= LARGEST:
            raise Invalid(_("“%(value)s” is no number.") % {"value": plain(cell)})
        if value != round(value, places):
            raise Invalid(_("At most %(places)d decimal places.") % {"places": places})
        if least is not None and value < least:
            raise Invalid(_("Less than %(least)s.") % {"least": least})
        return value

    return parse


def choice(values: Iterable[tuple[str, Text]], **aliases: str) -> Parse:
    """Parse one of the choices (value, label), by its value, by its label or by an alias.

    Labels in every language are understood where they are lazy translations.
    """
    pairs = list(values)

    def parse(cell: Any) -> str:
        wanted = folded(plain(cell))
        for value, label in pairs:
            if wanted in {folded(value), folded(str(label))}:
                return value
        if wanted in aliases:
            return aliases[wanted]
        labels = ", ".join(str(label) for _value, label in pairs)
        raise Invalid(
            _("“%(value)s” is none of: %(labels)s.") % {"value": plain(cell), "labels": labels}
        )

    return parse
