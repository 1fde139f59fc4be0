"""Reading lists: headings, cells, and the files that can't be read."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lianqiao.core.errors import Invalid, Refusal
from lianqiao.core.sheets import Column, number, read, stream
from tests.core.sheets.conftest import COLUMNS, csv_file, workbook

HEADINGS = ("编号 *", "名称", "金额（元）", "日期", "类别", "邮箱", "备注")


def test_workbook_with_a_title_above(columns):
    file = workbook(
        ("2026年名单",),
        (),
        HEADINGS,
        ("A1", "甲", 12.5, datetime(2026, 3, 1), "需求", "a@example.org", "x"),
        (),
        (12345678, None, "1,200.00", "2026年3月1日", "result", None),
    )
    sheet = read(file, "名单.XLSX", columns)
    assert [row.line for row in sheet.rows] == [4, 6]
    assert sheet.rows[0].values == {
        "code": "A1",
        "title": "甲",
        "amount": Decimal("12.5"),
        "on": date(2026, 3, 1),
        "kind": "need",
        "mail": "a@example.org",
    }
    assert sheet.rows[1].values == {
        "code": "12345678",
        "amount": Decimal(1200),
        "on": date(2026, 3, 1),
        "kind": "result",
    }
    assert sheet.ignored == ["备注"]
    assert not any(row.problems for row in sheet.rows)


def test_a_heading_may_say_how_its_cells_are_read():
    def in_unit(heading):
        part = 10_000 if "万元" in heading else 1
        return lambda cell: number(4)(cell) * part

    column = Column("amount", "金额", "Amount", number(2), by_heading=in_unit)
    for heading, amount in (("金额", 3), ("金额（万元）", 30_000)):
        assert read(csv_file(f"{heading}\n3\n"), "a.csv", [column]).rows[0].values == {
            "amount": amount
        }


def test_rows_come_one_by_one(columns):
    found = stream(csv_file("代码,备注\nA1,x\n\nA2,y\n"), "a.csv", columns)
    assert [column.name for column in found.columns] == ["code"]
    assert found.ignored == ["备注"]
    assert next(found.rows).values == {"code": "A1"}
    assert [row.line for row in found.rows] == [4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_excel_in_china(columns, encoding, delimiter):
    content = f"代码{delimiter}Title\nA1{delimiter}青岛㐀\n"
    sheet = read(csv_file(content, encoding), "a.csv", columns)
    assert [row.values for row in sheet.rows] == [{"code": "A1", "title": "青岛㐀"}]


def test_lines_of_cells_with_line_breaks(columns):
    sheet = read(csv_file('编号,名称\nA1,"甲\n乙"\nA2,丙\n'), "a.csv", columns)
    assert [(row.line, row.values["title"]) for row in sheet.rows] == [(2, "甲\n乙"), (4, "丙")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",甲,,,,", "编号"),
        ("A1,一个长得超过二十个字符限制的名称确实是太长了吧,,,,", "名称"),
        ("A1,,12.345,,,", "金额（元）"),
        ("A1,,NaN,,,", "金额（元）"),
        ("A1,,1e30,,,", "金额（元）"),
        ("A1,,,2026-02-30,,", "日期"),
        ("A1,,,今天,,", "日期"),
        ("A1,,,,别的,", "类别"),
        ("A1,,,,,nobody", "邮箱"),
    ],
)
def test_bad_cell_is_named_by_line_and_column(columns, row, column):
    sheet = read(csv_file(f"编号,名称,金额,日期,类别,邮箱\nA0,,,,,\n{row}\n"), "a.csv", columns)
    assert sheet.rows[0].problems == []
    assert sheet.rows[1].line == 3
    assert [problem.column for problem in sheet.rows[1].problems] == [column]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "名称,日期\n甲,2026-01-01\n",
        "编号,代码\nA,B\n",
        '编号,名称\nA1,"' + "x" * 200_000 + "\n",
    ],
    ids=["empty", "required heading missing", "heading twice", "quotation mark open"],
)
def test_list_that_can_not_be_understood(columns, content):
    with pytest.raises(Invalid):
        read(csv_file(content), "a.csv", columns)


def entity_bomb():
    """A workbook whose sheet asks the parser for a thousand million letters."""
    lines = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "haha">' for n in range(10)
    )
    sheet = f"<?xml version='1.0'?><!DOCTYPE x [{lines}]><worksheet>&l9;</worksheet>"
    return replaced("xl/worksheets/sheet1.xml", sheet)


def replaced(name, content):
    """A good workbook with one part replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(workbook(("编号",), ("A1",))) as source,
        zipfile.ZipFile(target, "w") as out,
    ):
        for part in source.namelist():
            out.writestr(part, content if part == name else source.read(part))
    target.seek(0)
    return target


def truncated():
    content = workbook(("编号",), ("A1",)).getvalue()
    return io.BytesIO(content[: len(content) // 2])


@pytest.mark.parametrize(
    "make",
    [
        lambda: io.BytesIO(b"\x00\x01\x02" * 100),
        lambda: io.BytesIO(b""),
        truncated,
        lambda: replaced("xl/workbook.xml", "<workbook"),
        lambda: replaced("xl/worksheets/sheet1.xml", "no xml"),
        lambda: replaced("[Content_Types].xml", "<Types/>"),
        entity_bomb,
    ],
    ids=["noise", "empty", "cut off", "no workbook", "no sheet", "no types", "entity bomb"],
)
def test_broken_workbook(columns, make):
    with pytest.raises(Invalid):
        read(make(), "a.xlsx", columns)


def test_workbook_named_csv_and_other_forms(columns):
    with pytest.raises(Invalid):
        read(workbook(("编号",), ("A1",)), "a.csv", columns)
    for name in ("a.xls", "a.pdf", "a", ".xlsx.exe"):
        with pytest.raises(Invalid):
            read(workbook(("编号",), ("A1",)), name, columns)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(content, name):
    for bytes_ in (content, "编号,名称\n".encode() + content):
        with suppress(Refusal):
            read(io.BytesIO(bytes_), name, COLUMNS)


def test_failed_formula_is_an_empty_cell(columns):
    book = Workbook()
    book.active.append(["编号", "名称"])
    book.active.append(["A1", None])
    book.active["B2"].value = "#N/A"
    assert book.active["B2"].data_type == "e"
    file = io.BytesIO()
    book.save(file)
    assert read(file, "a.xlsx", columns).rows[0].values == {"code": "A1"}
