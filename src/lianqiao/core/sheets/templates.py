"""The empty list that a bureau fills in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from lianqiao.core.sheets.columns import Column
from lianqiao.core.sheets.writing import add_sheet

LONGEST_TITLE = 31  # Excel's limit for the name of a sheet


def template(
    columns: Sequence[Column], lists: Mapping[str, Iterable[tuple[str, str]]], file: IO[bytes]
) -> None:
    """Write a workbook with the headings, an example row and each code list (code, name).

    Required columns are marked with an asterisk, which `read` passes over.
    """
    book = Workbook(write_only=True)
    headings = [column.heading + (" *" if column.required else "") for column in columns]
    add_sheet(book, _("List"), headings, [[column.example for column in columns]])
    for title, rows in lists.items():
        add_sheet(book, _title(title), [_("code"), _("name")], rows)
    book.save(file)


def _title(text: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", " ", text)[:LONGEST_TITLE].strip()
