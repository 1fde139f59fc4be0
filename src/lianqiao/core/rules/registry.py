"""Everything a rule may name, made of the fact dictionary, titles, parameters and tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from lianqiao import __version__
from lianqiao.core.parties.dictionary import engine_fact
from lianqiao.core.parties.models import (
    FactDefinition,
    FactSource,
    Industry,
    Region,
    TitleKind,
    Zone,
)
from lianqiao.core.rules.models import Parameter, ParameterValue, ScoreTable, ScoreTableVersion
from lianqiao.core.rules.tables import read_inputs, read_rows
from lianqiao.engines.rules import Fact, Table, Type, Vocabulary
from lianqiao.engines.rules import Parameter as EngineParameter

KINDS = (
    ("enterprise", "企业", "enterprise"),
    ("institute", "科研院所", "research institute"),
    ("university", "高校", "university"),
    ("hospital", "医院", "hospital"),
    ("school", "学校", "school"),
    ("bank", "银行或基金", "bank or fund"),
    ("park", "园区", "park"),
)
SIZES = (
    ("large", "大型", "large"),
    ("medium", "中型", "medium"),
    ("small", "小型", "small"),
    ("micro", "微型", "micro"),
)
OWN_FACTS = (
    Fact("kind", Type.TEXT, changes=False, zh="机构类型", en="kind of organization", choices=KINDS),
    Fact("city", Type.TEXT, changes=False, zh="所在城市", en="city"),
    Fact("region", Type.TEXT, changes=False, zh="注册地区", en="region"),
    Fact("zone", Type.TEXT, changes=False, zh="所在功能区", en="zone"),
    Fact("industry", Type.TEXT, changes=False, zh="所属行业", en="industry"),
    Fact("industry_section", Type.TEXT, changes=False, zh="行业门类", en="industry section"),
    Fact("founded_on", Type.DATE, changes=False, zh="成立日期", en="founded on"),
    Fact("size", Type.TEXT, changes=False, zh="企业规模", en="size of enterprise", choices=SIZES),
)
"""What the register of organizations itself knows; `size` follows from staff, revenue, assets."""


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """A vocabulary, and a stamp that changes with anything it is made of, and with the software.

    Compared by identity, so that what was made of it can be kept by it.
    """

    vocabulary: Vocabulary
    stamp: str


def registry() -> Registry:
    """Return the vocabulary of today: in ten queries, made anew only where something changed."""
    stamp = sha256(_rows().encode()).hexdigest()
    if _latest and _latest[0].stamp == stamp:
        return _latest[0]
    _latest[:] = [Registry(_vocabulary(), stamp)]
    return _latest[0]


def vocabulary() -> Vocabulary:
    """Return the vocabulary of today."""
    return registry().vocabulary


_latest: list[Registry] = []
SOURCES: tuple[Any, ...] = (
    FactDefinition,
    FactSource,
    TitleKind,
    Parameter,
    ParameterValue,
    ScoreTable,
    ScoreTableVersion,
)


NAMED: tuple[Any, ...] = (Region, Zone, Industry)
"""Long lists of names: theirs are read anew where their number changed."""


def _rows() -> str:
    rows = [list(model._default_manager.order_by("pk").values_list()) for model in SOURCES]
    return repr([*rows, [model._default_manager.count() for model in NAMED], __version__])


def title_fact(code: str) -> str:
    """Return the name of the fact that a title is held: `title.high_tech` for `high-tech`."""
    return f"title.{code.replace('-', '_')}"


def _own_facts() -> list[Fact]:
    """Return the facts of the register, with the names of what they are codes of."""
    industries = Industry.objects.all()
    sections = Industry.objects.filter(level=Industry.Level.SECTION)
    choices = {
        "city": tuple(
            (row.code, row.name, row.name)
            for row in Region.objects.exclude(level=Region.Level.COUNTY)
        ),
        "region": tuple((row.code, row.name, row.name) for row in Region.objects.all()),
        "zone": tuple((row.code, row.name, row.name_en or row.name) for row in Zone.objects.all()),
        "industry": tuple((row.code, row.name, row.name) for row in industries),
        "industry_section": tuple((row.code, row.name, row.name) for row in sections),
    }
    return [replace(fact, choices=choices.get(fact.name, fact.choices)) for fact in OWN_FACTS]


def _vocabulary() -> Vocabulary:
    facts = [*_own_facts(), *map(engine_fact, FactDefinition.objects.all())]
    facts += [
        Fact(title_fact(kind.code), Type.BOOL, zh=kind.name, en=kind.name_en or kind.name)
        for kind in TitleKind.objects.all()
    ]
    return Vocabulary(
        {fact.name: fact for fact in facts},
        {row.code: _parameter(row) for row in Parameter.objects.prefetch_related("values")},
        {row.code: _table(row) for row in ScoreTable.objects.prefetch_related("versions")},
    )


def _parameter(row: Parameter) -> EngineParameter:
    values = tuple((value.valid_from, value.number) for value in row.values.all())
    return EngineParameter(row.code, Type.NUMBER, values, row.unit, row.name, row.name_en)


def _table(row: ScoreTable) -> Table:
    inputs = read_inputs(row.inputs)
    versions = tuple((one.valid_from, read_rows(one.rows, inputs)) for one in row.versions.all())
    return Table(row.code, inputs, versions, row.unit, row.name, row.name_en)
