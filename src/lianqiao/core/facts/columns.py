"""The columns of a file of facts, in its two forms.

Long: a row says one fact. Wide: a row says what is known of an organization for a year, each fact
in a column of its own, headed by its label or code, with the unit in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.facts.units import factor_of, written_factor
from lianqiao.core.facts.values import reader
from lianqiao.core.parties.columns import credit_code
from lianqiao.core.parties.models import FactDefinition, FactSource
from lianqiao.core.sheets import Column, choice, day, text
from lianqiao.core.sheets.columns import Parse, folded
from lianqiao.core.sheets.parsers import plain

YEAR = re.compile(r"((?:19|20)\d\d)(年|年度)?")
# A long file names each organization many times, and checking a code costs most of its reading.
CODES_KEPT = 10_000
IN_COLUMN = "fact:"
"""Stands before a fact's name in the name of its column, so that it is no other column's."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The fact that a cell of the long form names, and the factor of a unit behind its name."""

    definition: FactDefinition
    factor: int | None


def columns(
    definitions: Sequence[FactDefinition], sources: Iterable[FactSource]
) -> Sequence[Column]:
    """Return every column that a file may have, in either form."""
    return [*_subject(), *_said(definitions), *_provenance(sources), *map(_in_column, definitions)]


def _subject() -> Iterable[Column]:
    yield Column(
        "uscc",
        "统一社会信用代码",
        "Credit code",
        lru_cache(CODES_KEPT)(credit_code),
        aliases=("信用代码", "社会信用代码", "统一信用代码", "uscc"),
        example="91370212MA3TEXT00M",
    )
    yield Column(
        "name",
        "名称",
        "Name",
        text(200),
        aliases=("单位名称", "企业名称", "公司名称", "机构名称"),
    )
    yield Column("year", "年度", "Year", year, aliases=("年份", "所属年度"), example="2025")


def _said(definitions: Sequence[FactDefinition]) -> Iterable[Column]:
    meant = _finder(definitions)
    yield Column("fact", "指标", "Fact", meant, aliases=("事实", "指标名称", "事实名称", "项目"))
    yield Column("value", "值", "Value", _as_it_is, aliases=("数值", "指标值"))
    yield Column("unit", "单位", "Unit", text(16), aliases=("计量单位",))


def _provenance(sources: Iterable[FactSource]) -> Iterable[Column]:
    rows = list(sources)
    spellings = {folded(row.name_en): row.code for row in rows if row.name_en}
    source = choice([(row.code, row.name) for row in rows], **spellings)
    yield Column("source", "来源", "Source", source, aliases=("数据来源",))
    yield Column("known_on", "获知日期", "Known on", day, aliases=("数据日期",))
    yield Column("evidence", "依据", "Evidence", text(200), aliases=("凭证",))


def _in_column(definition: FactDefinition) -> Column:
    def by_heading(heading: str) -> Parse:
        return reader(definition, factor_of(definition, heading))

    return Column(
        IN_COLUMN + definition.name,
        definition.label_zh,
        definition.label_en,
        _as_it_is,
        aliases=(definition.name,),
        by_heading=by_heading,
    )


def year(cell: Any) -> int:
    """Parse a year: 2025, 2025年, 2025年度."""
    found = YEAR.fullmatch(plain(cell))
    if found is None:
        raise Invalid(_("“%(value)s” is no year; write 2025.") % {"value": plain(cell)})
    return int(found[1])


def _as_it_is(cell: Any) -> Any:
    return cell


def _finder(definitions: Sequence[FactDefinition]) -> Parse:
    known = {
        folded(spelling): definition
        for definition in definitions
        for spelling in (definition.label_zh, definition.label_en, definition.name)
    }
    return cache(partial(_meant, known))


def _meant(known: dict[str, FactDefinition], cell: Any) -> Meant:
    written = plain(cell)
    definition = known.get(folded(written))
    if definition is None:
        raise Invalid(_("The fact dictionary has no “%(name)s”.") % {"name": written})
    return Meant(definition, written_factor(definition, written))
