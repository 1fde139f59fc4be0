"""From a checked rule and a reference date to a program.

A number becomes a fraction of two whole numbers (`ratios.py`), so that every comparison is one of
whole numbers and every result exact.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from .calls import pattern_of
from .errors import RuleError
from .kinds import Type
from .problems import Problem
from .program import Builder, TangledError, TooWideError
from .ratios import Ratio, Ratios
from .tree import (
    Arithmetic,
    Call,
    Clock,
    Compare,
    Conditional,
    FactRef,
    Literal,
    Logic,
    Lookup,
    Member,
    Node,
    Not,
    ParameterRef,
)
from .vocabulary import Bracket, Cell

T = TypeVar("T")
LONGEST_TEXT = 100_000
FIRST_YMD, LAST_YMD = 1_01_01, 9999_12_31


class Lowering:
    """Lowers checked nodes into one builder, each node once; `on` is the reference date.

    `ratio`, `truth`, `day` and `text` raise RuleError where a number could need more than 38
    digits, and where a parameter or table has no value on the date.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self.build = Builder()
        self.truths: dict[int, int] = {}
        self.exact = Ratios(self.build)
        self.ratios: dict[int, Ratio] = {}

    def truth(self, node: Node) -> int:
        """Return the step of a truth."""
        if id(node) not in self.truths:
            self.truths[id(node)] = self._guarded(node, self._truth)
        return self.truths[id(node)]

    def ratio(self, node: Node) -> Ratio:
        """Return the fraction of a number."""
        if id(node) not in self.ratios:
            self.ratios[id(node)] = self._guarded(node, self._ratio)
        return self.ratios[id(node)]

    def rounded(self, node: Node, scale: int) -> int:
        """Return the step of a number times `10 ** scale`, rounded half away from zero."""
        return self._guarded(node, lambda one: self.exact.rounded(self.ratio(one), 10**scale))

    def _guarded(self, node: Node, lower: Callable[[Node], T]) -> T:
        try:
            return lower(node)
        except TooWideError as error:
            raise RuleError((Problem("too_wide", node.at),)) from error
        except TangledError as error:
            raise RuleError((Problem("tangled", node.at),)) from error

    def _truth(self, node: Node) -> int:
        match node:
            case Literal(bool(value)):
                return self.build.const(value)
            case FactRef():
                return self.column(node)
            case ParameterRef():
                return self.build.const(bool(self._value(node)))
            case Not(item):
                return self.build.negated(self.truth(item))
            case Logic(op, items):
                joined = self.build.all if op == "&&" else self.build.any
                return joined([self.truth(item) for item in items])
            case Compare(op, left, right):
                return self._compared(op, left, right)
            case Member(item, values):
                return self._member(item, values)
            case Conditional(test, then, other):
                return self.build.choice(self.truth(test), self.truth(then), self.truth(other))
            case Call("has", (FactRef() as fact,)):
                return self.build.test("known", self.column(fact))
            case Call("matches", (item, _)):
                return self.build.test("matches", self.text(item), pattern_of(node))
            case Call(name, (item, Literal(str(part)))):
                return self.build.test(name, self.text(item), part)
        raise AssertionError(node)

    def column(self, ref: FactRef) -> int:
        low, high = ref.fact.bounds if ref.fact.type == Type.NUMBER else (0, 0)
        return self.build.column(ref.column, ref.fact.type, low, high)

    def _value(self, ref: ParameterRef) -> Decimal | bool | str | date:
        value = ref.parameter.on(self.on)
        if value is None:
            params = {"name": f"param.{ref.parameter.name}", "day": self.on}
            raise RuleError((Problem("no_value_on", ref.at, params),))
        return value

    def _compared(self, op: str, left: Node, right: Node) -> int:
        match left.kind.type:
            case Type.NUMBER:
                return self.build.compare(
                    op, *self.exact.common(self.ratio(left), self.ratio(right))
                )
            case Type.DATE:
                return self.build.compare(op, self.day(left), self.day(right))
            case Type.TEXT:
                return self.build.compare(op, self.text(left), self.text(right))
        return self.build.compare(op, self.truth(left), self.truth(right))

    def _member(self, item: Node, values: tuple[Literal, ...]) -> int:
        if item.kind.type == Type.TEXT:
            texts = tuple(value.value for value in values if isinstance(value.value, str))
            return self.build.test("in", self.text(item), texts)
        return self.build.any([self._compared("==", item, value) for value in values])

    def day(self, node: Node) -> int:
        """Return the step of a date."""
        match node:
            case FactRef():
                return self.column(node)
            case Conditional(test, then, other):
                return self.build.choice(self.truth(test), self.day(then), self.day(other))
        return self.build.const(self.plain_date(node))

    def plain_date(self, node: Node) -> date:
        """Return a date that no fact takes part in."""
        try:
            return self._plain_date(node)
        except (ValueError, OverflowError) as error:
            raise RuleError((Problem("no_such_day", node.at),)) from error

    def _plain_date(self, node: Node) -> date:
        match node:
            case Literal(date() as value):
                return value
            case Clock():
                return self.on
            case ParameterRef():
                laid_down = self._value(node)
                assert isinstance(laid_down, date)
                return laid_down
            case Call("days", (day, Literal(Fraction() as count))):
                return self.plain_date(day) + timedelta(int(count))
            case Call(name, (day, Literal(Fraction() as count))):
                return _months_later(
                    self.plain_date(day), int(count) * (12 if name == "years" else 1)
                )
        raise AssertionError(node)

    def text(self, node: Node) -> int:
        """Return the step of a text."""
        match node:
            case FactRef():
                return self.column(node)
            case ParameterRef():
                return self.build.const(str(self._value(node)))
            case Literal(str(value)):
                return self.build.const(value)
            case Conditional(test, then, other):
                return self.build.choice(self.truth(test), self.text(then), self.text(other))
        raise AssertionError(node)

    def _ratio(self, node: Node) -> Ratio:
        match node:
            case Literal(Fraction() as value):
                return self.exact.constant(value)
            case Clock():
                return self.exact.constant(Fraction(self.on.year))
            case ParameterRef():
                laid_down = self._value(node)
                assert isinstance(laid_down, Decimal)
                return self.exact.constant(Fraction(laid_down))
            case FactRef():
                return Ratio(self.column(node), self.build.const(10**node.fact.scale))
            case Arithmetic(op, left, right):
                return ARITHMETIC[op](self.exact, self.ratio(left), self.ratio(right))
            case Conditional(test, then, other):
                return self.exact.choice(self.truth(test), self.ratio(then), self.ratio(other))
            case Lookup(_, args):
                return self._looked_up(node, args)
            case Call(name, args):
                return CALLS[name](self, args)
        raise AssertionError(node)

    def _extreme(self, op: str, args: tuple[Node, ...]) -> Ratio:
        def better(one: Ratio, other: Ratio) -> Ratio:
            return self.exact.choice(
                self.build.compare(op, *self.exact.common(one, other)), one, other
            )

        rest = [self.ratio(arg) for arg in args]
        while len(rest) > 1:
            # In pairs, as each level writes its operands twice.
            odd = rest[-1:] if len(rest) % 2 else []
            rest = [better(*pair) for pair in zip(rest[::2], rest[1::2], strict=False)] + odd
        return rest[0]

    def minimum(self, args: tuple[Node, ...]) -> Ratio:
        return self._extreme("<=", args)

    def maximum(self, args: tuple[Node, ...]) -> Ratio:
        return self._extreme(">=", args)

    def round(self, args: tuple[Node, ...]) -> Ratio:
        digits = args[1]
        assert isinstance(digits, Literal)
        assert isinstance(digits.value, Fraction)
        factor = 10 ** int(digits.value)
        return Ratio(self.exact.rounded(self.ratio(args[0]), factor), self.build.const(factor))

    def floor(self, args: tuple[Node, ...]) -> Ratio:
        ratio = self.ratio(args[0])
        return Ratio(self.build.floored(ratio.num, ratio.den), self.build.const(1))

    def full_years(self, args: tuple[Node, ...]) -> Ratio:
        """Count whole years (周岁, 满年) from the first date to the second."""
        start, end = (self._ymd(arg) for arg in args)
        apart = self.build.arithmetic("-", end, start)
        return Ratio(self.build.floored(apart, self.build.const(10_000)), self.build.const(1))

    def year_of(self, args: tuple[Node, ...]) -> Ratio:
        ymd = self._ymd(args[0])
        return Ratio(self.build.floored(ymd, self.build.const(10_000)), self.build.const(1))

    def _ymd(self, node: Node) -> int:
        return self.build.measure("ymd", self.day(node), FIRST_YMD, LAST_YMD)

    def days_between(self, args: tuple[Node, ...]) -> Ratio:
        last = date.max.toordinal()
        start, end = (self.build.measure("day", self.day(arg), 1, last) for arg in args)
        return Ratio(self.build.arithmetic("-", end, start), self.build.const(1))

    def size(self, args: tuple[Node, ...]) -> Ratio:
        count = self.build.measure("size", self.text(args[0]), 0, LONGEST_TEXT)
        return Ratio(count, self.build.const(1))

    def _looked_up(self, node: Lookup, args: tuple[Node, ...]) -> Ratio:
        rows = node.table.on(self.on)
        if rows is None:
            params = {"name": f"table.{node.table.name}", "day": self.on}
            raise RuleError((Problem("no_value_on", node.at, params),))
        found = Ratio(self.build.unknown(Type.NUMBER), self.build.const(1))
        for row in reversed(rows):
            cells = zip(args, row.cells, strict=True)
            holds = self.build.all([self._holds(arg, cell) for arg, cell in cells])
            found = self.exact.choice(holds, self.exact.constant(Fraction(row.value)), found)
        return found

    def _holds(self, arg: Node, cell: Cell) -> int:
        match cell:
            case None:
                return self.build.const(True)
            case bool():
                return self.truth(arg) if cell else self.build.negated(self.truth(arg))
            case frozenset():
                return self.build.test("in", self.text(arg), tuple(sorted(cell)))
            case Bracket(low, high):
                ratio, held = self.ratio(arg), []
                for op, bound in ((">=", low), ("<", high)):
                    if bound is not None:
                        sides = self.exact.common(ratio, self.exact.constant(Fraction(bound)))
                        held.append(self.build.compare(op, *sides))
                return self.build.all(held)


ARITHMETIC: dict[str, Callable[[Ratios, Ratio, Ratio], Ratio]] = {
    "+": Ratios.add,
    "-": Ratios.subtract,
    "*": Ratios.multiply,
    "/": Ratios.divide,
}
CALLS: dict[str, Callable[[Lowering, tuple[Node, ...]], Ratio]] = {
    "min": Lowering.minimum,
    "max": Lowering.maximum,
    "round": Lowering.round,
    "floor": Lowering.floor,
    "full_years": Lowering.full_years,
    "days_between": Lowering.days_between,
    "getFullYear": Lowering.year_of,
    "size": Lowering.size,
}


def _months_later(day: date, months: int) -> date:
    """Return the same day `months` later, or the month's last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
