"""Parts of a rule that can never matter: contradictions between comparisons of one value.

A walk from left to right carries what must hold where one stands, as a range for each value that
is compared with plain ones. Sound, not complete: what it reports can indeed never be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from .problems import Problem
from .tree import Compare, Conditional, FactRef, Literal, Logic, Member, Node, Not, children

Plain = bool | str | Fraction | date


@dataclass(frozen=True, slots=True)
class Range:
    """What a value may still be: between bounds, or one of (or none of) some values."""

    low: Fraction | date | None = None
    low_in: bool = True
    high: Fraction | date | None = None
    high_in: bool = True
    among: frozenset[Plain] | None = None
    without: frozenset[Plain] = frozenset()

    @property
    def empty(self) -> bool:
        if self.among is not None:
            return not any(self.holds(value) for value in self.among)
        if self.low is None or self.high is None:
            return False
        crossed = self.low > self.high  # type: ignore[operator]  # of one type
        return crossed or (self.low == self.high and not self.holds(self.low))

    def holds(self, value: Plain) -> bool:
        """Tell whether the value is still possible."""
        if value in self.without or (self.among is not None and value not in self.among):
            return False
        above = self.low is None or value > self.low or (value == self.low and self.low_in)  # type: ignore[operator]
        below = self.high is None or value < self.high or (value == self.high and self.high_in)  # type: ignore[operator]
        return bool(above and below)


Known = Mapping[str, Range]
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
TURNED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def unreachable(tree: Node) -> tuple[Problem, ...]:
    """Return a problem for each condition that can never be true, or never false, where it is."""
    walker = _Walker()
    walker.visit(tree, {})
    if not isinstance(tree, Literal):
        walker.decided(tree, {}, True)
    return tuple(walker.problems)


class _Walker:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def visit(self, node: Node, known: Known) -> None:
        if _impossible(known):
            return  # What can never be reached was reported where it became so.
        match node:
            case Logic(op, items):
                for item in items:
                    self.visit(item, known)
                    self.decided(item, known, op == "||")
                    known = narrowed(item, op == "&&", known)
            case Conditional(test, then, other):
                self.visit(test, known)
                self.decided(test, known, True)
                self.visit(then, narrowed(test, True, known))
                self.visit(other, narrowed(test, False, known))
            case _:
                for child in children(node):
                    self.visit(child, known)

    def decided(self, item: Node, known: Known, both: bool) -> None:
        """Report an item that is never true; where `both`, also one that is always true."""
        inner = item
        while isinstance(inner, Not):
            inner = inner.item
        if isinstance(inner, Logic | Conditional) or _impossible(known):
            return  # Its parts were looked at.
        if _impossible(narrowed(item, True, known)):
            self.problems.append(Problem("never", item.at))
        elif both and _impossible(narrowed(item, False, known)):
            self.problems.append(Problem("always", item.at))


def _impossible(known: Known) -> bool:
    return any(one.empty for one in known.values())


def narrowed(node: Node, truth: bool, known: Known) -> Known:
    """Return what is known if `node` is `truth`; more than is sure is never assumed."""
    match node:
        case Not(item):
            return narrowed(item, not truth, known)
        case Literal(bool(value)) if value is not truth:
            return {**known, "": Range(among=frozenset())}
        case FactRef():
            return _with(known, node, Range(among=frozenset({truth})))
        case Logic(op, items) if truth is (op == "&&"):
            for item in items:
                known = narrowed(item, truth, known)
        case Compare(op, FactRef() as fact, Literal(value)):
            return _with(known, fact, _range(op if truth else OPPOSITE[op], value))
        case Compare(op, Literal(value), FactRef() as fact):
            turned = TURNED[op]
            return _with(known, fact, _range(turned if truth else OPPOSITE[turned], value))
        case Member(FactRef() as fact, values):
            named = frozenset(one.value for one in values)
            return _with(known, fact, Range(among=named) if truth else Range(without=named))
    return known


def _range(op: str, value: Plain) -> Range:
    match op:
        case "==":
            return Range(among=frozenset({value}))
        case "!=":
            return Range(without=frozenset({value}))
    assert isinstance(value, Fraction | date)
    if op in ("<", "<="):
        return Range(high=value, high_in=op == "<=")
    return Range(low=value, low_in=op == ">=")


def _with(known: Known, fact: FactRef, new: Range) -> Known:
    old = known.get(fact.column) or _whole(fact)
    return {**known, fact.column: _both(old, new)}


def _whole(fact: FactRef) -> Range:
    """Return the bounds of a number as they are declared."""
    low, high = fact.fact.low, fact.fact.high
    return Range(
        low=None if low is None else Fraction(low), high=None if high is None else Fraction(high)
    )


def _both(one: Range, other: Range) -> Range:
    among = one.among if other.among is None else other.among
    if one.among is not None and other.among is not None:
        among = one.among & other.among
    met = replace(one, among=among, without=one.without | other.without)
    lows = [(r.low, not r.low_in) for r in (one, other) if r.low is not None]
    highs = [(r.high, r.high_in) for r in (one, other) if r.high is not None]
    if lows:
        low, out = max(lows)
        met = replace(met, low=low, low_in=not out)
    if highs:
        high, high_in = min(highs)
        met = replace(met, high=high, high_in=high_in)
    return met
