"""A rule as rows of a form: what is written without code, as text of the language and back.

A condition is some blocks, joined by all or any; a block is some lines, of which all, any or none
hold. A payout is a sum of terms. What rows cannot say stays text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .vocabulary import Vocabulary

JOINS = {"all": " && ", "any": " || ", "none": " || "}
BINARY = {"share": "/", "sum": "+", "less": "-"}
COMPARISONS = (">=", ">", "<=", "<", "==", "!=")
TRUTHS = {"is": "", "not": "!"}
KNOWN = {"known": "", "unknown": "!"}
LISTS = {"in": "==", "out": "!="}


class RowError(Exception):
    """A row lacks something: `code` is `fact`, `beside`, `value`, `op` or `inputs`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """One condition: what is looked at, how, and what it is compared with.

    `look` is `value`, `age` (full years since a date), or `share`, `sum`, `less` of two facts
    (`column` and `beside`). `value` is a number as the language writes it, an ISO date, or
    `param.<name>`; with `of`, so many times that fact. `values` are the texts of `in` and `out`,
    or the beginnings of `starts`.
    """

    column: str = ""
    look: str = "value"
    beside: str = ""
    op: str = ">="
    value: str = ""
    of: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of which `all`, `any` or `none` hold."""

    kind: str = "all"
    lines: tuple[Line, ...] = (Line(),)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks of which `all` or `any` hold."""

    top: str = "all"
    blocks: tuple[Block, ...] = (Block(),)


@dataclass(frozen=True, slots=True)
class Term:
    """An amount: a rate, times a fact where there is one.

    `rate` is a number, `param.<name>`, or `table.<name>` asked with the columns `inputs`. With
    `test`, it counts where that line holds, and `otherwise` where it does not.
    """

    rate: str = ""
    column: str = ""
    inputs: tuple[str, ...] = ()
    test: Line | None = None
    otherwise: str = ""


class RowWriter:
    """Writes rows as text of the language; `vocabulary` knows the facts by column.

    All methods raise RowError where a row lacks something.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def fact(self, column: str, code: str = "fact") -> str:
        """Return how a rule names a column: `revenue(year - 1)` for `revenue__1`."""
        if column not in self.vocabulary.by_column:
            raise RowError(code)
        fact, lag = self.vocabulary.by_column[column]
        if lag is None:
            return fact.name
        return f"{fact.name}(year - {lag})" if lag else f"{fact.name}(year)"

    def line(self, line: Line) -> str:
        """Return a condition's text."""
        looked = self._looked(line)
        if line.op in TRUTHS:
            return f"{TRUTHS[line.op]}{looked}"
        if line.op in KNOWN:
            return f"{KNOWN[line.op]}has({looked})"
        if line.op in LISTS or line.op == "starts":
            return self._one_of(looked, line)
        if line.op not in COMPARISONS:
            raise RowError("op")
        return f"{looked} {line.op} {self._right(line)}"

    def _looked(self, line: Line) -> str:
        fact = self.fact(line.column)
        if line.look == "age":
            return f"full_years({fact}, today)"
        if line.look in BINARY:
            return f"{fact} {BINARY[line.look]} {self.fact(line.beside, 'beside')}"
        return fact

    def _one_of(self, looked: str, line: Line) -> str:
        if not line.values:
            raise RowError("value")
        texts = [_quoted(value) for value in line.values]
        if line.op in LISTS and len(texts) == 1:
            return f"{looked} {LISTS[line.op]} {texts[0]}"
        if line.op in LISTS:
            listed = f"{looked} in [{', '.join(texts)}]"
            return f"!({listed})" if line.op == "out" else listed
        begins = " || ".join(f"{looked}.startsWith({text})" for text in texts)
        return f"({begins})" if len(texts) > 1 else begins

    def _right(self, line: Line) -> str:
        if not line.value:
            raise RowError("value")
        if line.look == "value" and self.vocabulary.by_column[line.column][0].type == "date":
            return f"date({_quoted(line.value)})"
        return f"{self.fact(line.of, 'beside')} * {line.value}" if line.of else line.value

    def sheet(self, sheet: Sheet) -> str:
        """Return a whole condition's text."""
        plain = len(sheet.blocks) == 1
        return JOINS[sheet.top].join(self.block(one, sheet.top, plain) for one in sheet.blocks)

    def block(self, block: Block, top: str, is_alone: bool = False) -> str:
        """Return a block's text within a sheet."""
        text = JOINS[block.kind].join(self.line(line) for line in block.lines)
        if block.kind == "none":
            return f"!({text})"
        bare = is_alone or block.kind == top or len(block.lines) == 1
        return text if bare else f"({text})"

    def payout(self, terms: tuple[Term, ...]) -> str:
        """Return a payout's text: the sum of its terms."""
        return " + ".join(self.term(term) for term in terms)

    def term(self, term: Term) -> str:
        """Return a term's text."""
        rate = self._rate(term.rate, term.inputs)
        if term.test:
            other = self._rate(term.otherwise, ())
            rate = f"({self.line(term.test)} ? {rate} : {other})"
        return f"{self.fact(term.column)} * {rate}" if term.column else rate

    def _rate(self, rate: str, inputs: tuple[str, ...]) -> str:
        if not rate:
            raise RowError("value")
        if not rate.startswith("table."):
            return rate
        table = self.vocabulary.tables[rate.removeprefix("table.")]
        if len(inputs) != len(table.inputs):
            raise RowError("inputs")
        return f"{rate}({', '.join(self.fact(one, 'inputs') for one in inputs)})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def merged(blocks: Iterable[Block], top: str) -> tuple[Block, ...]:
    """Return blocks with neighbours joined that say the same side by side."""
    found: list[Block] = []
    for joins, run in groupby(blocks, lambda block: block.kind == top):
        some = list(run)
        if joins:
            some = [Block(top, tuple(line for block in some for line in block.lines))]
        found += some
    return tuple(found)
