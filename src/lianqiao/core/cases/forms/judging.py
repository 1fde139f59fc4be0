"""What a form says of what was filled in: what shows, what is missing, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.words import Label
from lianqiao.core.cases.forms.naming import Values, row_of
from lianqiao.core.cases.forms.rules import Asked, Ready
from lianqiao.engines.rules import Plan, Vocabulary

Sentence = str | Promise | Label
EMPTY: tuple[object, ...] = (None, "", [], {})
NO_FACTS = Vocabulary({})
_Row = dict[str, Any]


@dataclass(slots=True)
class Judged:
    """What is to be said of a form as it is filled in.

    `values` is what would be filed: visible fields, with what is calculated. `missing` and
    `problems` go by place: a field's key, or "<table>.<row from 0>.<column>".
    """

    visible: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    problems: dict[str, Sentence] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether it can be filed."""
        return not self.missing and not self.problems

    @property
    def share(self) -> int:
        """How much of what is required is there, in percent."""
        asked = len(self.required)
        there = asked - len(self.required & self.missing)
        return 100 if not asked else 100 * there // asked


def judged(form: Ready, values: Values) -> Judged:
    """Judge what was filled in; the values have been read (reading.py) and have their kinds."""
    found, row = Judged(), _Row()
    for section, rule in form.sections:
        if _holds(rule, row, default=True):
            for one in section.fields:
                _show(form.asked[one.key], values.get(one.key), form.dictionary, row, found)
    for key in found.visible:
        _judge(form.asked[key], key, found.values.get(key), row, found)
    return found


def _show(asked: Asked, value: Any, dictionary: Vocabulary, row: _Row, found: Judged) -> None:
    """Let a field show or not, and what it says go into the row that later rules read."""
    if not _holds(asked.visible, row, default=True):
        return
    found.visible.add(asked.field.key)
    if asked.formula:
        value = _worked_out(asked, row)
    elif asked.columns:
        value = [_cells(asked.columns, line) for line in value or ()]
    if value not in EMPTY:
        found.values[asked.field.key] = value
        row |= row_of([asked.field], found.values, dictionary)


def _cells(columns: Sequence[Asked], line: Values) -> dict[str, Any]:
    found, row = Judged(), _Row()
    for column in columns:
        _show(column, line.get(column.field.key), NO_FACTS, row, found)
    return found.values


def _judge(asked: Asked, place: str, value: Any, row: _Row, found: Judged) -> None:
    if _holds(asked.required, row, default=False):
        found.required.add(place)
        if value is None or value is False:
            found.missing.add(place)
    for plan, message in asked.checks:
        if value is not None and plan.judge(row).verdict is False:
            found.problems.setdefault(place, message)
    if asked.columns:
        _judge_rows(asked, place, value or [], found)


def _judge_rows(asked: Asked, place: str, rows: Sequence[Values], found: Judged) -> None:
    table = asked.field
    if isinstance(table, f.TableField) and len(rows) < table.fewest:
        found.problems.setdefault(place, _("There are fewer rows than are asked for."))
    fields: list[f.Field] = [column.field for column in asked.columns]
    for number, line in enumerate(rows):
        row = row_of(fields, line, NO_FACTS)
        for column in asked.columns:
            key = column.field.key
            _judge(column, f"{place}.{number}.{key}", line.get(key), row, found)


def _worked_out(asked: Asked, row: _Row) -> str | None:
    if asked.formula is None or not isinstance(asked.field, f.CalculatedField):
        return None
    amount = asked.formula.judge(row).amount
    return None if amount is None else str(Decimal(amount).scaleb(-asked.field.decimals))


def _holds(plan: Plan | None, row: _Row, *, default: bool) -> bool:
    """What is unknown does not hold."""
    return default if plan is None else plan.judge(row).verdict is True
