"""Workbooks that pretend: refused before they cost anything."""

from __future__ import annotations

import io
import zipfile

import pytest

from lianqiao.core.errors import TooLarge
from lianqiao.core.sheets import limits, read
from tests.core.sheets.conftest import COLUMNS, workbook


def altered(source, old, new):
    """Return a workbook with something else in its first sheet."""
    file = io.BytesIO()
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(file, "w") as target:
        for part in archive.infolist():
            content = archive.read(part)
            if part.filename.endswith("sheet1.xml"):
                assert old in content
                content = content.replace(old, new)
            target.writestr(part, content)
    return file


def test_workbook_of_thousands_of_parts():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(limits.MOST_PARTS + 1):
            archive.writestr(f"part{number}", b"")
    with pytest.raises(TooLarge):
        read(file, "a.xlsx", COLUMNS)


def test_row_that_claims_to_be_the_trillionth(monkeypatch):
    monkeypatch.setattr(limits, "MOST_LINES", 10_000)  # Excel's own limit takes seconds to reach.
    file = altered(workbook(["编号"], ["A1"]), b'<row r="2"', b'<row r="999999999999"')
    with pytest.raises(TooLarge):
        read(file, "a.xlsx", COLUMNS)


def test_cell_far_to_the_right_does_not_matter():
    file = altered(workbook(["编号"], ["A1", "x"]), b'r="B2"', b'r="ZZZ2"')
    assert [row.values for row in read(file, "a.xlsx", COLUMNS).rows] == [{"code": "A1"}]
