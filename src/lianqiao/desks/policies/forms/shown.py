"""Rules of a measure as a page shows them: rows of the condition, and terms of the payout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lianqiao.core.language import language
from lianqiao.core.rules.rows.sent import show_number
from lianqiao.core.rules.rows.shown import Picked, Shower, ShownBlock, ShownLine
from lianqiao.core.rules.rows.words import (
    BLOCKS,
    YEARS,
    Group,
    Option,
    fact_groups,
    label,
    unit_label,
)
from lianqiao.desks.policies.forms.rows import rate_kind, rate_unit
from lianqiao.desks.policies.forms.rules import RuleForm
from lianqiao.engines.rules import Sheet, Table, Term, Type, Unit


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
    shower = _Shower(form.words, form.problems)
    sheet, terms = form.condition, form.payout
    return ShownRules(
        groups=fact_groups(form.words.facts.values()),
        numbers=fact_groups(one for one in form.words.facts.values() if one.type == Type.NUMBER),
        top=sheet.top if isinstance(sheet, Sheet) else "all",
        blocks=shower.blocks(sheet) if isinstance(sheet, Sheet) else None,
        terms=None
        if isinstance(terms, str)
        else [shower.term(n, one) for n, one in enumerate(terms)],
    )


class _Shower(Shower):
    def term(self, place: int, term: Term) -> ShownTerm:
        """Return a term."""
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
