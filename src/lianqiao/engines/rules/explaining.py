"""Why a rule says yes, no, or neither of one subject: its conditions with what was found of each.

A rule is planned once for a day: all its verdicts and values are one function. Asked for a
subject, the function's answers are kept; words are made of them only where somebody reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from .closures import Answers, Function, Row, function
from .expression import Expression
from .kinds import Type
from .lowering import Lowering
from .tree import (
    Call,
    Compare,
    Conditional,
    FactRef,
    Literal,
    Logic,
    Node,
    Not,
    ParameterRef,
    facts,
)
from .words import LANGUAGES, Words

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """One condition of a plan: `all` or `any` of its parts, `either` of two, or a `leaf`.

    `place` is that of its verdict among the function's answers; `sides` those of the number (or
    other value) that it looks at.
    """

    kind: str
    node: Node
    negated: bool
    place: int
    side: tuple[int, ...] = ()
    parts: tuple[Condition, ...] = ()

    def leaves(self) -> Iterator[Condition]:
        """Yield the conditions that have no parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True)
class Plan:
    """A measure's rules made ready for a day. `answer` gives verdicts and values of a row."""

    condition: Expression
    payout: Expression | None
    on: date
    top: Condition
    answer: Function
    amount_place: int | None

    def judge(self, row: Row) -> Verdict:
        """Return what the rules say of a subject; the amount in fen."""
        answers = self.answer(row)
        verdict = answers[self.top.place]
        amount = None if self.amount_place is None else answers[self.amount_place]
        known = amount if verdict is True and isinstance(amount, int) else None
        return Verdict(verdict, known, self, row, answers)  # type: ignore[arg-type]  # a truth

    @property
    def columns(self) -> frozenset[str]:
        """Return the columns that the rules read."""
        return frozenset(self.facts)

    @property
    def facts(self) -> Mapping[str, FactRef]:
        """Return the facts that the rules read, by column."""
        rules = [rule for rule in (self.condition, self.payout) if rule]
        return {ref.column: ref for rule in rules for ref in rule.facts}


def planned(
    condition: Expression,
    payout: Expression | None,
    on: date,
    *,
    complete: bool = True,
    places: int = 2,
) -> Plan:
    """Make the rules of a measure ready for a reference date.

    The amount is a whole number of 10 ** -`places`: fen, where the payout is in yuan.

    A row that is not `complete` holds only some of what is on record, as answers to questions do:
    `has` of a fact whose column is missing is unknown there; it is false where the column is None.

    Raises:
        RuleError: a parameter has no value on the date, or a number could be too wide.
    """
    planner = _Planner(on)
    top = planner.condition(condition.tree, False)
    amount = None
    if payout:
        amount = planner.output(planner.lowering.rounded(payout.tree, places))
    program = planner.lowering.build.program(planner.outputs)
    answer = function(program if complete else program.incomplete())
    return Plan(condition, payout, on, top, answer, amount)


class _Planner:
    def __init__(self, on: date) -> None:
        self.lowering = Lowering(on)
        self.outputs: list[int] = []

    def output(self, step: int) -> int:
        self.outputs.append(step)
        return len(self.outputs) - 1

    def condition(self, node: Node, negated: bool) -> Condition:
        """Plan a condition; a negation goes down to the leaves, where words can say it."""
        if isinstance(node, Not):
            return self.condition(node.item, not negated)
        truth = self.lowering.truth(node)
        place = self.output(self.lowering.build.negated(truth) if negated else truth)
        match node:
            case Logic(op, items):
                kind = "all" if (op == "&&") is not negated else "any"
                parts = tuple(self.condition(item, negated) for item in items)
                return Condition(kind, node, negated, place, (), parts)
            case Conditional(test, then, other):
                parts = (
                    self.condition(test, False),
                    self.condition(then, negated),
                    self.condition(other, negated),
                )
                return Condition("either", node, negated, place, (), parts)
        return Condition("leaf", node, negated, place, self.side(node))

    def side(self, node: Node) -> tuple[int, ...]:
        """Plan the value that a leaf looks at: a numerator and denominator, or the value."""
        looked = looked_at(node)
        if looked is None:
            return ()
        match looked.kind.type:
            case Type.NUMBER:
                ratio = self.lowering.ratio(looked)
                return self.output(ratio.num), self.output(ratio.den)
            case Type.DATE:
                return (self.output(self.lowering.day(looked)),)
            case Type.TEXT:
                return (self.output(self.lowering.text(looked)),)
        return (self.output(self.lowering.truth(looked)),)


def looked_at(node: Node) -> Node | None:
    """Return the part of a leaf that a subject's own value stands for."""
    if isinstance(node, Literal):
        return None
    if isinstance(node, FactRef | ParameterRef):
        return node
    if isinstance(node, Compare):
        plain = not facts(node.left) and facts(node.right)
        return node.right if plain else node.left
    item = getattr(node, "item", None) or node.args[0]  # type: ignore[union-attr]  # member or call
    return item if not isinstance(item, Literal) else None


@dataclass(frozen=True)
class Verdict:
    """What a plan says of a row: true, false or unknown (None), the amount in fen, and why."""

    verdict: bool | None
    amount: int | None
    plan: Plan
    row: Row
    answers: Answers = field(repr=False)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the columns that are missing and could change the verdict, or the amount."""
        found: dict[str, None] = {}
        if self.verdict is None:
            for leaf in self.undecided(self.plan.top):
                found.update(dict.fromkeys(self._unknown(leaf.node)))
        elif self.verdict and self.amount is None and self.plan.payout:
            found.update(dict.fromkeys(self._unknown(self.plan.payout.tree)))
        return tuple(found)

    def undecided(self, condition: Condition) -> Iterator[Condition]:
        """Yield the leaves that could still decide: unknown, as is all that stands above them."""
        if self.answers[condition.place] is not None:
            return
        if not condition.parts:
            yield condition
        parts = condition.parts
        if condition.kind == "either" and (test := self.answers[parts[0].place]) is not None:
            parts = parts[1:2] if test else parts[2:]
        for part in parts:
            yield from self.undecided(part)

    def _unknown(self, node: Node) -> list[str]:
        return [ref.column for ref in facts(node) if self.row.get(ref.column) is None]

    def tree(self, sources: Callable[[str], Any] = lambda column: None) -> Explained:
        """Return the conditions in words; `sources` tells where the fact of a column comes from."""
        speakers = {language: Words(language, self.plan.on) for language in LANGUAGES}
        return self._explained(self.plan.top, speakers, sources, self.verdict is None)

    def _explained(
        self,
        condition: Condition,
        speakers: Mapping[str, Words],
        sources: Callable[[str], Any],
        matters: bool,
    ) -> Explained:
        verdict = self.answers[condition.place]
        counts = matters and verdict is None
        if condition.parts:
            text = {name: words.phrases[condition.kind] for name, words in speakers.items()}
            parts = [self._explained(p, speakers, sources, counts) for p in condition.parts]
            return Explained(condition.kind, _truth(verdict), text, counts, parts=tuple(parts))
        text = {n: words.leaf(condition.node, condition.negated) for n, words in speakers.items()}
        refs = facts(condition.node)
        return Explained(
            "leaf",
            _truth(verdict),
            text,
            counts,
            value=self._found(condition, speakers),
            columns=tuple(ref.column for ref in refs),
            missing=tuple(self._unknown(condition.node)),
            sources=tuple(found for ref in refs if (found := sources(ref.column)) is not None),
        )

    def _found(self, condition: Condition, speakers: Mapping[str, Words]) -> Texts:
        looked = looked_at(condition.node)
        if looked is None or not condition.side:
            return {}
        values = [self.answers[place] for place in condition.side]
        value: object = None if None in values else values[0]
        if value is None and isinstance(condition.node, Call) and condition.node.name == "has":
            # That there is nothing on record is what the condition says already.
            return {}
        if len(values) > 1 and value is not None:
            value = Fraction(values[0], values[1])  # type: ignore[arg-type]  # whole numbers
        return {name: words.plain(value, looked) for name, words in speakers.items()}


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


@dataclass(frozen=True)
class Explained:
    """A condition in words with what was found of a subject; keeps as JSON."""

    kind: str
    verdict: bool | None
    text: Texts
    matters: bool = False
    value: Texts = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    sources: tuple[Any, ...] = ()
    parts: tuple[Explained, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "kind": self.kind,
            "verdict": self.verdict,
            "text": dict(self.text),
            "matters": self.matters,
            "value": dict(self.value),
            "columns": list(self.columns),
            "missing": list(self.missing),
            "sources": list(self.sources),
            "parts": [part.to_json() for part in self.parts],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Explained:
        """Read what `to_json` wrote."""
        return cls(
            data["kind"],
            data["verdict"],
            data["text"],
            data["matters"],
            data["value"],
            tuple(data["columns"]),
            tuple(data["missing"]),
            tuple(data["sources"]),
            tuple(cls.from_json(part) for part in data["parts"]),
        )

    def failing(self) -> Iterator[Explained]:
        """Yield the leaves that make the answer no."""
        if self.verdict is False and not self.parts:
            yield self
        elif self.verdict is False:
            either = self.kind == "either"
            parts = (
                self.parts[1:2] if either and self.parts[0].verdict else self.parts[either * 2 :]
            )
            for part in parts:
                yield from part.failing()
