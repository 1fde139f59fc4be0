"""What rows a field of rights has: the columns of a table that nobody need build."""

from __future__ import annotations

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.words import Label

# Kinds of right, after the Implementing Measures for high-tech recognition (国科发火〔2016〕195号,
# annex: classes I and II) and the Trademark Law.
KINDS = (
    ("invention", "发明专利", "Invention patent"),
    ("utility", "实用新型专利", "Utility model"),
    ("design", "外观设计专利", "Design patent"),
    ("software", "软件著作权", "Software copyright"),
    ("layout", "集成电路布图设计专有权", "Layout design of an integrated circuit"),
    ("plant", "植物新品种", "New plant variety"),
    ("medicine", "国家新药、国家一级中药保护品种", "National new drug or protected medicine"),
    ("trademark", "注册商标", "Registered trademark"),
    ("other", "其他", "Other"),
)
COLUMNS: tuple[f.Cell, ...] = (
    f.ChoiceField(
        key="kind",
        label=Label(zh="类别", en="Kind"),
        required="true",
        options=tuple(f.Option(value=value, label=Label(zh=zh, en=en)) for value, zh, en in KINDS),
    ),
    f.TextField(
        key="number", label=Label(zh="授权号或登记号", en="Number"), required="true", longest=60
    ),
    f.TextField(key="name", label=Label(zh="名称", en="Name"), required="true"),
    f.DateField(key="granted_on", label=Label(zh="授权日期", en="Granted on")),
)


def columns_of(field: f.Field | f.Cell) -> tuple[f.Cell, ...]:
    """Return the columns of a field that has rows; none for any other."""
    if isinstance(field, f.TableField):
        return field.columns
    return COLUMNS if isinstance(field, f.IntellectualPropertyField) else ()
