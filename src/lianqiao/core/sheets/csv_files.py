"""CSV as Excel and WPS write it in China."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.sheets.guard import original
from lianqiao.core.sheets.limits import unreadable

# Excel's "CSV" is GB 18030 there, its "CSV UTF-8" begins with a mark.
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",\t;，"
ZIP_MARK = b"PK\x03\x04"


def lines(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells); a cell over several lines counts from its first."""
    text = _decoded(file.read())
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for cells in reader:
            yield number, [original(cell) for cell in cells]
            number = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(
            _("Line %(line)d can't be read: a quotation mark is missing there or before.")
            % {"line": number}
        ) from error


def _decoded(content: bytes) -> str:
    if content.startswith(ZIP_MARK) or b"\x00" in content:
        raise unreadable()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(_("The file's characters can't be read. Save it as CSV UTF-8."))
