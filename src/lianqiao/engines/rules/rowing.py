"""From a checked rule back to rows; what rows cannot say is None."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from .expression import Expression
from .kinds import Type
from .rows import BINARY, Block, Line, Sheet, Term, merged
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

MOST_DECIMALS = 19
LOOKS = {sign: look for look, sign in BINARY.items()}


def sheet_of(rule: Expression) -> Sheet | None:
    """Return a condition as rows."""
    tree = rule.tree
    if not isinstance(tree, Logic) or line_of(tree):
        block = _block(tree, "all")
        return Sheet("all", (block,)) if block else None
    top = "all" if tree.op == "&&" else "any"
    blocks = [_block(item, top) for item in tree.items]
    found = tuple(block for block in blocks if block)
    return Sheet(top, merged(found, top)) if len(found) == len(blocks) else None


def _block(node: Node, top: str) -> Block | None:
    if line := line_of(node):
        return Block(top, (line,))
    match node:
        case Logic(op, items):
            return _lines("all" if op == "&&" else "any", items)
        case Not(Logic("||", items)):
            return _lines("none", items)
        case Not(item):
            return _lines("none", [item])
    return None


def _lines(kind: str, items: Iterable[Node]) -> Block | None:
    lines = [line_of(item) for item in items]
    found = tuple(line for line in lines if line)
    return Block(kind, found) if len(found) == len(lines) else None


def line_of(node: Node) -> Line | None:
    """Return a single condition as a line."""
    match node:
        case FactRef():
            return Line(node.column, op="is")
        case Not(FactRef() as fact):
            return Line(fact.column, op="not")
        case Call("has", (FactRef() as fact,)):
            return Line(fact.column, op="known")
        case Not(Call("has", (FactRef() as fact,))):
            return Line(fact.column, op="unknown")
        case Member(FactRef() as fact, values) if fact.kind.type == Type.TEXT:
            return Line(fact.column, op="in", values=_texts(values))
        case Not(Member(FactRef() as fact, values)) if fact.kind.type == Type.TEXT:
            return Line(fact.column, op="out", values=_texts(values))
        case Compare(op, FactRef() as fact, Literal(str(text))):
            return Line(fact.column, op="in" if op == "==" else "out", values=(text,))
        case Compare(op, left, right):
            return _compared(op, left, right)
    return _begins(node)


def _texts(values: Iterable[Literal]) -> tuple[str, ...]:
    return tuple(str(value.value) for value in values)


def _begins(node: Node) -> Line | None:
    """Read the beginnings of a text's value, one or several."""
    items = node.items if isinstance(node, Logic) and node.op == "||" else (node,)
    columns, texts = set(), []
    for item in items:
        match item:
            case Call("startsWith", (FactRef() as fact, Literal(str(text)))):
                columns.add(fact.column)
                texts.append(text)
            case _:
                return None
    return Line(columns.pop(), op="starts", values=tuple(texts)) if len(columns) == 1 else None


def _compared(op: str, left: Node, right: Node) -> Line | None:
    looked, value = _looked(left), _value(right)
    if looked is None or value is None:
        return None
    column, look, beside = looked
    return Line(column, look, beside, op, *value)


def _looked(node: Node) -> tuple[str, str, str] | None:
    match node:
        case FactRef() if node.kind.type in (Type.NUMBER, Type.DATE):
            return node.column, "value", ""
        case Arithmetic(op, FactRef() as one, FactRef() as other) if op in LOOKS:
            return one.column, LOOKS[op], other.column
        case Call("full_years", (FactRef() as fact, Clock("today"))):
            return fact.column, "age", ""
    return None


def _value(node: Node) -> tuple[str, str] | None:
    """Return a plain value's text, and the fact that it is times of."""
    match node:
        case Literal(Fraction() as number):
            text = decimal(number)
            return (text, "") if text else None
        case Literal(date() as day):
            return day.isoformat(), ""
        case ParameterRef(parameter):
            return f"param.{parameter.name}", ""
        case Arithmetic("*", FactRef() as fact, Literal(Fraction() as number)):
            text = decimal(number)
            return (text, fact.column) if text else None
    return None


def decimal(number: Fraction) -> str:
    """Return a number as the language writes it; '' where its decimals do not end.

    >>> decimal(Fraction(3, 100)), decimal(Fraction(-5)), decimal(Fraction(1, 3))
    ('0.03', '-5', '')
    """
    digits = next((n for n in range(MOST_DECIMALS) if 10**n % number.denominator == 0), None)
    if digits is None:
        return ""
    whole = abs(number.numerator) * 10**digits // number.denominator
    text = f"{whole:0{digits + 1}}"
    sign = "-" if number < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def terms_of(rule: Expression) -> tuple[Term, ...] | None:
    """Return a payout as terms."""
    terms = [_term(node) for node in _addends(rule.tree)]
    found = tuple(term for term in terms if term)
    return found if len(found) == len(terms) else None


def _addends(node: Node) -> list[Node]:
    if isinstance(node, Arithmetic) and node.op == "+":
        return [*_addends(node.left), *_addends(node.right)]
    return [node]


def _term(node: Node) -> Term | None:
    match node:
        case Arithmetic("*", FactRef() as fact, right):
            return _rated(right, fact.column)
        case Arithmetic("*", left, FactRef() as fact):
            return _rated(left, fact.column)
        case FactRef():
            return Term("1", node.column)
    return _rated(node, "")


def _rated(node: Node, column: str) -> Term | None:
    match node:
        case Conditional(test, then, other):
            line, one, rest = line_of(test), _rate(then), _rate(other)
            if line is None or one is None or rest is None or rest[1]:
                return None
            return Term(one[0], column, one[1], line, rest[0])
    rate = _rate(node)
    return rate and Term(rate[0], column, rate[1])


def _rate(node: Node) -> tuple[str, tuple[str, ...]] | None:
    match node:
        case Literal(Fraction() as number):
            text = decimal(number)
            return (text, ()) if text else None
        case ParameterRef(parameter):
            return f"param.{parameter.name}", ()
        case Lookup(table, args):
            columns = tuple(one.column for one in args if isinstance(one, FactRef))
            return (f"table.{table.name}", columns) if len(columns) == len(args) else None
    return None
