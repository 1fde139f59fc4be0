"""About how long a file is, before it is read."""

from __future__ import annotations

import io

import pytest

from lianqiao.core.sheets import lines_in
from tests.core.sheets.conftest import csv_file, workbook


def test_lines_of_both_kinds_of_file():
    assert lines_in(csv_file("a\n1\n2\n")) == 3
    assert lines_in(workbook(("a",), ("1",), ("2",))) == 3


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged"])
def test_what_does_not_say_is_no_mistake(content):
    file = io.BytesIO(content)
    assert lines_in(file) == 0
    assert file.tell() == 0
