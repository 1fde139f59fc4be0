"""Names, types and units of a rule: from plain forms to checked nodes, all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from fractions import Fraction
from typing import NoReturn

from . import calls
from .kinds import BARE, BOOL, TEXT, Kind, Type, Unit
from .problems import Position, Problem
from .reading import Form
from .tree import (
    Arithmetic,
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
from .vocabulary import LAGS, Fact, Table, Vocabulary

TYPE_NAMES = {
    Type.BOOL: ("是或否", "a truth"),
    Type.NUMBER: ("数字", "a number"),
    Type.TEXT: ("文本", "a text"),
    Type.DATE: ("日期", "a date"),
}
PLAIN = Unit()


class StopError(Exception):
    """What stands here cannot be given a kind; its problems are on the list."""


class Checker:
    """Checks one rule against a vocabulary; `problems` grows as they are found."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []

    def stop(self, code: str, at: Position, **params: object) -> NoReturn:
        self.problems.append(Problem(code, at, params))
        raise StopError

    def node(self, form: Form) -> Node:
        """Return the checked node of a form.

        Raises:
            StopError: there was a problem in it.
        """
        return MAKERS[form.op](self, form)

    def nodes(self, forms: Sequence[Form]) -> tuple[Node, ...]:
        """Return the checked nodes of several forms, looking at each before stopping."""
        found = []
        for form in forms:
            try:
                found.append(self.node(form))
            except StopError:
                continue
        if len(found) < len(forms):
            raise StopError
        return tuple(found)

    def wanted(self, node: Node, kind: Kind) -> Node:
        """Return `node` if it fits `kind`.

        Raises:
            StopError: it has another type or unit.
        """
        if node.kind.type != kind.type:
            (wanted_zh, wanted), (found_zh, found) = (
                TYPE_NAMES[one] for one in (kind.type, node.kind.type)
            )
            params = {
                "wanted": wanted,
                "wanted_zh": wanted_zh,
                "found": found,
                "found_zh": found_zh,
            }
            self.stop("type_mismatch", node.at, **params)
        if not node.kind.fits(kind):
            self.stop(
                "unit_mismatch", node.at, left=_shown(kind.unit), right=_shown(node.kind.unit)
            )
        return node

    def alike(self, nodes: Sequence[Node]) -> Kind:
        """Return the kind that all nodes share.

        Raises:
            StopError: they do not.
        """
        kind = nodes[0].kind
        for node in nodes[1:]:
            self.wanted(node, kind)
            kind = kind.met(node.kind)
        return kind

    def literal(self, form: Form) -> Node:
        value = form.value
        if isinstance(value, bool):
            return Literal(value, BOOL, form.at)
        if isinstance(value, str):
            return Literal(value, TEXT, form.at)
        return Literal(Fraction(value), BARE, form.at)

    def name(self, form: Form) -> Node:
        name = form.name
        if name in ("today", "year"):
            return Clock(name, form.at)
        if name.startswith("param.") and name[6:] in self.vocabulary.parameters:
            return ParameterRef(self.vocabulary.parameters[name[6:]], form.at)
        fact = self.vocabulary.facts.get(name)
        if fact is None:
            known = [*self.vocabulary.facts, *(f"param.{p}" for p in self.vocabulary.parameters)]
            self.stop("unknown_name", form.at, name=name, near=_near(name, known))
        if fact.yearly:
            self.stop("which_year", form.at, name=name)
        return FactRef(fact, None, form.at)

    def call(self, form: Form) -> Node:
        """Check a fact of a year, a table, or a function."""
        if fact := self.vocabulary.facts.get(form.name):
            return self.of_year(fact, form.args, form)
        if form.name in calls.FUNCTIONS:
            return calls.FUNCTIONS[form.name](self, form)
        known = [*calls.FUNCTIONS, *(n for n, f in self.vocabulary.facts.items() if f.yearly)]
        return self.stop("unknown_function", form.at, name=form.name, near=_near(form.name, known))

    def method(self, form: Form) -> Node:
        """Check a dotted fact of a year, a table, or a method of a text or date."""
        receiver = form.args[0]
        if receiver.op == "name":
            if fact := self.vocabulary.facts.get(f"{receiver.name}.{form.name}"):
                return self.of_year(fact, form.args[1:], form)
            if receiver.name == "table" and form.name in self.vocabulary.tables:
                return self.lookup(self.vocabulary.tables[form.name], form)
        if form.name in calls.METHODS:
            return calls.METHODS[form.name](self, form)
        known = [*calls.METHODS, *self.vocabulary.tables]
        return self.stop("unknown_function", form.at, name=form.name, near=_near(form.name, known))

    def of_year(self, fact: Fact, args: Sequence[Form], form: Form) -> Node:
        if not fact.yearly:
            self.stop("not_yearly", form.at, name=fact.name)
        lag = _lag(args[0]) if len(args) == 1 else None
        if lag is None or lag > LAGS:
            self.stop("lag", form.at, most=LAGS)
        return FactRef(fact, lag, form.at)

    def lookup(self, table: Table, form: Form) -> Node:
        args = self.nodes(form.args[1:])
        if len(args) != len(table.inputs):
            self.stop("argument_count", form.at, name=table.name, wanted=len(table.inputs))
        for arg, given in zip(args, table.inputs, strict=True):
            self.wanted(arg, given.kind)
        return Lookup(table, args, form.at)

    def negation(self, form: Form) -> Node:
        return Not(self.wanted(self.node(form.args[0]), BOOL), form.at)

    def negative(self, form: Form) -> Node:
        item = self.wanted(self.node(form.args[0]), Kind(Type.NUMBER))
        if isinstance(item, Literal) and isinstance(item.value, Fraction):
            return Literal(-item.value, item.kind, form.at)
        return Arithmetic("-", Literal(Fraction(0), BARE, form.at), item, item.kind, form.at)

    def logic(self, form: Form) -> Node:
        items = self.nodes(form.args)
        return Logic(form.op, tuple(self.wanted(item, BOOL) for item in items), form.at)

    def equality(self, form: Form) -> Node:
        left, right = self.nodes(form.args)
        self.alike((left, right))
        return Compare(form.op, left, right, form.at)

    def order(self, form: Form) -> Node:
        left, right = self.nodes(form.args)
        self.alike((left, right))
        if left.kind.type in (Type.BOOL, Type.TEXT):
            self.stop("no_order", form.at)
        return Compare(form.op, left, right, form.at)

    def member(self, form: Form) -> Node:
        item = self.node(form.args[0])
        if form.args[1].op != "list" or not form.args[1].args:
            self.stop("list_needed", form.args[1].at)
        values = self.nodes(form.args[1].args)
        plain = [self.wanted(value, item.kind) for value in values]
        literals = tuple(value for value in plain if isinstance(value, Literal))
        if len(literals) < len(plain):
            self.stop("literal_needed", form.args[1].at, name="in")
        return Member(item, literals, form.at)

    def sum(self, form: Form) -> Node:
        """Check `+` or `-`: of two numbers, or of a date and a span of time."""
        if form.args[1].op == "call" and form.args[1].name in calls.SPANS:
            return calls.shifted(self, form)
        left, right = self.nodes(form.args)
        for item in (left, right):
            if item.kind.type == Type.DATE:
                self.stop("no_date_arithmetic", form.at)
            self.wanted(item, Kind(Type.NUMBER))
        return Arithmetic(form.op, left, right, self.alike((left, right)), form.at)

    def product(self, form: Form) -> Node:
        left, right = (self.wanted(item, Kind(Type.NUMBER)) for item in self.nodes(form.args))
        if form.op == "/" and isinstance(right, Literal) and right.value == 0:
            self.stop("division_by_zero", right.at)
        return Arithmetic(form.op, left, right, _product(form.op, left, right), form.at)

    def conditional(self, form: Form) -> Node:
        test, then, other = self.nodes(form.args)
        self.wanted(test, BOOL)
        return Conditional(test, then, other, self.alike((then, other)), form.at)

    def alone(self, form: Form) -> Node:
        self.stop("list_alone", form.at)


Maker = Callable[[Checker, Form], Node]
MAKERS: dict[str, Maker] = {
    "literal": Checker.literal,
    "name": Checker.name,
    "call": Checker.call,
    "method": Checker.method,
    "list": Checker.alone,
    "!": Checker.negation,
    "negate": Checker.negative,
    "in": Checker.member,
    "?:": Checker.conditional,
    **dict.fromkeys(("&&", "||"), Checker.logic),
    **dict.fromkeys(("==", "!="), Checker.equality),
    **dict.fromkeys(("<", "<=", ">", ">="), Checker.order),
    **dict.fromkeys(("+", "-"), Checker.sum),
    **dict.fromkeys(("*", "/"), Checker.product),
}


def _product(op: str, left: Node, right: Node) -> Kind:
    if left.kind.unit is None and right.kind.unit is None:
        return BARE
    one, other = left.kind.unit or PLAIN, right.kind.unit or PLAIN
    return replace(left.kind, unit=one * other if op == "*" else one / other)


def _lag(form: Form) -> int | None:
    """Return 1 for `year - 1`, 0 for `year`, None for anything else."""
    if form.op == "name" and form.name == "year":
        return 0
    if form.op == "-" and _lag(form.args[0]) == 0 and form.args[1].op == "literal":
        value = form.args[1].value
        if not isinstance(value, bool | str) and value >= 0 and value == int(value):
            return int(value)
    return None


def _near(name: str, known: Sequence[str]) -> str:
    found = get_close_matches(name, known, n=3, cutoff=0.6)
    return f" ({' / '.join(found)}?)" if found else ""


def _shown(unit: Unit | None) -> str:
    return str(unit or "") or "1"
