"""Lists of volunteers in and out, and the file of letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lianqiao.core.sheets import Column, choice, day, number, text

YES, NO = "yes", "no"
VOLUNTEERS = (
    Column("stratum", "代表类别编码", "Stratum", text(20), required=True, example="deputies"),
    Column("name", "姓名", "Name", text(80), required=True),
    Column("phone", "联系电话", "Telephone", text(20), required=True, aliases=("电话", "手机")),
    Column("identity", "身份证号", "Identity number", text(18), required=True),
    Column(
        "is_registered",
        "本市户籍",
        "Registered here",
        choice(((YES, _("yes")), (NO, _("no"))), 是=YES, 否=NO),
        example="是",
    ),
    Column("resident_since", "居住起始日", "Resident since", day),
    Column("employer", "所在企业", "Enterprise", text(200), aliases=("单位", "企业")),
)
LIST = (
    Column("number", "编号", "Number", number(0)),
    Column("stratum", "代表类别", "Stratum", text(80)),
    Column("name", "姓名", "Name", text(80)),
    Column("phone", "联系电话", "Telephone", text(20)),
    Column("identity_tail", "身份证后四位", "End of the identity number", text(4)),
    Column("age_band", "年龄段", "Age", text(8)),
    Column("employer", "所在企业", "Enterprise", text(200)),
    Column("resident_since", "居住起始日", "Resident since", day),
    Column("state", "状态", "Status", text(20)),
    Column("reason", "原因", "Reason", text(300)),
    Column("applied_at", "报名日期", "Signed up", day),
)
LETTERS = (
    Column("number", "编号", "Number", number(0)),
    Column("name", "姓名", "Name", text(80)),
    Column("phone", "联系电话", "Telephone", text(20)),
    Column("code", "评议码", "Code", text(100)),
    Column("link", "链接", "Link", text(300)),
)
