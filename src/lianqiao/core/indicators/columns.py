"""Columns of the lists of indicators and of reported figures, in files out and in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.indicators.queries import Line
from lianqiao.core.sheets import Column, text
from lianqiao.core.sheets.parsers import number

LIST = tuple(
    Column(name, chinese, english, text(200))
    for name, chinese, english in (
        ("code", "指标代码", "Indicator"),
        ("name", "名称", "Name"),
        ("department", "部门", "Department"),
        ("period", "时期", "Period"),
        ("value", "数值", "Value"),
        ("unit", "单位", "Unit"),
        ("before", "上年同期", "A year before"),
        ("counted", "来源", "How it comes about"),
        ("seal", "封存批次", "Seal"),
    )
)
REPORTED = (
    Column("code", "指标代码", "Indicator", text(64), required=True),
    Column("period", "时期", "Period", text(10), required=True),
    Column("region", "地区", "Region", text(60)),
    Column("value", "数值", "Value", number(6), required=True),
    Column("source", "来源说明", "Source", text(300)),
)


def list_row(line: Line) -> list[Any]:
    """Return the cells of an indicator."""
    now = line.now
    return [
        line.version.code,
        str(line.version),
        str(line.version.department),
        now.period.code if now else "",
        now.value if now else None,
        line.version.unit,
        line.before.value if line.before else None,
        _("reported") if line.version.is_reported else _("counted"),
        now.seal if now else None,
    ]


DATA = tuple(
    Column(name, chinese, english, text(200))
    for name, chinese, english in (
        ("indicator", "指标代码", "indicator"),
        ("period", "时期", "period"),
        ("region", "地区代码", "region"),
        ("place", "地区", "place"),
        ("value", "数值", "value"),
        ("unit", "单位", "unit"),
        ("origin", "来源", "origin"),
    )
)
