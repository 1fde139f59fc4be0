"""The rules of a form, checked and made ready for a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.words import Label
from lianqiao.core.cases.forms.naming import named
from lianqiao.engines.rules import (
    BOOL,
    Kind,
    Plan,
    RuleError,
    Type,
    Unit,
    Vocabulary,
    check,
    planned,
)

TRUE = check("true", Vocabulary({}))


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules of one field; None asks nothing. `columns` are the rules of a table's columns."""

    field: f.Field
    visible: Plan | None
    required: Plan | None
    formula: Plan | None
    checks: tuple[tuple[Plan, Label], ...]
    columns: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A form whose rules hold water, for a day. `sections` pairs each section with its rule."""

    form: f.Form
    dictionary: Vocabulary
    sections: tuple[tuple[f.Section, Plan | None], ...]
    asked: dict[str, Asked]


def ready(form: f.Form, dictionary: Vocabulary, day: date) -> Ready:
    """Make a form ready; `dictionary` has the facts of applicants that its fields name.

    Raises:
        RuleError: of the first rule that cannot be used; `rule_flaws` finds them all.
    """
    makers = _Makers(form, dictionary, day)
    sections = tuple(
        (section, makers.truth(section.visible, makers.before(section.fields)))
        for section in form.sections
    )
    asked = {field.key: makers.asked(field) for field in form.fields.values()}
    return Ready(form, dictionary, sections, asked)


def rule_flaws(form: f.Form, dictionary: Vocabulary, day: date) -> Iterator[tuple[str, RuleError]]:
    """Yield each rule of a form that cannot be used: its place in the document, and why."""
    makers = _Makers(form, dictionary, day)
    for section in form.sections:
        place = f"forms.{form.key}.{section.key}"
        try:
            makers.truth(section.visible, makers.before(section.fields))
        except RuleError as refusal:
            yield f"{place}.visible", refusal
        for field in section.fields:
            try:
                makers.asked(field)
            except RuleError as refusal:
                yield f"forms.{form.key}.{field.key}", refusal


class _Makers:
    """Plans of rules: those that decide what shows see only the fields that stand before."""

    def __init__(self, form: f.Form, dictionary: Vocabulary, day: date) -> None:
        self.fields = list(form.fields.values())
        self.dictionary, self.day = dictionary, day
        self.all = Vocabulary(named(self.fields, dictionary))

    def before(self, fields: Sequence[f.Field]) -> Vocabulary:
        """Return what may be named before the first of some fields."""
        if not fields:
            return self.all
        return Vocabulary(named(self.fields[: self.fields.index(fields[0])], self.dictionary))

    def truth(self, rule: str, vocabulary: Vocabulary) -> Plan | None:
        return planned(check(rule, vocabulary, BOOL), None, self.day) if rule.strip() else None

    def asked(self, field: f.Field) -> Asked:
        earlier = self.before([field])
        return self._asked(field, earlier, self.all)

    def _asked(self, field: f.Field, earlier: Vocabulary, all_: Vocabulary) -> Asked:
        return Asked(
            field,
            self.truth(field.visible, earlier),
            self.truth(field.required, all_),
            self._formula(field, earlier),
            tuple(
                (planned(check(one.rule, all_), None, self.day), one.message)
                for one in field.checks
            ),
            tuple(self._columns(field)) if isinstance(field, f.TableField) else (),
        )

    def _formula(self, field: f.Field, earlier: Vocabulary) -> Plan | None:
        if not isinstance(field, f.CalculatedField):
            return None
        kind = Kind(Type.NUMBER, Unit.read(field.unit) if field.unit else None)
        formula = check(field.formula, earlier, kind)
        return planned(TRUE, formula, self.day, places=field.decimals)

    def _columns(self, table: f.TableField) -> Iterator[Asked]:
        whole = Vocabulary(named(table.columns, self.dictionary))
        for place, cell in enumerate(table.columns):
            earlier = Vocabulary(named(table.columns[:place], self.dictionary))
            yield self._asked(cell, earlier, whole)
