"""A checked rule: eleven kinds of node, each with the kind of its value and its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .kinds import BOOL, DATE, Kind, number
from .problems import Position
from .vocabulary import Fact, Parameter, Table, column


@dataclass(frozen=True, slots=True)
class Literal:
    """A plain value; numbers are exact."""

    value: bool | Fraction | str | date
    kind: Kind
    at: Position


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact, of the year `lag` years back where it is known by year."""

    fact: Fact
    lag: int | None
    at: Position

    @property
    def kind(self) -> Kind:
        return self.fact.kind

    @property
    def column(self) -> str:
        return column(self.fact.name, self.lag)


@dataclass(frozen=True, slots=True)
class ParameterRef:
    """A parameter, as it stands on the reference date."""

    parameter: Parameter
    at: Position

    @property
    def kind(self) -> Kind:
        return self.parameter.kind


@dataclass(frozen=True, slots=True)
class Clock:
    """`today` (the reference date) or `year` (its year)."""

    name: str
    at: Position

    @property
    def kind(self) -> Kind:
        return DATE if self.name == "today" else number("")


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a truth."""

    item: Node
    at: Position
    kind: Kind = BOOL


@dataclass(frozen=True, slots=True)
class Logic:
    """All (`&&`) or one (`||`) of two or more."""

    op: str
    items: tuple[Node, ...]
    at: Position
    kind: Kind = BOOL


@dataclass(frozen=True, slots=True)
class Compare:
    """One of `== != < <= > >=` between two of a kind."""

    op: str
    left: Node
    right: Node
    at: Position
    kind: Kind = BOOL


@dataclass(frozen=True, slots=True)
class Member:
    """Whether a value is one of some plain values."""

    item: Node
    values: tuple[Literal, ...]
    at: Position
    kind: Kind = BOOL


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One of `+ - * /` between two numbers; division is exact, by zero it is unknown."""

    op: str
    left: Node
    right: Node
    kind: Kind
    at: Position


@dataclass(frozen=True, slots=True)
class Conditional:
    """`test ? then : other`, unknown where the test is."""

    test: Node
    then: Node
    other: Node
    kind: Kind
    at: Position


@dataclass(frozen=True, slots=True)
class Call:
    """A function of `checking` over its arguments."""

    name: str
    args: tuple[Node, ...]
    kind: Kind
    at: Position


@dataclass(frozen=True, slots=True)
class Lookup:
    """The value of the first row of a table that holds."""

    table: Table
    args: tuple[Node, ...]
    at: Position

    @property
    def kind(self) -> Kind:
        return self.table.kind


Node = (
    Literal | FactRef | ParameterRef | Clock | Not | Logic | Compare | Member | Arithmetic
    | Conditional | Call | Lookup
)  # fmt: skip


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below, in the order of the text."""
    match node:
        case Not(item) | Member(item):
            return (item,)
        case Logic(_, items):
            return items
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Conditional(test, then, other):
            return (test, then, other)
        case Call(_, args) | Lookup(_, args):
            return args
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def facts(node: Node) -> tuple[FactRef, ...]:
    """Return the facts a node reads, each column once."""
    found = {one.column: one for one in walk(node) if isinstance(one, FactRef)}
    return tuple(found.values())
