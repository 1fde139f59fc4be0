"""A small invented procedure: an application with every kind of field, and a yearly report."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from lianqiao.core.cases.documents.procedure import Document, machine
from lianqiao.core.cases.models import Definition, Version
from lianqiao.core.cases.services import lay_down
from lianqiao.core.parties.models import Organization

CODE = "workshop"


def label(zh: str, en: str = "") -> dict[str, str]:
    return {"zh": zh, "en": en}


def field(kind: str, key: str, zh: str = "", en: str = "", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "key": key, "label": label(zh or key, en)} | more


BUDGET = field(
    "table",
    "budget",
    "预算",
    "Budget",
    columns=[
        field("text", "item", "支出项目", "Item", required="true"),
        field("number", "pieces", "数量", "Pieces"),
        field("money", "price", "单价", "Price"),
        field("calculated", "sum", "金额", "Sum", formula="pieces * price", unit="CNY"),
    ],
    most=5,
)
SITE = field(
    "choice",
    "site",
    "场地",
    "Site",
    options=[
        {"value": "own", "label": label("自有", "Own")},
        {"value": "rent", "label": label("租用", "Rented")},
    ],
)
FIELDS = [
    field("text", "title", "项目名称", "Title", required="true", longest=20),
    field("number", "staff", "职工人数", "Staff", unit="person", low="0", required="true"),
    field(
        "number",
        "researchers",
        "研发人员",
        "Researchers",
        unit="person",
        low="0",
        checks=[
            {
                "rule": "researchers <= staff",
                "message": label("研发人员不能多于职工。", "Too many."),
            }
        ],
    ),
    SITE,
    field(
        "money", "rent", "年租金", "Rent", visible="site == 'rent'", required="true", in_wan=True
    ),
    field("date", "begins_on", "开始日期", "Begins on"),
    BUDGET,
    field("address", "place", "地址", "Address"),
    field("organization", "partner", "合作单位", "Partner"),
    field("person", "leader", "负责人", "Leader"),
    field("fact", "income", "营业收入", "Revenue", fact="revenue", lag=1),
    field("file", "plan", "建设方案", "Plan", endings=["pdf"], most=2),
    field("ip", "rights", "知识产权", "Rights"),
    field("declaration", "true_copy", "所填属实", "All of it is true", required="true"),
]


def document(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the procedure; `fields` stand in for those of its application."""
    main = {"key": "main", "label": label("基本情况", "Main"), "fields": list(fields or FIELDS)}
    return {
        "code": CODE,
        "label": label("示范车间认定（虚构）", "Model workshop (invented)"),
        "forms": [
            {"key": "application", "label": label("申请表", "Application"), "sections": [main]},
            {
                "key": "report",
                "label": label("年度报告", "Yearly report"),
                "sections": [
                    {
                        "key": "year",
                        "label": label("本年情况", "The year"),
                        "fields": [field("text", "progress", "进展", "Progress", required="true")],
                    }
                ],
            },
        ],
        "states": [
            {"key": "draft", "label": label("填报中"), "form": "application", "is_first": True},
            {"key": "submitted", "label": label("已提交")},
            {"key": "building", "label": label("建设中"), "form": "report"},
            {"key": "done", "label": label("办结"), "is_final": True},
            {"key": "withdrawn", "label": label("已撤回"), "is_final": True},
        ],
        "steps": [
            step("submit", ["draft"], "submitted", "applicant", files=True),
            step("withdraw", ["draft", "submitted"], "withdrawn", "applicant"),
            step("back", ["submitted"], "draft", "officer"),
            step("accept", ["submitted"], "building", "officer"),
            step("report", ["building"], "done", "applicant", files=True),
        ],
    } | more


def step(key: str, sources: list[str], target: str, by: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "label": label(key, key),
        "sources": sources,
        "target": target,
        "by": by,
    } | more


def published(
    office: Organization, content: dict[str, Any], *, on: date = date(2026, 1, 1)
) -> Version:
    """Publish a document as the next version of its procedure, without asking anybody."""
    read = Document.model_validate(content)
    definition, _new = Definition.objects.get_or_create(
        code=read.code, defaults={"office": office, "draft": content}
    )
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    version = Version.objects.create(
        definition=definition,
        number=definition.versions.count() + 1,
        document=content,
        sha256=digest,
        valid_from=on,
    )
    lay_down(machine(read, version.number))
    return version
