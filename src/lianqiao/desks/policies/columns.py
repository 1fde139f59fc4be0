"""The columns of a list of policies, in files in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.models import Organization
from lianqiao.core.sheets import Column, choice, day, text
from lianqiao.core.sheets.columns import Parse
from lianqiao.core.sheets.parsers import plain
from lianqiao.desks.policies.models import Level, Topic
from lianqiao.desks.policies.queries import policies

SEPARATORS = str.maketrans(dict.fromkeys("，,;；/\n", "、"))
BATCH = 500

LEVEL = choice(
    Level.choices,
    **{
        "国家级": "state", "国家": "state", "中央": "state", "省级": "province", "省": "province",
        "市级": "city", "市": "city", "区级": "district", "区市": "district", "区": "district",
        "县级": "district",
    },
)  # fmt: skip


def several(parse: Parse) -> Parse:
    """Several values in a cell, separated by 、 or commas."""

    def parse_all(cell: Any) -> list[Any]:
        words = plain(cell).translate(SEPARATORS).split("、")
        return list(dict.fromkeys(parse(word.strip()) for word in words if word.strip()))

    return parse_all


def title(cell: Any) -> str:
    """Parse a title; it tells which policy a row is about."""
    value = str(text(200)(cell))
    if not value:
        raise Invalid(_("Must not be empty."))
    return value


COLUMNS = (
    Column(
        "title",
        "政策名称",
        "Title",
        title,
        required=True,
        aliases=("名称", "标题", "文件名称", "政策标题", "文件标题"),
        example="关于支持企业加大研发投入的若干措施",
    ),
    Column(
        "document_number",
        "文号",
        "Document number",
        text(80),
        aliases=("发文字号", "文件编号", "发文号"),
        example="示科规〔2026〕1号",
    ),
    Column(
        "issuer",
        "发文机关",
        "Issuer",
        text(200),
        aliases=("发布机构", "发布单位", "制定机关", "发文单位"),
        example="示例市科学技术局",
    ),
    Column("level", "级别", "Level", LEVEL, aliases=("政策级别", "层级"), example="市级"),
    Column("region", "地区", "Region", text(60), aliases=("区市", "适用地区"), example="崂山区"),
    Column(
        "topics",
        "主题",
        "Topics",
        several(choice(Topic.choices)),
        aliases=("政策主题", "类别", "政策类别"),
        example="研发创新",
    ),
    Column(
        "audience",
        "适用对象",
        "For whom",
        several(choice(Organization.Kind.choices)),
        aliases=("支持对象", "对象"),
        example="企业",
    ),
    Column(
        "published_on",
        "发布日期",
        "Published on",
        day,
        aliases=("发文日期", "成文日期", "印发日期"),
        example="2026-01-15",
    ),
    Column(
        "valid_from",
        "施行日期",
        "Valid from",
        day,
        aliases=("生效日期", "实施日期", "有效期自"),
        example="2026-02-01",
    ),
    Column(
        "valid_to",
        "有效期至",
        "Valid to",
        day,
        aliases=("失效日期", "截止日期"),
        example="2028-12-31",
    ),
    Column(
        "interpretation",
        "政策解读",
        "In plain words",
        text(4_000),
        aliases=("解读", "摘要", "主要内容"),
        example="研发投入越多，奖补越多。",
    ),
)
EXPORTED = (
    *COLUMNS,
    Column("office", "主管部门", "Office in charge", text(200)),
    Column("measures", "措施", "Measures", text(4_000)),
    Column("routes", "办理方式", "Way", text(200)),
    Column("closes_on", "最近截止", "Next deadline", day),
    Column("telephone", "咨询电话", "Telephone", text(200)),
)


def rows(keys: Sequence[int]) -> Iterator[list[Any]]:
    """Yield policies for a file, in the order of their keys."""
    for start in range(0, len(keys), BATCH):
        for row in policies.shown(keys[start : start + BATCH]):
            yield _values(row)


def _values(row: Any) -> list[Any]:
    measures = list(row.measures.all())
    closing = [one.closes_on for one in measures if one.closes_on]
    kinds = dict(Organization.Kind.choices)
    values = {
        "title": row.title,
        "document_number": row.document_number,
        "issuer": row.issuer,
        "level": row.get_level_display(),
        "region": row.region and row.region.name,
        "topics": _joined(Topic(code).label for code in row.topics),
        "audience": _joined(kinds.get(code, code) for code in row.audience),
        "published_on": row.published_on,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "interpretation": row.interpretation,
        "office": row.policy.office.name,
        "measures": _joined(one.title for one in measures),
        "routes": _joined(one.get_route_display() for one in measures),
        "closes_on": min(closing, default=None),
        "telephone": _joined(one.telephone for one in measures),
    }
    return [values[column.name] for column in EXPORTED]


def _joined(words: Iterable[Any]) -> str:
    return "、".join(dict.fromkeys(map(str, words)))
