"""Reading a spreadsheet by the headings of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.sheets import csv_files, limits, xlsx_files
from lianqiao.core.sheets.columns import Column, Problem, Row, Sheet, Stream

# Tables often begin with a title and a line of remarks.
HEAD = 10
FORMATS = {
    ".xlsx": xlsx_files.lines,
    ".xlsm": xlsx_files.lines,
    ".csv": csv_files.lines,
    ".txt": csv_files.lines,
}

Line = tuple[int, Sequence[Any]]


def read(file: IO[bytes], name: str, columns: Sequence[Column]) -> Sheet:
    """Return the rows of a file; a row that can't be parsed says why and stays in the list.

    The file's form follows from its name. TooLarge for a file beyond the limits, Invalid for one
    that can't be read or lacks a required column.
    """
    found = stream(file, name, columns)
    return Sheet(list(found.rows), found.ignored)


def stream(file: IO[bytes], name: str, columns: Sequence[Column]) -> Stream:
    """Return the columns of a file and its rows one by one, for lists too long to be held.

    Refuses what `read` refuses, what lies far down in the file only when it is reached.
    """
    limits.check_size(file)
    lines = FORMATS.get(PurePath(name).suffix.lower())
    if lines is None:
        raise Invalid(_("Only XLSX and CSV files are taken. Save the list as one of them."))
    places, ignored, rest = _headings(lines(file), columns)
    return Stream([column for _place, column in places], _rows(rest, places), ignored)


def _rows(lines: Iterable[Line], places: Places) -> Iterator[Row]:
    count = 0
    for number, cells in lines:
        if row := _row(number, cells, places):
            count += 1
            limits.check_rows(count)
            yield row


Places = list[tuple[int, Column]]


def _headings(
    stream: Iterator[Line], columns: Sequence[Column]
) -> tuple[Places, list[str], Iterator[Line]]:
    """Find the line with the headings; return the columns' places, other headings, the rest."""
    head = list(islice(stream, HEAD))
    best: tuple[Places, int] = ([], 0)
    for at, (_number, cells) in enumerate(head):
        places = _places([str(cell or "") for cell in cells], columns)
        if len(places) > len(best[0]):
            best = (places, at)
    places, at = best
    found = {column.name for _place, column in places}
    missing = [column for column in columns if column.required and column.name not in found]
    if missing or not places:
        raise _lacking(missing or columns, head)
    taken = {place for place, _column in places}
    headings = [str(cell or "").strip() for cell in head[at][1]]
    ignored = [heading for place, heading in enumerate(headings) if heading and place not in taken]
    meant = [(place, column.under(headings[place])) for place, column in places]
    return meant, ignored, chain(head[at + 1 :], stream)


def _places(headings: Sequence[str], columns: Sequence[Column]) -> Places:
    found: Places = []
    for place, heading in enumerate(headings):
        column = next((one for one in columns if one.answers_to(heading)), None)
        if column is None:
            continue
        if any(column.name == other.name for _place, other in found):
            raise Invalid(
                _("Two columns are headed “%(heading)s”; keep one.") % {"heading": heading.strip()}
            )
        found.append((place, column))
    return found


def _lacking(missing: Sequence[Column], head: list[Line]) -> Invalid:
    found = [str(cell).strip() for _number, cells in head[:1] for cell in cells if cell]
    return Invalid(
        _("The headings %(missing)s were not found; the first line says: %(found)s.")
        % {
            "missing": ", ".join(column.heading for column in missing),
            "found": ", ".join(found)[:200] or "–",
        }
    )


def _row(number: int, cells: Sequence[Any], places: Places) -> Row | None:
    """Parse one line; None for an empty one."""
    values, problems = {}, []
    empty = True
    for place, column in places:
        cell = cells[place] if place < len(cells) else None
        if isinstance(cell, str):
            cell = cell.strip() or None
        if cell is None:
            if column.required:
                problems.append(Problem(column.heading, _("Must not be empty.")))
            continue
        empty = False
        try:
            values[column.name] = column.parse(cell)
        except Invalid as refusal:
            problems.append(Problem(column.heading, str(refusal)))
    return None if empty else Row(number, values, problems)
