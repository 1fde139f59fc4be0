"""Exports: streamed, readable again, and with nothing in them that would be executed."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count, islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lianqiao.core.errors import NotFound
from lianqiao.core.sheets import Column, download, read, template, text, write_csv, write_xlsx
from tests.core.sheets.conftest import COLUMNS

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x")']
TEXT = (Column("text", "文字", "Text", text(1000)),)
# What a person can type into a cell; blanks around it are cut when it is read.
TYPED = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)


def as_csv(columns, rows):
    return b"".join(write_csv(columns, rows))


def as_workbook(columns, rows):
    file = io.BytesIO()
    write_xlsx(columns, rows, file)
    return file


def cells(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_csv_is_a_formula(formula):
    cell = cells(as_csv(TEXT, [[formula]]))[1][0]
    assert cell == "'" + formula


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula(formula):
    sheet = load_workbook(as_workbook(TEXT, [[formula]])).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.strip() == formula.strip()


def test_numbers_and_dates_stay_what_they_are():
    moment = datetime(2026, 1, 31, 16, 30, tzinfo=UTC)
    rows = [[-5, Decimal("-1.50"), date(2026, 2, 1), moment, None, True]]
    assert cells(as_csv(COLUMNS, rows))[1] == [
        "-5",
        "-1.50",
        "2026-02-01",
        "2026-02-01 00:30:00",
        "",
        "True",
    ]
    sheet = load_workbook(as_workbook(COLUMNS, rows)).active
    assert [cell.value for cell in sheet[2]][:4] == [
        -5,
        -1.5,
        datetime(2026, 2, 1),
        datetime(2026, 2, 1, 0, 30),
    ]


def test_excel_sees_that_a_csv_is_utf8():
    assert as_csv(COLUMNS, []).startswith("\ufeff编号,".encode())


def test_a_csv_comes_in_pieces():
    endless = ([f"公司{number}"] for number in count())
    assert len(list(islice(write_csv(TEXT, endless), 5))) == 5


@given(st.lists(TYPED, min_size=1, max_size=5))
@example(["'=1"])
@example(["''"])
def test_what_was_exported_as_csv_comes_in_again(values):
    rows = read(io.BytesIO(as_csv(TEXT, [[value] for value in values])), "a.csv", TEXT).rows
    assert [row.values["text"] for row in rows] == values


@given(st.lists(TYPED, min_size=1, max_size=5))
@example(["'=1"])
def test_what_was_exported_as_workbook_comes_in_again(values):
    rows = read(as_workbook(TEXT, [[value] for value in values]), "a.xlsx", TEXT).rows
    assert [row.values["text"] for row in rows] == values


def test_the_template_can_be_filled_in_and_read():
    file = io.BytesIO()
    template(COLUMNS, {"类别": [("need", "需求")]}, file)
    assert [row.values for row in read(file, "a.xlsx", COLUMNS).rows] == [{"code": "A1"}]
    first, second = load_workbook(file).worksheets
    assert first["A1"].value == "编号 *"
    assert list(second.iter_rows(2, values_only=True)) == [("need", "需求")]


@pytest.fixture
def content(db):
    """What an answer sends; its end also looks whether a connection is to be closed."""

    def sent(answer):
        try:
            return b"".join(answer.streaming_content)
        finally:
            answer.close()

    return sent


def test_download_as_csv(content):
    answer = download("csv", "list", TEXT, [["青岛"]])
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="list-2')
    assert content(answer).decode("utf-8-sig") == "文字\r\n青岛\r\n"


def test_download_as_workbook(content):
    book = io.BytesIO(content(download("xlsx", "list", TEXT, [["青岛"]])))
    assert load_workbook(book).active["A2"].value == "青岛"


def test_no_download_in_other_forms():
    with pytest.raises(NotFound):
        download("pdf", "list", TEXT, [])
