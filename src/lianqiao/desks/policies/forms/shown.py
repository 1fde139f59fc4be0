"""Rows of a rule as a page shows them: each with what may be chosen in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianqiao.core.language import language
from lianqiao.core.parties.models import Organization
from lianqiao.core.rules.subjects import city_of
from lianqiao.desks.policies.forms.row_words import (
    BLOCKS,
    LOOK_NAMES,
    YEARS,
    Group,
    Option,
    fact_groups,
    label,
    op_name,
    unit_label,
)
from lianqiao.desks.policies.forms.rows import (
    BESIDE_OTHERS,
    LOOKS,
    PAIRS,
    operators,
    rate_kind,
    rate_unit,
    show_number,
    unit_of,
)
from lianqiao.desks.policies.forms.rules import RuleForm
from lianqiao.engines.rules import (
    Block,
    Fact,
    Line,
    Sheet,
    Table,
    Term,
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
class ShownTerm:
    """A term of a payout."""

    row: str
    fact: Picked
    value: str
    unit: str
    against: str
    sources: Sequence[Option]
    inputs: Sequence[tuple[str, Picked]] = ()
    test: ShownLine | None = None
    otherwise: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ShownRules:
    """What the page of a measure's rules shows; None where a part is text."""

    groups: list[Group]
    numbers: list[Group]
    top: str = "all"
    blocks: Sequence[ShownBlock] | None = None
    terms: Sequence[ShownTerm] | None = None
    years: Sequence[Option] = field(default=YEARS)
    kinds: Sequence[Option] = field(default=BLOCKS)


def shown(form: RuleForm) -> ShownRules:
    """Return the rows of a form with all that may be chosen in them."""
    shower = _Shower(form)
    sheet, terms = form.condition, form.payout
    is_sheet = isinstance(sheet, Sheet)
    return ShownRules(
        groups=fact_groups(form.words.facts.values()),
        numbers=fact_groups(one for one in form.words.facts.values() if one.type == Type.NUMBER),
        top=sheet.top if isinstance(sheet, Sheet) else "all",
        blocks=[shower.block(n, one) for n, one in enumerate(sheet.blocks)] if is_sheet else None,
        terms=None
        if isinstance(terms, str)
        else [shower.term(n, one) for n, one in enumerate(terms)],
    )


class _Shower:
    def __init__(self, form: RuleForm) -> None:
        self.words: Vocabulary = form.words
        self.problems = form.problems
        self.used: dict[str, set[str]] = {}

    def picked(self, name: str, column: str) -> Picked:
        fact, lag = self.words.by_column.get(column, (None, None))
        if fact is None:
            return Picked(name)
        return Picked(name, fact.name, str(1 if lag is None else lag), fact.yearly)

    def block(self, place: int, block: Block) -> ShownBlock:
        name = f"b{place}"
        lines = [self.line(f"{name}l{n}", line) for n, line in enumerate(block.lines)]
        return ShownBlock(name, block.kind, lines)

    def line(self, row: str, line: Line) -> ShownLine:
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

    def term(self, place: int, term: Term) -> ShownTerm:
        row = f"t{place}"
        unit = rate_unit(term.column, self.words)
        is_number = not term.rate.startswith(("param.", "table."))
        table = self.words.tables.get(term.rate.removeprefix("table."))
        return ShownTerm(
            row,
            self.picked(f"{row}-fact", term.column),
            value=show_number(term.rate, unit) if is_number else "",
            unit=unit_label(unit) if unit else "",
            against="" if is_number else term.rate,
            sources=self._sources(rate_kind(term.column, self.words)),
            inputs=self._inputs(row, table, term) if table else (),
            test=self.line(f"{row}q0", term.test) if term.test else None,
            otherwise=show_number(term.otherwise, unit),
            problem=self.problems.get(row, ""),
        )

    def _sources(self, kind: Unit) -> list[Option]:
        """Return the parameters and tables whose rate makes yuan."""
        laid_down = [
            (f"param.{one.name}", label(one))
            for one in self.words.parameters.values()
            if Unit.read(one.unit) == kind
        ]
        tables = [
            (f"table.{one.name}", _("by table: %(name)s") % {"name": label(one)})
            for one in self.words.tables.values()
            if Unit.read(one.unit) == kind
        ]
        return [*laid_down, *tables]

    def _inputs(self, row: str, table: Table, term: Term) -> list[tuple[str, Picked]]:
        columns = [*term.inputs, *[""] * len(table.inputs)]
        return [
            (one.zh if language() == "zh" else one.en, self.picked(f"{row}i{n}-fact", name))
            for n, (one, name) in enumerate(zip(table.inputs, columns, strict=False))
        ]


def _against(line: Line, words: Vocabulary) -> str:
    if line.of:
        return f"of.{words.by_column[line.of][0].name}"
    return line.value if line.value.startswith("param.") else ""
