"""Rows of a payout as they were sent, beside those of its condition.

A payout has terms `t0`, each with inputs `t0i0` of a table and a line `t0q0` on which its rate
depends.
"""

from __future__ import annotations

from lianqiao.core.rules.rows.sent import Sent, says_line, says_number
from lianqiao.engines.rules import Term, Unit, Vocabulary

MOST_TERMS = 10


class SentRules(Sent):
    """Reads the rows of a measure's rules."""

    def terms(self) -> tuple[Term, ...]:
        """Return the terms of the payout."""
        return tuple(self._term(f"t{n}") for n in self.numbers("t{}-fact", MOST_TERMS))

    def _term(self, row: str) -> Term:
        name = self.column(row, "fact")
        unit = rate_unit(name, self.words)
        against = self.data.get(f"{row}-against", "")
        table = self.words.tables.get(against.removeprefix("table."))
        if self.is_parameter(against) or (table and against.startswith("table.")):
            rate = against
        else:
            rate, table = self.number(row, "value", unit), None
        asked = range(len(table.inputs)) if table else ()
        inputs = tuple(self.column(f"{row}i{n}", "fact") for n in asked)
        if f"{row}q0-fact" not in self.data:
            return Term(rate, name, inputs)
        other = self.number(row, "otherwise", unit)
        return Term(rate, name, inputs, self.line(f"{row}q0"), other)


def can_say_terms(terms: tuple[Term, ...], words: Vocabulary) -> bool:
    """Whether a form sends a payout back as it is; what it cannot has to stay text."""
    return len(terms) <= MOST_TERMS and all(_says_term(one, words) for one in terms)


def _says_term(term: Term, words: Vocabulary) -> bool:
    unit = rate_unit(term.column, words)
    is_said = term.rate.startswith(("param.", "table.")) or says_number(term.rate, unit)
    if term.test is None:
        return is_said
    return is_said and says_line(term.test, words) and says_number(term.otherwise, unit)


def rate_unit(column: str, words: Vocabulary) -> str:
    """Return the unit in which a rate is typed: percent of money, yuan where there is no fact.

    '' for any other fact: yuan for each of it stand in a parameter or a table, with their unit.
    """
    if not column:
        return "CNY"
    return "%" if words.by_column[column][0].unit == "CNY" else ""


def rate_kind(column: str, words: Vocabulary) -> Unit:
    """Return the unit that a rate must have, so that the amount is one of yuan."""
    yuan = Unit.read("CNY")
    return yuan / Unit.read(words.by_column[column][0].unit) if column else yuan
