"""Lists as files: streamed, and with nothing in them that a spreadsheet would execute."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from lianqiao.core.sheets.columns import Column
from lianqiao.core.sheets.guard import harmless
from lianqiao.core.sheets.xlsx_files import CONTROL

Values = Sequence[Any]

LONGEST_CELL = 32_767  # Excel's limit
WIDEST, NARROWEST = 60, 8


def write_csv(columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[bytes]:
    """Yield a CSV file in pieces: UTF-8 with a mark, so that Excel reads the Chinese."""
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf" + writer.writerow([column.heading for column in columns])
    for row in rows:
        yield writer.writerow([_harmless(_shown(value)) for value in row])


def write_xlsx(columns: Sequence[Column], rows: Iterable[Values], file: IO[bytes]) -> None:
    """Write a workbook with one sheet; text stays text, whatever it begins with."""
    book = Workbook(write_only=True)
    add_sheet(book, "Sheet1", [column.heading for column in columns], rows)
    book.save(file)


def add_sheet(book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Values]) -> None:
    """Add a sheet with bold headings that stay in sight."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, 1):
        width = min(WIDEST, max(NARROWEST, 3 * len(heading)))
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_bold(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _bold(sheet: Any, heading: str) -> Any:
    cell = WriteOnlyCell(sheet, heading)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    shown = _shown(value)
    if not isinstance(shown, str):
        return shown
    cell = WriteOnlyCell(sheet, CONTROL.sub("", shown)[:LONGEST_CELL])
    # openpyxl would make a formula of text that begins with "=".
    cell.data_type = "s"
    return cell


def _shown(value: Any) -> Any:
    """Return what a cell shows: local time without its zone, empty for None, text for the rest."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    return value if isinstance(value, int | float | Decimal | date) else str(value)


def _harmless(shown: Any) -> Any:
    return harmless(shown) if isinstance(shown, str) else shown


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> bytes:
        return text.encode()
