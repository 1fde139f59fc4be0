"""A second method: evaluates a checked tree directly, with fractions and Kleene's tables.

Written from docs/rules.md, not from the lowering: no program, no whole numbers, no bounds.
"""

from __future__ import annotations

import operator
import re
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce

from dateutil.relativedelta import relativedelta

from lianqiao.engines.rules import tree as nodes
from lianqiao.engines.rules.calls import pattern_of
from lianqiao.engines.rules.patterns import spelled
from lianqiao.engines.rules.vocabulary import Bracket


class Oracle:
    def __init__(self, row, on: date) -> None:
        self.row = row
        self.on = on

    def value(self, node):
        return getattr(self, f"of_{type(node).__name__.lower()}")(node)

    def of_literal(self, node):
        return node.value

    def of_factref(self, node):
        value = self.row.get(node.column)
        if value is None or node.fact.type != "number":
            return value
        return Fraction(value, 10**node.fact.scale)

    def of_parameterref(self, node):
        value = node.parameter.on(self.on)
        return Fraction(value) if node.kind.type == "number" else value

    def of_clock(self, node):
        return self.on if node.name == "today" else Fraction(self.on.year)

    def of_not(self, node):
        value = self.value(node.item)
        return None if value is None else not value

    def of_logic(self, node):
        values = [self.value(item) for item in node.items]
        decides = node.op == "||"
        if decides in values:
            return decides
        return None if None in values else not decides

    def of_compare(self, node):
        left, right = self.value(node.left), self.value(node.right)
        if left is None or right is None:
            return None
        return COMPARISONS[node.op](left, right)

    def of_member(self, node):
        value = self.value(node.item)
        return None if value is None else value in [one.value for one in node.values]

    def of_arithmetic(self, node):
        left, right = self.value(node.left), self.value(node.right)
        if left is None or right is None or (node.op == "/" and right == 0):
            return None
        match node.op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
        return left / right

    def of_conditional(self, node):
        test = self.value(node.test)
        return None if test is None else self.value(node.then if test else node.other)

    def of_lookup(self, node):
        values = [self.value(arg) for arg in node.args]
        for row in node.table.on(self.on):
            held = [holds(v, cell) for v, cell in zip(values, row.cells, strict=True)]
            if False in held:
                continue
            return None if None in held else Fraction(row.value)
        return None

    def of_call(self, node):
        if node.name == "has":
            return self.value(node.args[0]) is not None
        values = [self.value(arg) for arg in node.args]
        if None in values:
            return None
        return CALLS[node.name](node, *values)


def holds(value, cell):
    if cell is None:
        return True
    if value is None:
        return None
    if isinstance(cell, Bracket):
        return (cell.low is None or value >= cell.low) and (cell.high is None or value < cell.high)
    return value in cell if isinstance(cell, frozenset) else value is cell


def half_away(value: Fraction, digits: Fraction) -> Fraction:
    scaled = abs(value) * 10 ** int(digits)
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10 ** int(digits))


def years_between(start: date, end: date) -> int:
    """Count birthdays passed, as a person would."""
    years = end.year - start.year
    return years - ((end.month, end.day) < (start.month, start.day))


def found(node, text, _):
    return re.search(spelled(pattern_of(node), "\\U{:08x}").replace("$", "\\Z"), text) is not None


COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
CALLS = {
    "min": lambda _, *values: reduce(min, values),
    "max": lambda _, *values: reduce(max, values),
    "round": lambda _, value, digits: half_away(value, digits),
    "floor": lambda _, value: Fraction(value.numerator // value.denominator),
    "full_years": lambda _, start, end: Fraction(years_between(start, end)),
    "days_between": lambda _, start, end: Fraction((end - start).days),
    "days": lambda _, day, count: day + timedelta(int(count)),
    "months": lambda _, day, count: day + relativedelta(months=int(count)),
    "years": lambda _, day, count: day + relativedelta(years=int(count)),
    "getFullYear": lambda _, day: Fraction(day.year),
    "size": lambda _, text: Fraction(len(text)),
    "startsWith": lambda _, text, part: text.startswith(part),
    "endsWith": lambda _, text, part: text.endswith(part),
    "contains": lambda _, text, part: part in text,
    "matches": found,
}


def evaluate(node: nodes.Node, row, on: date):
    """Return what a checked tree says of a row: a truth, a Fraction, or None."""
    return Oracle(row, on).value(node)
