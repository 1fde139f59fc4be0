"""Values of a fact that stand for all others: where a rule's conditions turn, and beside it.

A condition that reads one fact turns at a few values of it; they are found by trying the numbers
that the rule names and doubled ways, and by halving between two neighbours that differ. Where a
condition reads several facts, values of every size are kept as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby, pairwise

from .calls import pattern_of
from .errors import RuleError
from .kinds import Type
from .lowering import Lowering
from .patterns import Piece
from .tree import (
    Call,
    Compare,
    FactRef,
    Literal,
    Lookup,
    Member,
    Node,
    ParameterRef,
    children,
    facts,
    walk,
)
from .vocabulary import LIMIT, Bracket, Value

Said = tuple[Value | None, ...]
Tell = Callable[[Value], Said]
"""What the conditions say where nothing is known but one value of the fact."""
OTHERS = 20
"""So many texts that no rule names are kept where a condition reads other facts too."""
MARKS = 200


@dataclass(frozen=True)
class Candidates:
    """`ways` has one value or two for each way in which the conditions answer; `all` many more.

    None stands for a fact of which it is known that there is none.
    """

    ways: tuple[Value | None, ...]
    all: tuple[Value | None, ...]


def candidates(ref: FactRef, leaves: Sequence[Node], on: date, tell: Tell) -> Candidates:
    """Return values of a fact that stand for all others in the conditions that read it."""
    found = _valued(ref, leaves, on, tell)
    if any(asks_whether_known(leaf, ref) for leaf in leaves):
        return Candidates((*found.ways, None), (*found.all, None))
    return found


def _valued(ref: FactRef, leaves: Sequence[Node], on: date, tell: Tell) -> Candidates:
    shared = any(len(facts(leaf)) > 1 for leaf in leaves)
    match ref.fact.type:
        case Type.BOOL:
            return Candidates((True, False), (True, False))
        case Type.TEXT:
            return _of_text(ref, leaves, on, tell, shared)
        case Type.DATE:
            last = date.max.toordinal()
            days = _Scale(1, last, on.toordinal(), date.fromordinal)
            return _on_scale(days, {day for leaf in leaves for day in _days(leaf, on)}, tell, True)
    numbers = _Scale(*ref.fact.bounds, 0, int)
    return _on_scale(numbers, set(_numbers(ref, leaves, on)), tell, shared)


@dataclass(frozen=True)
class _Scale:
    """Whole numbers from `low` to `high`, each with the value that it stands for."""

    low: int
    high: int
    origin: int
    value: Callable[[int], Value]

    def doubled(self) -> set[int]:
        """Return the ends, the origin, and numbers twice as far from it each time."""
        ways = {self.origin + sign * (1 << power) for sign in (1, -1) for power in range(51)}
        return {self.low, self.high, self.origin, *ways}


def _on_scale(scale: _Scale, marks: set[int], tell: Tell, shared: bool) -> Candidates:
    """Return what stands for a scale: each stretch in which the conditions answer alike."""

    def at(number: int) -> Said:
        return tell(scale.value(number))

    tried = sorted(n for n in marks | scale.doubled() if scale.low <= n <= scale.high)
    said = {n: at(n) for n in tried}
    for one, other in pairwise(tried):
        said |= _turns(one, other, said, at)
    ways: dict[int, None] = {}
    for _, stretch in groupby(sorted(said), key=lambda n: said[n]):
        ways.update(dict.fromkeys(_kept(list(stretch), scale.origin, shared)))
    value = scale.value
    return Candidates(tuple(map(value, ways)), tuple(value(n) for n in sorted(said)))


def _kept(stretch: list[int], origin: int, shared: bool) -> list[int]:
    """Return the ends of a stretch; its middle and what is next to nought where facts meet."""
    if not shared:
        return [stretch[0]] if stretch[0] >= origin else [stretch[-1]]
    near = [n for n in stretch if abs(n - origin) <= 1]
    return [stretch[0], *near, stretch[len(stretch) // 2], stretch[-1]]


def _turns(
    low: int, high: int, said: Mapping[int, Said], at: Callable[[int], Said]
) -> dict[int, Said]:
    """Return the places between two numbers at which a condition turns, on both sides."""
    found: dict[int, Said] = {}
    for place, (one, other) in enumerate(zip(said[low], said[high], strict=True)):
        if one == other:
            continue
        start, end = low, high
        while end - start > 1:
            middle = (start + end) // 2
            if at(middle)[place] == one:
                start = middle
            else:
                end = middle
        found |= {start: at(start), end: at(end)}
    return found


def _numbers(ref: FactRef, leaves: Sequence[Node], on: date) -> Iterator[int]:
    scale = 10**ref.fact.scale
    plain = {number for leaf in leaves for number in _named_numbers(leaf, on)}
    for number in sorted(plain, key=abs)[:MARKS]:
        if abs(number) * scale <= LIMIT:
            yield from (int(number * scale) + beside for beside in (-1, 0, 1))


def _named_numbers(node: Node, on: date) -> Iterator[Fraction]:
    for one in walk(node):
        plain: Sequence[object] = one.values if isinstance(one, Member) else [one]
        for item in plain:
            value: object = item.value if isinstance(item, Literal) else None
            if isinstance(item, ParameterRef) and item.kind.type == Type.NUMBER:
                value = Fraction(item.parameter.on(on) or 0)  # type: ignore[arg-type]  # a number
            if isinstance(value, Fraction):
                yield value
        if isinstance(one, Lookup):
            cells = (cell for row in one.table.on(on) or () for cell in row.cells)
            brackets = (cell for cell in cells if isinstance(cell, Bracket))
            yield from (Fraction(b) for c in brackets for b in (c.low, c.high) if b is not None)


def _days(leaf: Node, on: date) -> Iterator[int]:
    """Yield the days that a condition names or counts to, and those beside, as ordinals."""
    for day in (*_plain_days(leaf, on), *_counted_days(leaf, on)):
        yield from (day.toordinal() + beside for beside in (-1, 0, 1))


def _plain_days(leaf: Node, on: date) -> Iterator[date]:
    for one in walk(leaf):
        if one.kind.type == Type.DATE and not facts(one):
            try:
                yield Lowering(on).plain_date(one)
            except (RuleError, AssertionError):
                continue


def _counted_days(leaf: Node, on: date) -> Iterator[date]:
    """Yield the days that lie as many years or days away as the condition's numbers say."""
    for number in set(_named_numbers(leaf, on)):
        whole = int(number)
        for sign in (1, -1):
            if 1 <= on.year + sign * whole <= date.max.year:
                yield on.replace(day=min(on.day, 28)).replace(year=on.year + sign * whole)
            if abs(whole) < 100 * 366:
                yield on + timedelta(sign * whole)
        if 1 <= whole <= date.max.year:
            yield date(whole, 1, 1)


def _of_text(
    ref: FactRef, leaves: Sequence[Node], on: date, tell: Tell, shared: bool
) -> Candidates:
    named = dict.fromkeys(text for leaf in leaves for text in named_texts(leaf, ref, on))
    if ref.fact.choices:
        known = dict.fromkeys(code for code, _, _ in ref.fact.choices)
        texts = [*(text for text in named if text in known), *known]
    else:
        free = {"": None, "*" * 100: None} if any(looks_into(leaf, ref) for leaf in leaves) else {}
        texts = [*named, *free, another(named)]
    ways: dict[Said, list[Value]] = {}
    for text in dict.fromkeys(texts):
        ways.setdefault(tell(text), []).append(text)
    most = len(named) + OTHERS if shared else 1
    kept = tuple(text for alike in ways.values() for text in alike[:most])
    return Candidates(kept, kept)


def another(named: Sequence[str] | dict[str, None]) -> str:
    """Return a text that stands for any that is not named."""
    longest = max((len(text) for text in named), default=0)
    return "*" if "*" not in named else "*" * (longest + 1)


def named_texts(node: Node, ref: FactRef, on: date) -> Iterator[str]:
    """Yield the texts that a condition sets beside a fact."""
    for one in walk(node):
        if isinstance(one, Compare | Member | Call) and _reads(children(one), ref):
            yield from _texts_beside(one, on)
        if isinstance(one, Lookup) and _reads(one.args, ref):
            for row in one.table.on(on) or ():
                for cell in row.cells:
                    yield from sorted(cell) if isinstance(cell, frozenset) else ()


def _texts_beside(node: Compare | Member | Call, on: date) -> Iterator[str]:
    if isinstance(node, Call) and node.name == "matches":
        yield fitting(pattern_of(node))
        return
    beside = node.values if isinstance(node, Member) else children(node)
    for one in beside:
        value: object = one.value if isinstance(one, Literal) else None
        if isinstance(one, ParameterRef):
            value = one.parameter.on(on)
        if isinstance(value, str):
            yield value


def looks_into(node: Node, ref: FactRef) -> bool:
    """Tell whether a condition asks more of a text than whether it is the same as another."""
    calls = (one for one in walk(node) if isinstance(one, Call) and one.name != "has")
    return any(_reads(one.args, ref) for one in calls)


def asks_whether_known(node: Node, ref: FactRef) -> bool:
    """Tell whether a condition asks if a fact is known at all."""
    calls = (one for one in walk(node) if isinstance(one, Call) and one.name == "has")
    return any(_reads(one.args, ref) for one in calls)


def fitting(row: tuple[Piece, ...]) -> str:
    """Return a short text in which a pattern is found.

    >>> from lianqiao.engines.rules.patterns import pieces
    >>> fitting(pieces("^[A-Z]{2}\\\\d?$"))
    'AA'
    """
    return "".join(_sign(piece) * piece.least for piece in row if not piece.anchor)


def _sign(piece: Piece) -> str:
    if not piece.negated:
        return chr(piece.ranges[0][0])
    taken = piece.ranges
    free = (n for n in range(33, 0x3000) if not any(low <= n <= high for low, high in taken))
    return chr(next(free, 0x4E00))


def _reads(nodes: Sequence[Node], ref: FactRef) -> bool:
    return any(isinstance(one, FactRef) and one.column == ref.column for one in nodes)
