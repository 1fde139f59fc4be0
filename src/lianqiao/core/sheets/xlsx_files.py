"""Workbooks, read row by row so that memory stays small."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from openpyxl import load_workbook

from lianqiao.core.errors import Refusal
from lianqiao.core.sheets.limits import check_archive, check_lines, unreadable

# What XML allows in a cell and PostgreSQL does not allow in a text, and what nobody can see.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Wider than any list that people fill in; what lies beyond is not looked at.
MOST_COLUMNS = 500
FAILED = "e"  # the type of a cell whose formula failed: #N/A says nothing about the list


def lines(file: IO[bytes]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield (line number, cells) of the first sheet; formulas give their last result.

    openpyxl meets broken workbooks with many kinds of error (of XML, keys, attributes, values),
    all of which mean the same to the person.
    """
    check_archive(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # Some programs write a wrong size into the sheet, which would cut it short.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(), 1):
                # A row may claim any number; openpyxl fills the gap before it, however long.
                check_lines(number)
                yield number, [_clean(cell) for cell in cells[:MOST_COLUMNS]]
        finally:
            book.close()
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        raise unreadable() from error


def _clean(cell: Any) -> Any:
    if cell.data_type == FAILED:
        return None
    if isinstance(cell.value, float | int) and "%" in (cell.number_format or ""):
        return _percentage(cell.value)
    return CONTROL.sub("", cell.value) if isinstance(cell.value, str) else cell.value


def _percentage(value: float) -> str:
    """Return a cell in the form of a percentage as it is shown: 0.125 says 12.5%."""
    return f"{Decimal(format(value, '.15g')) * 100:f}%"
