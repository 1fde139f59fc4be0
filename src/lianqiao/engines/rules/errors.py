"""What can go wrong with a rule or a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .problems import Problem
    from .vocabulary import Fact


class RulesError(Exception):
    """Anything the engine refuses."""


class RuleError(RulesError):
    """A rule that does not hold water: all `problems` found, each with line and column."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


class FactError(RulesError):
    """A value that a fact's column cannot hold.

    `code`: `type`, `bounds`, `decimals` or `nul` (a text with a NUL character).
    """

    def __init__(self, code: str, fact: Fact, value: object) -> None:
        super().__init__(f"{fact.name}: {code}: {str(value)[:80]!r}")
        self.code = code
        self.fact = fact
        self.value = value
