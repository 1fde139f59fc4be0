"""Which question to ask next, of somebody of whom nothing is on record.

Rules are judged on the answers so far, where what is not answered is unknown. Of the facts that
could still decide a rule, the one is asked whose answers decide most rules, on average. It is
asked only if it matters: if there are answers to the other questions with which one answer to it
gives another verdict than a second one. Such answers are looked for among values that stand for
all others; what is decided on the way cuts the search short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .candidates import Candidates, another, asks_whether_known, candidates, looks_into, named_texts
from .closures import Answers, Function, Row, function
from .explaining import Plan, Verdict, planned
from .expression import Expression
from .lowering import Lowering
from .tree import FactRef, Node, facts
from .vocabulary import Value

SEARCHED = 3_000
"""So often is one rule asked to find out whether a fact matters to it."""
SEARCHED_IN_ALL = 30_000
"""So often are all rules asked for one question; what is then not found out is taken to matter."""


@dataclass(frozen=True, eq=False)
class Inquiry:
    """A measure's rules as they are asked about: on the answers so far, which are not all."""

    plan: Plan
    verdict: Function
    _leaves: Function
    _known: dict[str, Candidates]

    @property
    def leaves(self) -> list[Node]:
        """Return the conditions that have no parts."""
        return [leaf.node for leaf in self.plan.top.leaves()]

    @cached_property
    def facts(self) -> Mapping[str, FactRef]:
        """Return the facts that the condition or the payout reads, by column."""
        return self.plan.facts

    def reading(self, column: str) -> list[Node]:
        """Return the conditions that read a fact."""
        leaves = self.leaves
        return [leaf for leaf in leaves if any(ref.column == column for ref in facts(leaf))]

    def candidates(self, column: str) -> Candidates:
        """Return the values that stand for all others; worked out once."""
        if column not in self._known:
            places = [
                place
                for place, leaf in enumerate(self.leaves)
                if any(ref.column == column for ref in facts(leaf))
            ]

            def tell(value: Value) -> Answers:
                answers = self._leaves({column: value})
                return tuple(answers[place] for place in places)

            ref = self.facts[column]
            self._known[column] = candidates(ref, self.reading(column), self.plan.on, tell)
        return self._known[column]


def inquiry(condition: Expression, payout: Expression | None, on: date) -> Inquiry:
    """Make a measure's rules ready to be asked about.

    Raises:
        RuleError: a parameter has no value on the date, or a number could be too wide.
    """
    plan = planned(condition, payout, on, complete=False)
    lowering = Lowering(on)
    build = lowering.build
    verdict = build.program([lowering.truth(condition.tree)])
    leaves = build.program([lowering.truth(leaf.node) for leaf in plan.top.leaves()])
    return Inquiry(plan, function(verdict.incomplete()), function(leaves.incomplete()), {})


@dataclass(frozen=True)
class Question:
    """The fact to ask for, and how many rules that are not decided could turn on it."""

    ref: FactRef
    rules: int

    @property
    def column(self) -> str:
        return self.ref.column


@dataclass(frozen=True)
class Options:
    """The texts that rules name, and one that stands for any other."""

    named: tuple[str, ...]
    other: str


def options(inquiries: Iterable[Inquiry], column: str) -> Options | None:
    """Return what can be answered for a text; None where rules look into it."""
    named: dict[str, None] = {}
    for one in inquiries:
        ref = one.facts.get(column)
        if ref is None:
            continue
        for node in _rules(one.plan):
            if looks_into(node, ref):
                return None
            named.update(dict.fromkeys(named_texts(node, ref, one.plan.on)))
    return Options(tuple(named), another(named))


def may_lack(inquiries: Iterable[Inquiry], column: str) -> bool:
    """Tell whether it is an answer to a question that there is no such thing."""
    return any(
        asks_whether_known(node, ref)
        for one in inquiries
        if (ref := one.facts.get(column))
        for node in _rules(one.plan)
    )


def _rules(plan: Plan) -> list[Node]:
    return [rule.tree for rule in (plan.condition, plan.payout) if rule]


def best_question(
    inquiries: Iterable[Inquiry],
    answers: Row,
    not_known: Collection[str] = (),
    first: Sequence[str] = (),
) -> Question | None:
    """Return the question that decides most; None where no question matters any more.

    A column of `answers` that is None says that there is no such thing. `not_known` are the columns
    that were asked for in vain, `first` those that go before all others where they matter.

    >>> from lianqiao.engines.rules import Fact, Type, Vocabulary, check
    >>> staff = Fact("staff", Type.NUMBER, "person", low=0)
    >>> rule = check("staff >= 10", Vocabulary({"staff": staff}))
    >>> best_question([inquiry(rule, None, date(2026, 1, 1))], {}).column
    'staff'
    """
    undecided = _undecided(inquiries, answers, not_known)
    search = _Search(answers)
    for column in _ranked(undecided, answers, first):
        readers = [(one, open_) for one, open_ in undecided if column in open_]
        if any(search.matters(one, column, open_) for one, open_ in readers):
            return Question(readers[0][0].facts[column], len(readers))
    return None


Undecided = list[tuple[Inquiry, list[str]]]


def _undecided(inquiries: Iterable[Inquiry], answers: Row, not_known: Collection[str]) -> Undecided:
    """Return the rules that are not decided, each with the facts that it could still turn on."""
    found = []
    for one in inquiries:
        said: Verdict = one.plan.judge(answers)
        if said.verdict is None:
            asked = {*answers, *not_known}
            found.append((one, [column for column in said.missing if column not in asked]))
    return found


def _ranked(undecided: Undecided, answers: Row, first: Sequence[str]) -> list[str]:
    """Return the facts that could decide, those first whose answers decide most on average."""
    decided: dict[str, float] = {}
    for one, open_ in undecided:
        for column in open_:
            decided[column] = decided.get(column, 0) + _share_decided(one, answers, column)
    places = {column: place for place, column in enumerate(first)}
    # Sorted as they are: of equals, the one that stands first in the rules.
    return sorted(decided, key=lambda name: (places.get(name, len(places)), -decided[name]))


def _share_decided(one: Inquiry, answers: Row, column: str) -> float:
    ways = one.candidates(column).ways
    verdicts = [one.verdict({**answers, column: value})[0] for value in ways]
    return sum(verdict is not None for verdict in verdicts) / len(ways)


class _SpentError(Exception):
    """The rules have been asked often enough."""


class _Search:
    """Looks for answers with which a fact matters."""

    def __init__(self, answers: Row) -> None:
        self.answers = answers
        self.left_in_all = SEARCHED_IN_ALL
        self.left = 0

    def matters(self, one: Inquiry, column: str, open_: Sequence[str]) -> bool:
        """Tell whether two answers to a question can give two verdicts."""
        others = [other for other in open_ if other != column]
        self.left = SEARCHED
        try:
            return self._differs(one, dict(self.answers), column, others)
        except _SpentError:
            return True

    def _differs(
        self, one: Inquiry, row: dict[str, Value | None], column: str, others: Sequence[str]
    ) -> bool:
        if self._verdict(one, row) is not None:
            return False
        if not others:
            values = one.candidates(column).all
            first = self._verdict(one, {**row, column: values[0]})
            return any(self._verdict(one, {**row, column: v}) is not first for v in values[1:])
        next_, *rest = others
        return any(
            self._differs(one, {**row, next_: value}, column, rest)
            for value in one.candidates(next_).ways
        )

    def _verdict(self, one: Inquiry, row: Row) -> Value | None:
        if not self.left or not self.left_in_all:
            raise _SpentError
        self.left -= 1
        self.left_in_all -= 1
        return one.verdict(row)[0]
