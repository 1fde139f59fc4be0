"""Files that are too large, or pretend to be small: refused before they are parsed."""

from __future__ import annotations

import io
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, TooLarge

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 20 * MEBIBYTE
# A full 20 MB workbook unpacks to about ten times its size; a bomb to a thousand times.
LARGEST_UNPACKED = 300 * MEBIBYTE
MOST_ROWS = 100_000
MOST_LINES = 1_048_576  # Excel's own limit, empty lines included
MOST_PARTS = 2_000


def check_size(file: IO[bytes]) -> None:
    """Raise TooLarge for a file beyond the limit, without reading it."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST_FILE:
        raise TooLarge(
            _("The file has %(size)d MB, at most %(limit)d are taken. Split it into several files.")
            % {"size": size // MEBIBYTE, "limit": LARGEST_FILE // MEBIBYTE}
        )


def check_archive(file: IO[bytes]) -> None:
    """Raise TooLarge for a workbook that unpacks beyond the limit, Invalid for a broken one."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise unreadable() from error
    finally:
        file.seek(0)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise TooLarge(_("The workbook unpacks to more than is taken. Split it into several."))


def check_rows(count: int) -> None:
    """Raise TooLarge for more rows than a list may have."""
    if count > MOST_ROWS:
        raise TooLarge(
            _("More than %(limit)d rows. Split the list into several files.") % {"limit": MOST_ROWS}
        )


def check_lines(number: int) -> None:
    """Raise TooLarge for a line beyond those that a sheet can have."""
    if number > MOST_LINES:
        raise TooLarge(_("The sheet has too many empty lines. Copy the list into a new sheet."))


def unreadable() -> Invalid:
    """Return the refusal of a file that is not what its name says."""
    return Invalid(
        _("The file can't be read: it is damaged or no spreadsheet. Save it again as XLSX or CSV.")
    )
