"""A condition over one ledger entry: a rule of docs/rules.md, written out for PostgreSQL.

What it may name: `department`, `region`, `happened_on`, and the quantities that the chosen kinds
of entry have. What an entry does not say is unknown, and what is unknown does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import ibis
import sqlglot
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.indicators.periods import ZONE
from lianqiao.core.language import language
from lianqiao.core.ledger import kinds as ledger
from lianqiao.engines.rules import (
    COLUMN_TYPES,
    LIMIT,
    Expression,
    Fact,
    Measure,
    RuleError,
    Type,
    Vocabulary,
    check,
    expressions,
    lowered,
)

# Whole units of a quantity: yuan to the fen, all else to the millionth.
SCALES = {"CNY": 2}
SCALE = 6
DAYS = (date(2024, 2, 29), date(2026, 12, 31))
"""Two days on which a condition that does not speak of today means the same."""

_OWN = (
    Fact("department", Type.TEXT, zh="部门", en="department"),
    Fact("region", Type.TEXT, zh="地区代码", en="region code"),
    Fact("happened_on", Type.DATE, zh="发生日期", en="day it happened"),
)
HAPPENED_ON = f"(e.happened_at AT TIME ZONE '{ZONE.key}')::date"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as SQL over `t0`, and the columns that `t0` needs beside an entry's own."""

    sql: str
    columns: tuple[str, ...]


ALWAYS = Condition("TRUE", ())


def quantities_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the quantities that some kinds of entry have, each with its unit."""
    return {name: unit for code in codes for name, unit in ledger.kind(code).quantities.items()}


def vocabulary(codes: Iterable[str]) -> Vocabulary:
    """Return what a condition over entries of these kinds may name."""
    facts = [
        Fact(
            name,
            Type.NUMBER,
            "" if unit == "1" else unit,
            scale=SCALES.get(unit, SCALE),
            zh=str(ledger.quantity_label(name)),
            en=str(ledger.quantity_label(name)),
        )
        for name, unit in quantities_of(codes).items()
    ]
    return Vocabulary({fact.name: fact for fact in (*_OWN, *facts)})


def known(codes: Iterable[str]) -> list[str]:
    """Return those of some codes that are kinds of entry."""
    declared = {kind.code for kind in ledger.kinds()}
    return [code for code in codes if code in declared]


def checked(codes: Sequence[str], text: str) -> Expression:
    """Return a condition that holds water. Invalid with all that is wrong, each at its place."""
    try:
        expression = check(text, vocabulary(codes))
        steps = [lowered(Measure(0, expression, None, day)) for day in DAYS]
    except RuleError as refusal:
        raise _unreadable(refusal) from refusal
    if steps[0] != steps[1]:
        message = _("A condition does not speak of today: the period says which entries count.")
        raise Invalid(message, {"condition": message})
    return expression


def condition(codes: Sequence[str], text: str) -> Condition:
    """Return a checked condition for PostgreSQL; without text, all entries count."""
    return _written(tuple(codes), text) if text.strip() else ALWAYS


@lru_cache(maxsize=512)
def _written(codes: tuple[str, ...], text: str) -> Condition:
    expression = checked(codes, text)
    program = lowered(Measure(0, expression, None, DAYS[1]))
    types = {ref.column: COLUMN_TYPES[ref.fact.type] for ref in expression.facts}
    table = ibis.table({"id": "int64", **types}, name="entries")
    [column] = expressions(program, table, "postgres")
    query = str(ibis.to_sql(table.select(holds=column), dialect="postgres"))
    # Ibis calls the only table `t0`, and so do we.
    select = sqlglot.parse_one(query, read="postgres", into=sqlglot.exp.Select)
    sql = select.selects[0].this.sql("postgres")
    beside = [_column(ref.fact) for ref in expression.facts if ref.fact.type != Type.TEXT]
    return Condition(sql.replace("%", "%%"), tuple(beside))


def _column(fact: Fact) -> str:
    """Return the SQL of what an entry `e` has no column of its own for, named as the rule does."""
    if fact.name == "happened_on":
        return f'{HAPPENED_ON} AS "happened_on"'
    number = f"({amount(fact.name)} * {10**fact.scale})"
    # Beyond what the engine reckons with, a number is as good as unknown.
    return f'CASE WHEN abs({number}) <= {LIMIT} THEN {number}::bigint END AS "{fact.name}"'


def amount(name: str) -> str:
    """Return a quantity of an entry `e` as SQL; the name is one that a kind declares."""
    if not name.replace("_", "").isalnum() or not name.isascii():
        raise ValueError(name)
    return f"(e.quantities #>> '{{{name},0}}')::numeric"


def _unreadable(refusal: RuleError) -> Invalid:
    found = [
        _("Line %(line)d, column %(column)d: %(what)s")
        % {"line": one.at.line, "column": one.at.column, "what": one.text(language())}
        for one in refusal.problems
    ]
    return Invalid(_("The condition cannot be used."), {"condition": "; ".join(found)})
