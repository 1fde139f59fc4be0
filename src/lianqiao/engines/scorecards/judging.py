"""One firm by one card: points, verdict, and every line in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from lianqiao.engines.rules import Change, Explained, Row, Vocabulary

from .card import Card, Condition
from .changes import Ways, ways
from .lines import Line, changes, line
from .ready import Ready
from .scores import Decided, Scores, score

Sources = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition or direct route as it stands for a firm; `changes` would make it true."""

    condition: Condition
    verdict: bool | None
    explained: Explained
    missing: tuple[str, ...]
    changes: tuple[Change, ...] = ()


class Judge:
    """A card that judges firms on a day.

    Raises:
        RuleError: a rule of the card names a fact that the vocabulary lacks.
    """

    def __init__(self, card: Card, vocabulary: Vocabulary, on: date) -> None:
        self.card = card
        self.ready = Ready(card, vocabulary, on)
        self.columns = self.ready.columns

    def judge(self, row: Row) -> Judged:
        """Return what the card says of a firm by its columns."""
        decided = self.ready.decided(row)
        return Judged(self.ready, row, decided, score(self.card, decided))


@dataclass(frozen=True)
class Judged:
    """What a card says of a firm; lines and changes are put into words when asked for."""

    ready: Ready = field(repr=False)
    row: Row = field(repr=False)
    decided: Decided = field(repr=False)
    scores: Scores

    @property
    def card(self) -> Card:
        """Return the card."""
        return self.ready.card

    @property
    def verdict(self) -> bool | None:
        """Tell whether the firm passes; None while that hangs on what is unknown."""
        return self.scores.verdict

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return every line of the table."""
        return tuple(
            line(self.ready, item, self.row, self.decided, self.scores.items[item.code])
            for item in self.card.items
        )

    def conditions(self, sources: Sources = lambda column: None) -> tuple[Stated, ...]:
        """Return what must hold; `sources` tells where the fact of a column comes from."""
        return tuple(self._stated(one, sources) for one in self.card.conditions)

    def direct(self, sources: Sources = lambda column: None) -> tuple[Stated, ...]:
        """Return the routes that stand in place of the sums."""
        return tuple(self._stated(one, sources) for one in self.card.direct)

    def _stated(self, one: Condition, sources: Sources) -> Stated:
        said = self.ready.plan(one.rule).judge(self.row)
        steps = changes(self.ready, one.rule, self.row) if said.verdict is False else ()
        return Stated(one, said.verdict, said.tree(sources), said.missing, steps)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Return the columns that are unknown and could change the verdict or the points."""
        return tuple(dict.fromkeys(self._missing()))

    def _missing(self) -> Iterator[str]:
        for one in (*self.card.conditions, *self.card.direct):
            if self.decided[one.rule] is None:
                yield from self.ready.plan(one.rule).judge(self.row).missing
        for one_line in self.lines:
            yield from one_line.missing

    @cached_property
    def ways(self) -> Ways:
        """Return the smallest changes after which the firm passes."""
        return ways(self.ready, self.row)
