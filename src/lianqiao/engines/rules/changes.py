"""The smallest changes of a subject's facts that turn a verdict into yes.

A number moves by its column's smallest step (a fen, a person), a truth turns, a text becomes a
value that the rule names. Dates are history: none is proposed. Each number is searched both ways
from where it stands, doubling and then halving, for the nearest place at which a condition holds;
what is kept is what the whole plan says yes to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .change import Change, Step, whole
from .closures import Answers, Row
from .explaining import Condition, Plan
from .kinds import Type
from .tree import Compare, FactRef, Literal, Member, Node, ParameterRef, children, facts, walk
from .vocabulary import Fact, Value

COLUMNS = 8
"""So many facts are tried, in the order in which the rule names them."""
EVALUATIONS = 2_000
"""So often is the plan asked for changes of one fact, and again for pairs."""
MARKS = 60
"""So many numbers that a condition names are tried beside the doubled ways."""
NONE: frozenset[int] = frozenset()


def what_would_change(plan: Plan, row: Row) -> list[Change]:
    """Return the smallest changes after which the verdict is yes, the relatively smallest first.

    One for each fact that suffices alone; pairs only where none does. Nothing where it is yes
    already, or where no change of what can be changed suffices.
    """
    trial = _Trial(plan, row, _Budget())
    if trial.verdict({}) is True:
        return []
    found: list[Change] = []
    with suppress(_SpentError):
        found.extend(Change((step,)) for step in _singles(trial, frozenset()))
    return sorted(found or _pairs(plan, row), key=lambda change: change.size)


class _SpentError(Exception):
    """The plan has been asked often enough."""


class _Budget:
    def __init__(self) -> None:
        self.left = EVALUATIONS

    def spend(self) -> None:
        if not self.left:
            raise _SpentError
        self.left -= 1


@dataclass(frozen=True)
class _Watched:
    """A place among the answers, and what it should become."""

    place: int
    want: bool


class _Trial:
    """A plan asked around one row, each change once."""

    def __init__(self, plan: Plan, row: Row, budget: _Budget) -> None:
        self.plan = plan
        self.row = row
        self.budget = budget
        self.known: dict[tuple[tuple[str, Value], ...], Answers] = {}
        self.whole = _Watched(plan.top.place, True)

    def answers(self, changed: Mapping[str, Value]) -> Answers:
        key = tuple(changed.items())
        if key not in self.known:
            self.budget.spend()
            self.known[key] = self.plan.answer({**self.row, **changed})
        return self.known[key]

    def verdict(self, changed: Mapping[str, Value]) -> Value | None:
        return self.answers(changed)[self.plan.top.place]

    def holds(self, column: str, value: Value, watched: _Watched) -> bool:
        return self.answers({column: value})[watched.place] is watched.want

    def watched(self) -> dict[str, tuple[FactRef, list[tuple[_Watched, Node]]]]:
        """Return by column what a change of it could turn: conditions, and the whole."""
        answers = self.answers({})
        found: dict[str, tuple[FactRef, list[tuple[_Watched, Node]]]] = {}
        for leaf, tested in _leaves(self.plan.top, False):
            now = answers[leaf.place]
            wants = [want for want in (True, False) if now is not want and (want or tested)]
            for ref in facts(leaf.node) if wants else ():
                if ref.fact.changes and (ref.column in found or len(found) < COLUMNS):
                    entry = found.setdefault(ref.column, (ref, []))
                    entry[1].extend((_Watched(leaf.place, want), leaf.node) for want in wants)
        for _, entries in found.values():
            entries.append((self.whole, self.plan.condition.tree))
        return found


def _leaves(condition: Condition, tested: bool) -> Iterator[tuple[Condition, bool]]:
    """Yield the leaves, each with whether it stands in a test, where its no may help too."""
    if not condition.parts:
        yield condition, tested
    for number, part in enumerate(condition.parts):
        yield from _leaves(part, tested or (condition.kind == "either" and number == 0))


def _singles(trial: _Trial, without: frozenset[str]) -> Iterator[Step]:
    """Yield for each column the least step that turns the whole."""
    for column, (ref, entries) in trial.watched().items():
        if column in without:
            continue
        enough = [
            step
            for step in _candidates(trial, ref, entries)
            if trial.verdict({column: step.after}) is True
        ]
        if enough:
            least = min(enough, key=lambda step: _distance(step, _origin(trial, ref)))
            yield _least_of_all(trial, ref, least)


def _least_of_all(trial: _Trial, ref: FactRef, step: Step) -> Step:
    """Return the step, shortened as far as the whole plan lets it."""
    if ref.fact.type != Type.NUMBER:
        return step
    origin, after = _origin(trial, ref), whole(step.after)

    def enough(value: int) -> bool:
        return trial.holds(ref.column, value, trial.whole)

    if step.before is None:
        return _unknown(trial, ref, after, trial.whole, trial.plan.condition.tree)
    nearer = after - (1 if after > origin else -1)
    if enough(nearer):
        after = _between(origin, nearer, enough)
    return Step(step.column, step.fact, step.lag, step.before, after)


def _pairs(plan: Plan, row: Row) -> list[Change]:
    """Return the pairs that suffice: a step that turns a condition, then one that turns all."""
    budget = _Budget()
    trial = _Trial(plan, row, budget)
    found: dict[frozenset[str], Change] = {}
    with suppress(_SpentError):
        firsts = [
            step
            for ref, entries in trial.watched().values()
            for step in _candidates(trial, ref, entries)
        ]
        for first in sorted(firsts, key=lambda step: step.size):
            done = {name for pair in found if first.column in pair for name in pair}
            after = _Trial(plan, {**row, first.column: first.after}, budget)
            for second in _singles(after, frozenset({first.column, *done})):
                found[frozenset({first.column, second.column})] = Change((first, second))
    return list(found.values())


def _candidates(
    trial: _Trial, ref: FactRef, entries: list[tuple[_Watched, Node]]
) -> Iterator[Step]:
    """Yield the nearest values of a column at which what is watched turns, each once."""
    seen: set[Value | None] = {trial.row.get(ref.column)}
    for watched, node in entries:
        for step in _turning(trial, ref, watched, node):
            if step.after not in seen:
                seen.add(step.after)
                yield step


def _turning(trial: _Trial, ref: FactRef, watched: _Watched, node: Node) -> Iterator[Step]:
    now = trial.row.get(ref.column)
    match ref.fact.type:
        case Type.NUMBER:
            yield from _numbers(trial, ref, watched, node)
        case Type.BOOL | Type.TEXT as kind:
            values: list[Value] = [True, False] if kind == Type.BOOL else [*_named(node, ref)]
            for value in values:
                if value != now and trial.holds(ref.column, value, watched):
                    yield Step(ref.column, ref.fact, ref.lag, now, value)


def _named(node: Node, ref: FactRef) -> Iterator[str]:
    """Yield the texts that a rule sets beside a fact, of its choices where it has some."""
    choices = {code for code, _, _ in ref.fact.choices}
    for one in walk(node):
        if not isinstance(one, Compare | Member):
            continue
        below = (*children(one), *(one.values if isinstance(one, Member) else ()))
        if any(isinstance(child, FactRef) and child.column == ref.column for child in below):
            for child in below:
                value = child.value if isinstance(child, Literal) else None
                if isinstance(value, str) and (not choices or value in choices):
                    yield value


def _numbers(trial: _Trial, ref: FactRef, watched: _Watched, node: Node) -> Iterator[Step]:
    origin = _origin(trial, ref)
    now = trial.row.get(ref.column)

    def holds(value: int) -> bool:
        return trial.holds(ref.column, value, watched)

    if now is None and holds(origin):
        yield _unknown(trial, ref, origin, watched, node)
        return
    marks = _marks(node, ref, trial.plan)
    for sign in (1, -1):
        value = _nearest(origin, sign, ref.fact, holds, marks)
        if value is not None and now is None:
            yield _unknown(trial, ref, value, watched, node)
        elif value is not None:
            yield Step(ref.column, ref.fact, ref.lag, now, value)


def _unknown(trial: _Trial, ref: FactRef, value: int, watched: _Watched, node: Node) -> Step:
    """Return the step of an unknown number, with which others do as well as `value`."""

    def fails(other: int) -> bool:
        return not trial.holds(ref.column, other, watched)

    marks = _marks(node, ref, trial.plan)
    above = _nearest(value, 1, ref.fact, fails, marks)
    below = _nearest(value, -1, ref.fact, fails, marks)
    bound = "=="
    if above is None:
        value, bound = (value, "has") if below is None else (below + 1, ">=")
    elif below is None:
        value, bound = above - 1, "<="
    return Step(ref.column, ref.fact, ref.lag, None, value, bound)


def _nearest(
    origin: int, sign: int, fact: Fact, holds: Callable[[int], bool], marks: frozenset[int] = NONE
) -> int | None:
    """Return the nearest value on one side at which it holds while just before it does not."""
    low, high = fact.bounds
    room = high - origin if sign > 0 else origin - low
    ways = {1 << power for power in range(room.bit_length())} | {room}
    ways |= {(mark - origin) * sign for mark in marks}
    before = origin
    for way in sorted(way for way in ways if 0 < way <= room):
        value = origin + sign * way
        if holds(value):
            return _between(before, value, holds)
        before = value
    return None


def _between(fails: int, value: int, holds: Callable[[int], bool]) -> int:
    """Return a value at which it holds while one step nearer to `fails` it does not."""
    while abs(value - fails) > 1:
        middle = (value + fails) // 2
        if holds(middle):
            value = middle
        else:
            fails = middle
    return value


def _marks(node: Node, ref: FactRef, plan: Plan) -> frozenset[int]:
    """Return the plain numbers of a condition as they would stand in the column, and beside."""
    scale = 10**ref.fact.scale
    found: set[int] = set()
    for one in walk(node):
        plain = [*one.values] if isinstance(one, Member) else [one]
        for item in plain:
            value: object = item.value if isinstance(item, Literal) else None
            if isinstance(item, ParameterRef):
                value = item.parameter.on(plan.on)
            if isinstance(value, Fraction | Decimal):
                found.update(int(Fraction(value) * scale) + beside for beside in (-1, 0, 1))
    return frozenset(sorted(found, key=abs)[:MARKS])


def _origin(trial: _Trial, ref: FactRef) -> int:
    """Return where a column's search begins: at its value, or near nought if it is unknown."""
    now = trial.row.get(ref.column)
    if ref.fact.type != Type.NUMBER:
        return 0
    low, high = ref.fact.bounds
    return min(max(0, low), high) if now is None else whole(now)


def _distance(step: Step, origin: int) -> int:
    return abs(whole(step.after) - origin) if step.fact.type == Type.NUMBER else 0
