"""The columns of a list of organizations, in files in and out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties import uscc
from lianqiao.core.parties.models import Organization
from lianqiao.core.sheets import Column, choice, day, email, text
from lianqiao.core.sheets.parsers import plain

KINDS = choice(
    Organization.Kind.choices,
    **{
        "企业": "enterprise",
        "公司": "enterprise",
        "科研院所": "institute",
        "科研机构": "institute",
        "研究院": "institute",
        "研究所": "institute",
        "高校": "university",
        "高等院校": "university",
        "大学": "university",
        "医院": "hospital",
        "医疗机构": "hospital",
        "学校": "school",
        "银行": "bank",
        "基金": "bank",
        "银行或基金": "bank",
        "金融机构": "bank",
        "机关": "bureau",
        "政府部门": "bureau",
        "园区": "park",
        "researchinstitute": "institute",
        "bankorfund": "bank",
    },
)


def credit_code(cell: Any) -> str:
    """Parse a credit code; a number cell has lost its last digits."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        raise Invalid(
            _("The spreadsheet keeps this code as a number and has cut it; enter it as text.")
        )
    return uscc.clean(plain(cell))


COLUMNS = (
    Column(
        "uscc",
        "统一社会信用代码",
        "Credit code",
        credit_code,
        aliases=("信用代码", "社会信用代码", "统一信用代码", "uscc"),
        example="91370212MA3TEXT00M",
    ),
    Column(
        "name",
        "名称",
        "Name",
        text(200),
        required=True,
        aliases=("单位名称", "企业名称", "公司名称", "机构名称"),
        example="青岛示例科技有限公司",
    ),
    Column(
        "name_en",
        "英文名称",
        "English name",
        text(200),
        aliases=("英文名",),
        example="Qingdao Example Technology",
    ),
    Column("kind", "类型", "Kind", KINDS, aliases=("单位类型", "机构类型"), example="企业"),
    Column(
        "region",
        "地区",
        "Region",
        text(60),
        aliases=("所在地区", "区县", "区市", "行政区划", "所属区县"),
        example="青岛市崂山区",
    ),
    Column(
        "industry",
        "行业",
        "Industry",
        text(80),
        aliases=("所属行业", "国民经济行业", "行业代码"),
        example="396",
    ),
    Column(
        "founded_on",
        "成立日期",
        "Founded on",
        day,
        aliases=("成立时间", "注册日期"),
        example="2016-05-18",
    ),
    Column("address", "地址", "Address", text(200), aliases=("注册地址", "通讯地址", "详细地址")),
    Column("contact_name", "联系人", "Contact", text(80)),
    Column(
        "contact_phone",
        "电话",
        "Telephone",
        text(40),
        aliases=("联系电话", "手机", "联系方式"),
    ),
    Column("contact_email", "邮箱", "E-mail", email(254), aliases=("电子邮箱", "邮件", "email")),
)
PERSONAL = frozenset({"contact_name", "contact_phone", "contact_email"})
CONFLICTS = (
    Column("uscc", "统一社会信用代码", "Credit code", str),
    Column("name", "名称", "Name", str),
    Column("fact", "指标", "Fact", str),
    Column("period_from", "期间起", "Period from", str),
    Column("period_to", "期间止", "Period to", str),
    Column("counts", "计入的值", "What counts", str),
    Column("counts_source", "计入的来源", "Source of what counts", str),
    Column("counts_known_on", "计入的获知日期", "What counts known on", str),
    Column("value", "不计入的值", "What does not", str),
    Column("source", "不计入的来源", "Source of what does not", str),
    Column("known_on", "不计入的获知日期", "What does not known on", str),
)
"""Columns of an export of the facts on which sources do not agree."""
