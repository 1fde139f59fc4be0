"""The engine's door for one rule: checked text, lowered for a day, asked for a subject."""

from __future__ import annotations

from dataclasses import dataclass

from .checking import Checker, StopError
from .errors import RuleError
from .kinds import BOOL, Kind
from .reaching import unreachable
from .reading import read
from .tree import FactRef, Node, facts
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Expression:
    """A rule that has been checked: its text and its tree."""

    source: str
    tree: Node

    @property
    def kind(self) -> Kind:
        return self.tree.kind

    @property
    def facts(self) -> tuple[FactRef, ...]:
        """Return the facts that it reads, each column once."""
        return facts(self.tree)


def check(source: str, vocabulary: Vocabulary, expects: Kind = BOOL) -> Expression:
    """Return the rule that `source` writes, of kind `expects`.

    Raises:
        RuleError: with every problem found, each at its line and column.

    >>> from lianqiao.engines.rules import Fact, Type, Vocabulary
    >>> staff = Fact("staff", Type.NUMBER, "person")
    >>> check("staff >= 10", Vocabulary({"staff": staff})).facts[0].column
    'staff'
    """
    checker = Checker(vocabulary)
    try:
        tree = checker.wanted(checker.node(read(source)), expects)
    except StopError:
        raise RuleError(tuple(checker.problems)) from None
    problems = unreachable(tree)
    if problems:
        raise RuleError(problems)
    return Expression(source, tree)
