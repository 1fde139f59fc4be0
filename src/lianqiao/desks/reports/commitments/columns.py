"""Columns of the lists of promises and of progress, in files out and in."""

from __future__ import annotations

from lianqiao.core.sheets import Column, day, number, text

PROMISES = (
    Column("year", "年度", "Year", number(0), required=True, example="2026"),
    Column("department", "责任部门", "Department", text(200), aliases=("部门",)),
    Column("number", "序号", "Number", number(0), required=True, example="1"),
    Column("title", "实事名称", "Title", text(120), required=True, aliases=("项目名称",)),
    Column("title_en", "英文名称", "English title", text(200)),
    Column("promise", "承诺内容", "What is promised", text(2000), required=True),
    Column("promise_en", "英文内容", "English text", text(4000)),
    Column("target", "目标值", "Target", number(4), required=True, example="30"),
    Column("unit", "单位", "Unit", text(16), required=True, aliases=("计量单位",), example="个"),
    Column("begins_on", "开始日期", "Begins on", day, example="2026-01-01"),
    Column("due_on", "完成时限", "Due on", day, required=True, example="2026-12-31"),
    Column("places", "实施地点", "Places", text(20_000), example="夏庄站点（城阳区，3）礼阳路1号"),
)
"""What an import reads; the department is the importer's own where the column is empty."""

LIST = (
    *PROMISES,
    Column("reached", "已完成", "Reached", number(4)),
    Column("percent", "完成比例", "Percent", number(0)),
    Column("state", "状态", "State", text(20)),
    Column("done_on", "完成日期", "Done on", day),
)
PROGRESS = (
    Column("year", "年度", "Year", number(0), required=True, example="2026"),
    Column("department", "责任部门", "Department", text(200), aliases=("部门",)),
    Column("number", "序号", "Number", number(0), required=True, example="1"),
    Column("on", "日期", "Day", day, required=True, example="2026-03-31"),
    Column("amount", "本次完成", "Amount added", number(4), required=True, example="3"),
    Column("place", "实施地点", "Place", text(80)),
    Column("location", "具体位置", "Where", text(200)),
    Column("longitude", "经度", "Longitude", number(6)),
    Column("latitude", "纬度", "Latitude", number(6)),
    Column("note", "说明", "Remark", text(2000)),
)
