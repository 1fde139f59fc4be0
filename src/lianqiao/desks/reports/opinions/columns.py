"""The list of opinions as a file."""

from __future__ import annotations

from lianqiao.core.sheets import Column, day, number, text

COLUMNS = (
    Column("number", "编号", "Number", number(0)),
    Column("received", "收到日期", "Received", day),
    Column("theme", "主题", "Theme", text(20)),
    Column("department", "承办部门", "Department", text(200)),
    Column("text", "意见内容", "Opinion", text(5000)),
    Column("state", "状态", "Status", text(20)),
    Column("due", "答复期限", "To be answered by", day),
    Column("answer", "答复内容", "Answer", text(5000)),
    Column("rating", "评价", "Rating", number(0)),
)
