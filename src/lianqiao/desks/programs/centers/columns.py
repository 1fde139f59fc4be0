"""Columns of the lists of centers, in and out: what is exported can be imported again."""

from __future__ import annotations

from lianqiao.core.sheets import Column, choice, day, text
from lianqiao.desks.programs.centers.models import CenterStage, Grade

CENTERS = (
    Column(
        "name", "中心名称", "Center", text(120), required=True, example="示例市海洋装备技术创新中心"
    ),
    Column("field", "技术领域", "Technical field", text(40), required=True, example="新材料"),
    Column("host", "依托单位", "Host", text(200), required=True, aliases=("建设单位", "承建单位")),
    Column(
        "uscc",
        "依托单位统一社会信用代码",
        "Credit code of the host",
        text(18),
        aliases=("统一社会信用代码",),
    ),
    Column("partners", "共建单位", "Partners", text(2000), aliases=("合作单位",)),
    Column("leader", "中心主任", "Head", text(80), required=True, aliases=("负责人", "中心负责人")),
    Column("region", "区市", "District", text(60), aliases=("所在区市", "所属区市")),
    Column("approved_on", "批准建设日期", "Approved", day, required=True, example="2023-06-01"),
    Column("build_until", "建设期满日期", "Construction ends", day),
    Column(
        "stage",
        "状态",
        "Stage",
        choice(
            CenterStage.choices,
            建设中="building",
            在册="registered",
            整改中="rectifying",
            已撤销="removed",
        ),
        example="在册",
    ),
    Column(
        "grade",
        "评估等级",
        "Grade",
        choice(
            Grade.choices, 优秀="excellent", 良好="good", 合格="qualified", 不合格="unqualified"
        ),
        aliases=("等级", "评价等级"),
        example="合格",
    ),
    Column("valid_to", "等级有效期至", "Grade holds until", day, aliases=("有效期至",)),
    Column("rectify_by", "整改期限", "Put right by", day),
    Column("ended_on", "撤销日期", "Removed on", day),
    Column("note", "备注", "Remark", text(1000)),
)
