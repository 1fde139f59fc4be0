"""Columns of the claims of a text, as a file."""

from __future__ import annotations

from typing import Any

from lianqiao.core.sheets import Column, text
from lianqiao.desks.reports.statements.models import Claim, Outcome, Text

CLAIMS = tuple(
    Column(name, chinese, english, text(400))
    for name, chinese, english in (
        ("start", "位置", "Offset"),
        ("written", "原文数字", "As written"),
        ("value", "数值", "Value"),
        ("unit", "单位", "Unit"),
        ("subject", "统计内容", "Subject"),
        ("department", "部门", "Department"),
        ("indicator", "指标代码", "Indicator"),
        ("state", "状态", "State"),
        ("period", "核对时期", "Period"),
        ("found", "台账数值", "The ledger says"),
        ("outcome", "结论", "Verdict"),
        ("reason", "说明", "Why there are no records"),
    )
)
TEXTS = tuple(
    Column(name, chinese, english, text(400))
    for name, chinese, english in (
        ("title", "标题", "Title"),
        ("source", "出处", "Published in"),
        ("published_on", "发布日期", "Published on"),
        ("year", "所述年份", "Year"),
        ("figures", "数字", "Figures"),
        ("agrees", "一致", "Agrees"),
        ("differs", "不一致", "Differs"),
        ("reported", "仅上报", "Only reported"),
        ("unknown", "无记录", "No records"),
    )
)


def text_row(row: Text) -> list[Any]:
    """Return the cells of a text from the list of texts."""
    counts = [getattr(row, name) for name in ("figures", *Outcome.values)]
    return [row.title, row.source, row.published_on.isoformat(), row.year, *counts]


def claim_row(claim: Claim) -> list[Any]:
    """Return the cells of a claim."""
    return [
        claim.start,
        claim.written,
        claim.value.normalize(),
        claim.unit,
        claim.subject,
        claim.department,
        claim.indicator_id or "",
        claim.get_state_display(),
        claim.period,
        None if claim.found is None else claim.found.normalize(),
        claim.get_outcome_display(),
        claim.get_reason_display(),
    ]
