"""Files as bureaus send them."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from lianqiao.core.sheets import Column, choice, day, email, number, text

COLUMNS = (
    Column("code", "编号", "Code", text(10), required=True, aliases=("代码",), example="A1"),
    Column("title", "名称", "Title", text(20)),
    Column("amount", "金额（元）", "Amount", number(2)),
    Column("on", "日期", "Date", day),
    Column("kind", "类别", "Kind", choice([("need", "需求"), ("result", "成果")], demand="need")),
    Column("mail", "邮箱", "E-mail", email(60)),
)


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def csv_file(content, encoding="utf-8"):
    return io.BytesIO(content.encode(encoding))


@pytest.fixture
def columns():
    return COLUMNS
