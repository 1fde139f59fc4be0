"""Tables as they are kept (JSON) and as rules know them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.engines.rules import Bracket, Cell, Input, TableRow, Type


class Malformed(ValueError):  # noqa: N818 -- what it is, not what it does
    """A table that cannot be read; the text says where and why."""


def read_inputs(given: Any) -> tuple[Input, ...]:
    """Return the inputs of a table.

    Raises:
        Malformed: it is no list of inputs.
    """
    try:
        return tuple(
            Input(Type(one["type"]), one.get("unit", ""), one.get("zh", ""), one.get("en", ""))
            for one in given
        )
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise Malformed(_("An input is {type, unit, zh, en}: %(why)s") % {"why": error}) from error


def read_rows(given: Any, inputs: tuple[Input, ...]) -> tuple[TableRow, ...]:
    """Return the rows of a table with these inputs.

    Raises:
        Malformed: a row cannot be read, or does not fit the inputs.
    """
    return tuple(_row(row, inputs, place) for place, row in enumerate(_listed(given), start=1))


def _row(row: Any, inputs: tuple[Input, ...], place: int) -> TableRow:
    try:
        cells = row["if"]
        if len(cells) != len(inputs):
            raise ValueError(f"{len(cells)} / {len(inputs)}")
        read = tuple(_cell(cell, one.type) for cell, one in zip(cells, inputs, strict=True))
        return TableRow(read, Decimal(row["value"]))
    except (TypeError, KeyError, ValueError, InvalidOperation, AttributeError) as error:
        said = {"row": place, "why": str(error)[:80]}
        raise Malformed(_("Row %(row)d of the table can't be read: %(why)s") % said) from error


def _cell(cell: Any, kind: Type) -> Cell:
    if cell is None or (isinstance(cell, bool) and kind == Type.BOOL):
        return cell
    if isinstance(cell, list) and kind == Type.TEXT:
        return frozenset(str(text) for text in cell)
    if kind == Type.NUMBER:
        low, high = (cell.get(name) for name in ("from", "below"))
        return Bracket(*(None if bound is None else Decimal(bound) for bound in (low, high)))
    raise ValueError(cell)


def _listed(given: Any) -> list[Any]:
    if not isinstance(given, list):
        raise Malformed(_("The rows of a table are a list."))
    return given
