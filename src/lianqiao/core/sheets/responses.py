"""An export as an HTTP answer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.sheets.columns import Column
from lianqiao.core.sheets.writing import Values, write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 5 * 1024 * 1024


def download(
    form: str, name: str, columns: Sequence[Column], rows: Iterable[Values]
) -> StreamingHttpResponse | FileResponse:
    """Answer with a list as "xlsx" or "csv", named with the day. NotFound for other forms."""
    filename = f"{name}-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        answer = StreamingHttpResponse(
            write_csv(columns, rows), content_type="text/csv; charset=utf-8"
        )
        answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return answer
    if form == "xlsx":
        file = spool()
        write_xlsx(columns, rows, file)
        return attachment(file, filename)
    raise NotFound(_("Lists are to be had as XLSX and CSV."))


def spool() -> IO[bytes]:
    """Return a file that goes to the disk only when it is large; the answer closes it."""
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def attachment(file: IO[bytes], filename: str) -> FileResponse:
    """Answer with a workbook that was written into a file."""
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX)
