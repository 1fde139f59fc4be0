"""The columns of a list of listings, in files in and out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.money import FEN_IN_WAN
from lianqiao.core.sheets import Column, choice, day, number, text
from lianqiao.core.sheets.columns import Parse
from lianqiao.core.sheets.parsers import plain
from lianqiao.desks.exchange.models import (
    Confidentiality,
    Cooperation,
    IntellectualProperty,
    ListingKind,
    Maturity,
    Status,
)
from lianqiao.desks.exchange.services.listings import Right

SEPARATORS = re.compile(r"[,，、;；\n]+")
LEVELS = range(1, 10)
MOST_KEYWORDS, LONGEST_KEYWORD = 20, 40

KIND = choice(
    ListingKind.choices,
    **{"科技成果": "result", "技术成果": "result", "技术需求": "need", "企业需求": "need",
       "能力": "capability", "供给": "capability", "产品": "capability"},
)  # fmt: skip
STAGE = choice(
    Maturity.choices,
    **{"原理": "principle", "实验室阶段": "laboratory", "小试": "laboratory", "中试阶段": "pilot",
       "产品化": "product", "产业化": "mass_production", "批量生产": "mass_production"},
)  # fmt: skip
COOPERATION = choice(
    Cooperation.choices,
    **{"开发": "development", "转让": "transfer", "许可": "license", "咨询": "consulting",
       "服务": "service"},
)  # fmt: skip
READERS = choice(Confidentiality.choices, **{"公开": "public", "成员": "members", "服务队": "team"})
RIGHT = choice(IntellectualProperty.Kind.choices, **{"发明": "invention", "软著": "software"})
# An import brings drafts in, or publishes; what is paused or closed is so by hand.
STATUS = choice(
    [(Status.DRAFT, Status.DRAFT.label), (Status.PUBLISHED, Status.PUBLISHED.label)],
    **{"发布": "published"},
)


def several(parse: Parse, most: int) -> Parse:
    """Parse a cell with several values, separated by commas or line ends."""

    def parse_all(cell: Any) -> list[Any]:
        found = [parse(one.strip()) for one in SEPARATORS.split(plain(cell)) if one.strip()]
        if len(found) > most:
            raise Invalid(_("More than %(most)d values.") % {"most": most})
        return list(dict.fromkeys(found))

    return parse_all


def amount(cell: Any) -> int:
    """Parse an amount in 10,000 yuan into fen."""
    return int(number(6, least=Decimal(0))(cell) * FEN_IN_WAN)


def readiness(cell: Any) -> int:
    """Parse a technology readiness level: 6, TRL6."""
    level = plain(cell).upper().removeprefix("TRL").strip()
    if level not in {str(one) for one in LEVELS}:
        raise Invalid(_("A readiness level is a number from 1 to 9."))
    return int(level)


def right(cell: Any) -> Right:
    """Parse one right: kind：title：number, of which the number may be missing."""
    kind, _colon, rest = plain(cell).replace("：", ":").partition(":")
    title, _colon, own = rest.partition(":")
    if not title.strip():
        raise Invalid(_("Write a right as kind:title:number, e.g. 发明专利:一种涂层:ZL2024…"))
    return Right(RIGHT(kind), text(200)(title.strip()), text(40)(own.strip()))


COLUMNS = (
    Column("kind", "类型", "Kind", KIND, required=True, aliases=("信息类型",), example="需求"),
    Column(
        "reference",
        "编号",
        "Number",
        text(64),
        aliases=("自编号", "序号", "成果编号", "需求编号"),
        example="XQ-2026-001",
    ),
    Column(
        "title",
        "标题",
        "Title",
        text(200),
        required=True,
        aliases=("名称", "成果名称", "需求名称", "项目名称", "产品名称"),
        example="电池隔膜 150 ℃ 热收缩超标",
    ),
    Column(
        "text",
        "内容",
        "Description",
        text(20_000),
        aliases=("内容说明", "简介", "成果简介", "需求描述", "摘要", "详细内容"),
        example="现用隔膜 150 ℃ 1 小时热收缩 8%，要求不高于 3%。",
    ),
    Column(
        "owner",
        "单位",
        "Organization",
        text(200),
        aliases=("权属单位", "单位名称", "企业名称", "完成单位", "统一社会信用代码", "信用代码"),
        example="青岛示例科技有限公司",
    ),
    Column(
        "keywords",
        "关键词",
        "Keywords",
        several(text(LONGEST_KEYWORD), MOST_KEYWORDS),
        aliases=("关键字",),
        example="隔膜、热收缩",
    ),
    Column("field", "技术领域", "Technical field", text(60), aliases=("领域",), example="新材料"),
    Column(
        "industry", "行业", "Industry", text(80), aliases=("所属行业", "行业代码"), example="384"
    ),
    Column(
        "region", "地区", "Region", text(60), aliases=("所在地区", "区县", "区市"), example="即墨区"
    ),
    Column("stage", "成熟阶段", "Stage", STAGE, aliases=("阶段", "成熟度"), example="中试"),
    Column("readiness", "技术就绪度", "Readiness (TRL)", readiness, aliases=("TRL",), example="6"),
    Column(
        "cooperation",
        "合作方式",
        "Cooperation",
        several(COOPERATION, len(Cooperation)),
        aliases=("转化方式", "交易方式"),
        example="技术开发、技术许可",
    ),
    Column(
        "amount_low",
        "金额下限（万元）",
        "Amount from (10,000 yuan)",
        amount,
        aliases=("预算下限（万元）", "最低价（万元）"),
        example="50",
    ),
    Column(
        "amount_high",
        "金额上限（万元）",
        "Amount to (10,000 yuan)",
        amount,
        aliases=("预算上限（万元）", "最高价（万元）", "预算（万元）"),
        example="120",
    ),
    Column(
        "valid_until", "有效期至", "Valid until", day, aliases=("截止日期",), example="2027-12-31"
    ),
    Column("confidentiality", "公开范围", "Readable by", READERS, example="公开"),
    Column(
        "rights",
        "知识产权",
        "Intellectual property",
        several(right, 20),
        example="发明专利:一种耐热涂层:ZL202410000000.0",
    ),
    Column("status", "状态", "Status", STATUS, example="已发布"),
)
HEADINGS: Mapping[str, Column] = {column.name: column for column in COLUMNS}
