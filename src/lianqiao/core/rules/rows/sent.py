"""Rows of a rule as they were sent: facts, operators and numbers in the units that people use.

A block `b0` has lines `b0l0`. Amounts are typed in 10,000 yuan, shares in percent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from lianqiao.engines.rules import (
    LAGS,
    Block,
    Fact,
    Line,
    Sheet,
    Type,
    Unit,
    Vocabulary,
    column,
)

PAIRS = ("share", "sum", "less")
BESIDE_OTHERS = ("value", "sum", "less")
"""What of a number can be compared with a percentage of another fact."""
LOOKS = {Type.NUMBER: ("value", *PAIRS), Type.DATE: ("value", "age")}
ORDER = (">=", ">", "<=", "<", "==", "!=")
KNOWN = ("known", "unknown")
OPERATORS: Mapping[str, tuple[str, ...]] = {
    Type.NUMBER: (*ORDER, *KNOWN),
    Type.BOOL: ("is", "not", *KNOWN),
    Type.TEXT: ("in", "out", "starts", *KNOWN),
    Type.DATE: (*ORDER, *KNOWN),
}
FACTORS = {"CNY": Decimal(10_000), "%": Decimal("0.01")}
"""What one of a typed number is in the language: yuan of 10,000 yuan, a share of a percent."""

MOST_BLOCKS, MOST_LINES = 20, 40
LONGEST_VALUE = 40
IN_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
SEPARATORS = re.compile(r"[\s,，、;；]+")


class Sent:
    """Reads rows from what a form sent; `problems` has what cannot be read, by row."""

    def __init__(self, data: QueryDict, words: Vocabulary) -> None:
        self.data = data
        self.words = words
        self.problems: dict[str, str] = {}

    def sheet(self) -> Sheet:
        """Return the condition."""
        blocks = tuple(self._block(f"b{n}") for n in self.numbers("b{}-kind", MOST_BLOCKS))
        return Sheet(self._one_of("top", ("all", "any")), blocks or (Block(),))

    def numbers(self, name: str, most: int) -> Iterator[int]:
        """Yield the numbers of the rows that were sent."""
        for n in range(most):
            if name.format(n) not in self.data:
                return
            yield n

    def _block(self, name: str) -> Block:
        lines = [self.line(f"{name}l{n}") for n in self.numbers(f"{name}l{{}}-fact", MOST_LINES)]
        return Block(
            self._one_of(f"{name}-kind", ("all", "any", "none")), tuple(lines) or (Line(),)
        )

    def _one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        found = self.data.get(name, "")
        return found if found in allowed else allowed[0]

    def column(self, row: str, part: str) -> str:
        """Return the column that a row's part names; '' where it names no fact."""
        return self._column(self.data.get(f"{row}-{part}", ""), f"{row}-{part}_lag")

    def _column(self, name: str, lag: str) -> str:
        fact = self.words.facts.get(name)
        if fact is None:
            return ""
        back = self.data.get(lag, "1")
        years = int(back) if back in map(str, range(LAGS + 1)) else 1
        return column(fact.name, years if fact.yearly else None)

    def line(self, row: str) -> Line:
        """Return one line."""
        name = self.column(row, "fact")
        if not name:
            return Line()
        fact = self.words.by_column[name][0]
        look = self._one_of(f"{row}-look", LOOKS.get(fact.type, ("value",)))
        beside = self.column(row, "beside") if look in PAIRS else ""
        op = self._one_of(f"{row}-op", operators(fact, look))
        bare = Line(name, look, beside, op)
        if op in {"in", "out", "starts"}:
            return Line(name, look, beside, op, values=self._texts(row))
        if op in KNOWN or fact.type == Type.BOOL:
            return bare
        if fact.type == Type.DATE and look == "value":
            return Line(name, look, beside, op, self._day(row))
        return self._with_number(row, bare)

    def _texts(self, row: str) -> tuple[str, ...]:
        ticked = self.data.getlist(f"{row}-values")
        texts = ticked or SEPARATORS.split(self.data.get(f"{row}-value", ""))
        return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))

    def _day(self, row: str) -> str:
        typed = self.data.get(f"{row}-value", "").strip()
        try:
            return date.fromisoformat(typed).isoformat()
        except ValueError:
            return ""

    def _with_number(self, row: str, line: Line) -> Line:
        against = self.data.get(f"{row}-against", "")
        if self.is_parameter(against):
            return Line(line.column, line.look, line.beside, line.op, against)
        of = self._column(against.removeprefix("of."), f"{row}-against_lag")
        unit = "%" if of else unit_of(line, self.words)
        value = self.number(row, "value", unit)
        return Line(line.column, line.look, line.beside, line.op, value, of)

    def is_parameter(self, name: str) -> bool:
        """Whether a row is compared with a number that is laid down."""
        return name.removeprefix("param.") in self.words.parameters and name.startswith("param.")

    def number(self, row: str, part: str, unit: str) -> str:
        """Return a typed number as the language writes it; as typed where it is none."""
        typed = self.data.get(f"{row}-{part}", "").strip()[:LONGEST_VALUE]
        number = read_number(typed, unit)
        if typed and not number:
            self.problems[row] = "number"
        return number or typed


def can_say(sheet: Sheet, words: Vocabulary) -> bool:
    """Whether a form sends a condition back as it is; what it cannot has to stay text."""
    return len(sheet.blocks) <= MOST_BLOCKS and all(
        len(block.lines) <= MOST_LINES and all(says_line(one, words) for one in block.lines)
        for block in sheet.blocks
    )


def says_line(line: Line, words: Vocabulary) -> bool:
    """Whether a form sends a line back as it is."""
    fact = words.by_column[line.column][0]
    if line.op not in operators(fact, line.look) or (line.of and line.look not in BESIDE_OTHERS):
        return False
    if fact.type == Type.TEXT:
        known = {code for code, _zh, _en in fact.choices} if line.op != "starts" else set()
        return all(_says_text(text, known) for text in line.values)
    is_plain = not line.value or line.value.startswith("param.")
    if is_plain or (fact.type == Type.DATE and line.look == "value"):
        return True
    return says_number(line.value, "%" if line.of else unit_of(line, words))


def _says_text(text: str, known: set[str]) -> bool:
    return text in known if known else bool(text) and not SEPARATORS.search(text)


def says_number(number: str, unit: str) -> bool:
    """Whether a number can be typed in a unit and read back as it is."""
    return read_number(show_number(number, unit), unit) == number


def operators(fact: Fact, look: str) -> tuple[str, ...]:
    """Return how a fact may be compared."""
    return ORDER if look != "value" else OPERATORS[fact.type]


def unit_of(line: Line, words: Vocabulary) -> str:
    """Return the unit of what a line looks at; `%` for a share of like things."""
    if line.column not in words.by_column:
        return ""
    if line.look == "age":
        return "year"
    unit = words.by_column[line.column][0].unit
    if line.look != "share" or line.beside not in words.by_column:
        return unit
    beside = words.by_column[line.beside][0].unit
    return str(Unit.read(unit) / Unit.read(beside)) or "%"


def read_number(typed: str, unit: str) -> str:
    """Return a typed number as the language writes it; '' where it is none.

    >>> read_number("2,000.5", "CNY"), read_number("3", "%"), read_number("12,5", "")
    ('20005000', '0.03', '')
    """
    plain = typed.replace("，", ",")
    if "," in plain and not IN_THOUSANDS.fullmatch(plain):
        return ""
    try:
        number = Decimal(plain.replace(",", "")) * FACTORS.get(unit, 1)
    except InvalidOperation:
        return ""
    return _plain(number) if number.is_finite() else ""


def show_number(value: str, unit: str) -> str:
    """Return a number of the language as one types it.

    >>> show_number("20005000", "CNY"), show_number("0.03", "%")
    ('2000.5', '3')
    """
    try:
        return _plain(Decimal(value) / FACTORS.get(unit, 1))
    except InvalidOperation:
        return value


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
