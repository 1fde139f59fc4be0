"""What stands in a cell, as the fact dictionary keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.models import FactDefinition
from lianqiao.core.parties.services import value_check
from lianqiao.core.sheets import choice, day, text
from lianqiao.core.sheets.parsers import plain

Value = Decimal | bool | date | str
Type = FactDefinition.Type

LONGEST = 400
MOST_DIGITS = 24
LARGEST = Decimal(10) ** 18
# A spreadsheet calculates with 15 digits; what stands behind them is noise of binary fractions.
DIGITS_OF_A_CELL = ".15g"

YES, NO = "yes", "no"
TRUTH = choice(
    [(YES, "是"), (NO, "否")],
    **dict.fromkeys(("有", "y", "true", "1", "√"), YES),
    **dict.fromkeys(("无", "没有", "n", "false", "0", "×"), NO),
)


def reader(definition: FactDefinition, factor: int) -> Callable[[Any], Value]:
    """Return what turns a cell into a value as it is kept, checked by the dictionary.

    `factor` is how many kept units one unit of the cell is.
    """
    kind = Type(definition.type)
    parse: Callable[[Any], Value] = (
        _number(definition, factor) if kind in {Type.NUMBER, Type.MONEY} else OTHERS[kind]
    )
    check = value_check(definition)

    def read(cell: Any) -> Value:
        value = parse(cell)
        check(value)
        return value

    return read


def _number(definition: FactDefinition, factor: int) -> Callable[[Any], Decimal]:
    percent = definition.unit == "%"

    def parse(cell: Any) -> Decimal:
        written = format(cell, DIGITS_OF_A_CELL) if isinstance(cell, float) else plain(cell)
        bare = written.replace(",", "").replace("，", "")
        value = _decimal(bare.rstrip("%％") if percent else bare)
        if value is None:
            raise Invalid(_("“%(value)s” is no number.") % {"value": plain(cell)})
        with localcontext(prec=2 * MOST_DIGITS):
            return value * factor

    return parse


def _decimal(written: str) -> Decimal | None:
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    known = value.is_finite() and abs(value) < LARGEST
    return value if known and len(value.as_tuple().digits) <= MOST_DIGITS else None


def _truth(cell: Any) -> bool:
    return bool(TRUTH(cell) == YES)


OTHERS: dict[Type, Callable[[Any], Value]] = {
    Type.BOOL: _truth,
    Type.DATE: day,
    Type.TEXT: text(LONGEST),
}
