"""Lists that a bureau keeps in spreadsheets: files in, files out.

A list is described once, by its columns; the same description reads a file, writes an export and
makes the template::

    COLUMNS = (Column("name", "名称", "Name", text(200), required=True), ...)
    sheet = read(upload, upload.name, COLUMNS)
    for row in sheet.rows:
        row.line, row.values["name"], row.problems
"""

from lianqiao.core.sheets.columns import Column, Problem, Row, Sheet, Stream
from lianqiao.core.sheets.importing import Import, import_paths, paths_after_upload
from lianqiao.core.sheets.length import lines_in
from lianqiao.core.sheets.parsers import choice, day, email, number, text
from lianqiao.core.sheets.plans import Action, Plan, PlannedRow, shown
from lianqiao.core.sheets.reading import read, stream
from lianqiao.core.sheets.responses import download
from lianqiao.core.sheets.templates import template
from lianqiao.core.sheets.uploads import chosen, drop, keep, kept
from lianqiao.core.sheets.writing import write_csv, write_xlsx

__all__ = [
    "Action",
    "Column",
    "Import",
    "Plan",
    "PlannedRow",
    "Problem",
    "Row",
    "Sheet",
    "Stream",
    "choice",
    "chosen",
    "day",
    "download",
    "drop",
    "email",
    "import_paths",
    "keep",
    "kept",
    "lines_in",
    "number",
    "paths_after_upload",
    "read",
    "shown",
    "stream",
    "template",
    "text",
    "write_csv",
    "write_xlsx",
]
