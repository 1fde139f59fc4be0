"""The columns of the desk's lists in files."""

from __future__ import annotations

from lianqiao.core.sheets import Column, day, text

NAME = Column("name", "企业名称", "Enterprise", str)
CODE = Column("uscc", "统一社会信用代码", "Credit code", str)
DISTRICT = Column("district", "区市", "District", str)

HOLDERS = (
    NAME,
    CODE,
    DISTRICT,
    Column("title", "资质称号", "Title", str),
    Column("valid_from", "有效期起", "Valid from", str),
    Column("valid_to", "有效期止", "Valid to", str),
    Column("granted_by", "认定单位", "Granted by", str),
    Column("number", "证书编号", "Certificate number", str),
)
GRANTED = (
    Column("name", "企业名称", "Enterprise", text(200), required=True, aliases=("单位名称",)),
    Column("uscc", "统一社会信用代码", "Credit code", text(18)),
    Column("title", "资质称号", "Title", text(120), required=True, example="创新型中小企业"),
    Column("valid_from", "有效期起", "Valid from", day, required=True, example="2026-01-01"),
    Column("valid_to", "有效期止", "Valid to", day, required=True, example="2028-12-31"),
    Column("granted_by", "认定单位", "Granted by", text(120), required=True, aliases=("发证机关",)),
    Column("number", "证书编号", "Certificate number", text(60), aliases=("编号",)),
)
"""Titles granted elsewhere; the list of holders can be taken in again."""
SCORES = (
    NAME,
    CODE,
    DISTRICT,
    Column("low", "得分（确定）", "Points, certain", str),
    Column("high", "得分（最多）", "Points, at most", str),
    Column("verdict", "是否符合", "Passes", str),
    Column("changed_low", "修改后得分（确定）", "Points after, certain", str),
    Column("changed_high", "修改后得分（最多）", "Points after, at most", str),
    Column("changed_verdict", "修改后是否符合", "Passes after", str),
)
