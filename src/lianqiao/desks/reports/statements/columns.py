"""Columns of the claims of a text, as a file."""

from __future__ import annotations

from typing import Any

from lianqiao.core.sheets import Column, text
from lianqiao.desks.reports.statements.models import Claim

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
    )
)


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
    ]
