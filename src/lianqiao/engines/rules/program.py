"""A rule lowered for one day: a row of steps over integers, truths, dates and texts.

Each step reads columns or earlier steps. What every backend must do alike is small: whole numbers
with + - * and floor division by a positive number, comparison, Kleene's three-valued logic, and a
choice that is unknown where nothing holds. Bounds of every number are known beforehand.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from .kinds import Type
from .patterns import Piece, spelled

WIDEST = 10**38
NARROW = 2**63
EXACT_QUOTIENT = 2**50
"""Below it, doubles of a whole quotient stay nearer to it than to any other whole number."""

Const = bool | int | str | date | tuple[str, ...] | tuple[Piece, ...] | None


MOST_TANGLED = 20_000
"""Databases get a rule as text, where a step that is used twice is written twice."""


class TooWideError(ArithmeticError):
    """A number may need more than 38 digits."""


class TangledError(ArithmeticError):
    """Written out, with what is used twice written twice, the program would be too long."""


@dataclass(frozen=True, slots=True)
class Step:
    """`op` over earlier steps; `value` is the constant, the column's name, or the text looked for.

    Ops: `const`, `column`, `unknown`; `+ - * //`, `nonzero` (unknown for 0), `choice` (test, then,
    other; unknown where the test is), `ymd` (20260131), `day` (days from year 1), `size`;
    `== != < <= > >=`, `and`, `or`, `not`, `known`; `in`, `startsWith`, `endsWith`, `contains`,
    `matches`; `told` (of the column of its `value`) in place of `known` where rows are incomplete.
    `low` and `high` bound a number.
    """

    op: str
    type: Type
    args: tuple[int, ...] = ()
    value: Const = None
    low: int = 0
    high: int = 0

    @property
    def wide(self) -> bool:
        """Tell whether it may not fit 64 bits."""
        return self.type == Type.NUMBER and not -NARROW <= self.low <= self.high < NARROW


@dataclass(frozen=True, slots=True)
class Program:
    """Steps, and which of them answer."""

    steps: tuple[Step, ...]
    outputs: tuple[int, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns read, each once."""
        return tuple(str(step.value) for step in self.steps if step.op == "column")

    def incomplete(self) -> Program:
        """Return the program for rows that lack some of what is on record.

        There a fact whose column is missing may be known; one whose column is None is not.
        """
        steps = (
            replace(step, op="told", value=self.steps[step.args[0]].value)
            if step.op == "known"
            else step
            for step in self.steps
        )
        return Program(tuple(steps), self.outputs)


FOLDS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "//": operator.floordiv,
}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


WEIGHTS = {"ymd": 8, "day": 200, "//": 10}


class Builder:
    """Grows a program; a step that is already there is used again, constants are folded."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.sizes: list[int] = []
        self.places: dict[Step, int] = {}

    def program(self, outputs: Sequence[int]) -> Program:
        """Return the program of what `outputs` need, and nothing else."""
        needed: set[int] = set()
        waiting = list(outputs)
        while waiting:
            place = waiting.pop()
            if place not in needed:
                needed.add(place)
                waiting.extend(self.steps[place].args)
        moved = {old: new for new, old in enumerate(sorted(needed))}
        steps = tuple(
            Step(s.op, s.type, tuple(moved[a] for a in s.args), s.value, s.low, s.high)
            for s in (self.steps[old] for old in moved)
        )
        return Program(steps, tuple(moved[place] for place in outputs))

    def add(self, step: Step) -> int:
        if step.type == Type.NUMBER and not -WIDEST < step.low <= step.high < WIDEST:
            raise TooWideError
        if step not in self.places:
            size = WEIGHTS.get(step.op, 1) + sum(self.sizes[place] for place in step.args)
            if size > MOST_TANGLED:
                raise TangledError
            self.places[step] = len(self.steps)
            self.sizes.append(size)
            self.steps.append(step)
        return self.places[step]

    def const(self, value: bool | int | str | date) -> int:
        for python, kind in ((bool, Type.BOOL), (str, Type.TEXT), (date, Type.DATE)):
            if isinstance(value, python):
                return self.add(Step("const", kind, value=value))
        assert isinstance(value, int)
        return self.add(Step("const", Type.NUMBER, (), value, value, value))

    def unknown(self, kind: Type) -> int:
        return self.add(Step("unknown", kind))

    def column(self, name: str, kind: Type, low: int, high: int) -> int:
        return self.add(Step("column", kind, (), name, low, high))

    def number(self, place: int) -> int | None:
        """Return the number a step always is, or None."""
        step = self.steps[place]
        return step.value if step.op == "const" and isinstance(step.value, int) else None

    def constant(self, place: int) -> bool:
        return self.steps[place].op == "const"

    def arithmetic(self, op: str, left: int, right: int) -> int:
        """Add a step of `+ - *`."""
        one, other = self.number(left), self.number(right)
        if one is not None and other is not None:
            return self.const(FOLDS[op](one, other))
        if (other == 1 and op == "*") or (other == 0 and op in "+-"):
            return left
        if (one == 1 and op == "*") or (one == 0 and op == "+"):
            return right
        return self.add(Step(op, Type.NUMBER, (left, right), None, *self._corners(op, left, right)))

    def floored(self, left: int, right: int) -> int:
        """Add a floor division by a number known to be positive."""
        one, other = self.number(left), self.number(right)
        if one is not None and other is not None:
            return self.const(one // other)
        if other == 1:
            return left
        low, high = self._corners("//", left, right)
        if not -EXACT_QUOTIENT < low <= high < EXACT_QUOTIENT:
            raise TooWideError
        return self.add(Step("//", Type.NUMBER, (left, right), None, low, high))

    def _corners(self, op: str, left: int, right: int) -> tuple[int, int]:
        one, other = self.steps[left], self.steps[right]
        below = max(other.low, 1) if op == "//" else other.low
        found = [FOLDS[op](a, b) for a in (one.low, one.high) for b in (below, other.high)]
        return min(found), max(found)

    def nonzero(self, place: int) -> int:
        """Add the same number, unknown where it is 0."""
        step = self.steps[place]
        if step.low > 0 or step.high < 0:
            return place
        low = 1 if step.low == 0 else step.low
        return self.add(Step("nonzero", Type.NUMBER, (place,), None, low, max(step.high, 1)))

    def compare(self, op: str, left: int, right: int) -> int:
        if self.constant(left) and self.constant(right):
            values = self.steps[left].value, self.steps[right].value
            return self.const(COMPARISONS[op](*values))
        return self.add(Step(op, Type.BOOL, (left, right)))

    def all(self, items: Sequence[int]) -> int:
        return self._joined("and", items, True)

    def any(self, items: Sequence[int]) -> int:
        return self._joined("or", items, False)

    def _joined(self, op: str, items: Sequence[int], neutral: bool) -> int:
        kept = []
        for item in dict.fromkeys(items):
            if not self.constant(item):
                kept.append(item)
            elif self.steps[item].value is not neutral:
                return item
        if not kept:
            return self.const(neutral)
        return kept[0] if len(kept) == 1 else self.add(Step(op, Type.BOOL, tuple(kept)))

    def negated(self, place: int) -> int:
        step = self.steps[place]
        if step.op == "const":
            return self.const(not step.value)
        return step.args[0] if step.op == "not" else self.add(Step("not", Type.BOOL, (place,)))

    def choice(self, test: int, then: int, other: int) -> int:
        """Add `then` where the test is true, `other` where it is false, else unknown."""
        if self.constant(test):
            return then if self.steps[test].value else other
        values = [self.steps[one] for one in (then, other) if self.steps[one].op != "unknown"]
        low, high = (
            min((v.low for v in values), default=0),
            max((v.high for v in values), default=0),
        )
        kind = self.steps[then].type
        return self.add(Step("choice", kind, (test, then, other), None, low, high))

    def bounded(self, place: int, low: int, high: int) -> int:
        """Add the same step, known to lie within other bounds."""
        return self.add(replace(self.steps[place], low=low, high=high))

    def test(self, op: str, place: int, value: Const = None) -> int:
        """Add a test of a text (`in` and the methods) or of any column (`known`)."""
        if self.constant(place):
            return self.const(TESTS[op](str(self.steps[place].value), value))
        return self.add(Step(op, Type.BOOL, (place,), value))

    def measure(self, op: str, place: int, low: int, high: int) -> int:
        """Add a number of a date (`ymd`, `day`) or a text (`size`)."""
        value = self.steps[place].value
        if self.constant(place):
            return self.const(MEASURES[op](value))
        return self.add(Step(op, Type.NUMBER, (place,), None, low, high))


def _found(text: str, row: tuple[Piece, ...]) -> bool:
    return re.search(python_pattern(row), text) is not None


@lru_cache(maxsize=1000)
def python_pattern(row: tuple[Piece, ...]) -> re.Pattern[str]:
    """Return the pieces as Python's own pattern; `$` is the very end, not before a last newline."""
    return re.compile(spelled(row, "\\U{:08x}").replace("$", "\\Z"))


TESTS: dict[str, Callable[[str, Any], bool]] = {
    "in": lambda text, values: text in values,
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": lambda text, part: part in text,
    "matches": _found,
}
"""Tests of a text, as Python makes them."""


def _ymd(day: object) -> int:
    assert isinstance(day, date)
    return day.year * 10_000 + day.month * 100 + day.day


def _day(day: object) -> int:
    assert isinstance(day, date)
    return day.toordinal()


def _size(text: object) -> int:
    assert isinstance(text, str)
    return len(text)


MEASURES: dict[str, Callable[[object], int]] = {"ymd": _ymd, "day": _day, "size": _size}
