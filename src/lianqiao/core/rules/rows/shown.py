"""Rows of a rule as a page shows them: each with what may be chosen in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianqiao.core.language import language
from lianqiao.core.parties.models import Organization
from lianqiao.core.rules.rows.conditions import ConditionForm
from lianqiao.core.rules.rows.sent import (
    BESIDE_OTHERS,
    LOOKS,
    PAIRS,
    operators,
    show_number,
    unit_of,
)
from lianqiao.core.rules.rows.words import (
    BLOCKS,
    LOOK_NAMES,
    YEARS,
    Group,
    GroupOf,
    Option,
    fact_groups,
    label,
    op_name,
    unit_label,
)
from lianqiao.core.rules.subjects import city_of
from lianqiao.engines.rules import (
    Block,
    Fact,
    Line,
    Sheet,
    Type,
    Unit,
    Vocabulary,
)

MOST_TICKED = 120
"""A fact with more values than this is typed, not ticked."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A fact chosen in a row, and its year."""

    name: str
    fact: str = ""
    lag: str = "1"
    is_yearly: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line: `entry` is how its value is given, `number`, `day`, `text`, `ticks` or nothing."""

    row: str
    fact: Picked
    looks: Sequence[Option] = ()
    look: str = "value"
    beside: Picked | None = None
    ops: Sequence[Option] = ()
    op: str = ""
    entry: str = ""
    value: str = ""
    unit: str = ""
    against: str = ""
    parameters: Sequence[Option] = ()
    alike: Sequence[Option] = ()
    of: Picked | None = None
    ticks: Sequence[tuple[str, str, bool]] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of lines."""

    name: str
    kind: str
    lines: Sequence[ShownLine]


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """What the page of a condition shows; no blocks where it is text."""

    groups: Sequence[Group]
    numbers: Sequence[Group]
    top: str = "all"
    blocks: Sequence[ShownBlock] | None = None
    years: Sequence[Option] = YEARS
    kinds: Sequence[Option] = BLOCKS


def condition_rows(form: ConditionForm, group_of: GroupOf | None = None) -> ShownCondition:
    """Return the rows of a condition with all that may be chosen in them."""
    facts, sheet = form.words.facts.values(), form.condition
    groups = fact_groups(facts, group_of)
    numbers = fact_groups((one for one in facts if one.type == Type.NUMBER), group_of)
    if isinstance(sheet, str):
        return ShownCondition(groups, numbers)
    blocks = Shower(form.words, form.problems).blocks(sheet)
    return ShownCondition(groups, numbers, sheet.top, blocks)


class Shower:
    """Shows rows with all that may be chosen in them; `problems` are sentences by row."""

    def __init__(self, words: Vocabulary, problems: Mapping[str, str]) -> None:
        self.words = words
        self.problems = problems
        self.used: dict[str, set[str]] = {}

    def picked(self, name: str, column: str) -> Picked:
        """Return a column as it is chosen in a control."""
        fact, lag = self.words.by_column.get(column, (None, None))
        if fact is None:
            return Picked(name)
        return Picked(name, fact.name, str(1 if lag is None else lag), fact.yearly)

    def blocks(self, sheet: Sheet) -> list[ShownBlock]:
        """Return the blocks of a condition."""
        return [self._block(place, one) for place, one in enumerate(sheet.blocks)]

    def _block(self, place: int, block: Block) -> ShownBlock:
        name = f"b{place}"
        lines = [self.line(f"{name}l{n}", line) for n, line in enumerate(block.lines)]
        return ShownBlock(name, block.kind, lines)

    def line(self, row: str, line: Line) -> ShownLine:
        """Return a line."""
        problem = self.problems.get(row, "")
        picked = self.picked(f"{row}-fact", line.column)
        if not picked.fact:
            return ShownLine(row, picked, problem=problem)
        fact = self.words.facts[picked.fact]
        unit = unit_of(line, self.words)
        entry = self._entry(fact, line)
        is_number = entry == "number"
        return ShownLine(
            row,
            picked,
            looks=[(look, LOOK_NAMES[look]) for look in LOOKS.get(fact.type, ())],
            look=line.look,
            beside=self.picked(f"{row}-beside", line.beside) if line.look in PAIRS else None,
            ops=[(op, op_name(op, fact, line)) for op in operators(fact, line.look)],
            op=line.op,
            entry=entry,
            value=self._value(line, entry, unit),
            unit=unit_label(unit),
            against=_against(line, self.words),
            parameters=self._parameters(unit) if is_number else (),
            alike=self._alike(fact) if is_number and line.look in BESIDE_OTHERS else (),
            of=self.picked(f"{row}-against", line.of) if line.of else None,
            ticks=self._ticks(fact, line) if entry == "ticks" else (),
            problem=problem,
        )

    def _entry(self, fact: Fact, line: Line) -> str:
        if line.op in ("known", "unknown", "is", "not"):
            return ""
        if fact.type == Type.TEXT:
            ticked = line.op != "starts" and 0 < len(self._choices(fact, line)) <= MOST_TICKED
            return "ticks" if ticked else "text"
        return "day" if fact.type == Type.DATE and line.look == "value" else "number"

    def _choices(self, fact: Fact, line: Line) -> list[str]:
        """Return the values that may be ticked: of places and industries, those in use."""
        known = [code for code, _zh, _en in fact.choices]
        if fact.name not in ("city", "region", "industry"):
            return known
        if fact.name not in self.used:
            name = "industry_id" if fact.name == "industry" else "region_id"
            rows = Organization.objects.order_by().values_list(name, flat=True).distinct()
            codes = {code for code in rows if code}
            is_city = fact.name == "city"
            self.used[fact.name] = {str(city_of(one)) if is_city else one for one in codes}
        wanted = self.used[fact.name] | set(line.values)
        return [code for code in known if code in wanted]

    def _value(self, line: Line, entry: str, unit: str) -> str:
        if entry == "text":
            return "、".join(line.values)
        if entry != "number" or line.value.startswith("param."):
            return line.value if entry == "day" else ""
        return show_number(line.value, "%" if line.of else unit)

    def _parameters(self, unit: str) -> list[Option]:
        wanted = Unit.read(unit)
        return [
            (f"param.{one.name}", label(one))
            for one in self.words.parameters.values()
            if Unit.read(one.unit) == wanted
        ]

    def _alike(self, fact: Fact) -> list[Option]:
        return [
            (f"of.{one.name}", _("%% of %(fact)s") % {"fact": label(one)})
            for one in self.words.facts.values()
            if one.type == Type.NUMBER and Unit.read(one.unit) == Unit.read(fact.unit)
        ]

    def _ticks(self, fact: Fact, line: Line) -> list[tuple[str, str, bool]]:
        return [
            (code, fact.named(code, language()), code in line.values)
            for code in self._choices(fact, line)
        ]


def _against(line: Line, words: Vocabulary) -> str:
    if line.of:
        return f"of.{words.by_column[line.of][0].name}"
    return line.value if line.value.startswith("param.") else ""
