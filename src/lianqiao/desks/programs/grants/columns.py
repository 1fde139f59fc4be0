"""Columns of the register of projects, for files."""

from __future__ import annotations

from lianqiao.core.sheets import Column, day, number, text

PROJECTS = (
    Column("number", "项目编号", "Number", text(40)),
    Column("title", "项目名称", "Title", text(200)),
    Column("call", "申报通知", "Call", text(120)),
    Column("topic", "课题方向", "Topic", text(120)),
    Column("host", "承担单位", "Host", text(200)),
    Column("uscc", "统一社会信用代码", "Credit code of the host", text(18)),
    Column("partners", "合作单位", "Partners", text(2000)),
    Column("leader", "项目负责人", "Project leader", text(80)),
    Column("region", "区市", "District", text(60)),
    Column("state", "状态", "State", text(40)),
    Column("awarded_on", "立项日期", "Awarded", day),
    Column("starts_on", "开始日期", "Begins", day),
    Column("ends_on", "结束日期", "Ends", day),
    Column("ended_on", "结题日期", "Closed", day),
    Column("granted", "财政资助（元）", "Granted (CNY)", number(2)),
    Column("own", "自筹经费（元）", "Own funds (CNY)", number(2)),
    Column("paid", "已拨付（元）", "Paid (CNY)", number(2)),
)
