"""A change of a subject's facts, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from . import numerals
from .closures import Row
from .kinds import Type
from .vocabulary import Fact, Value
from .words import Words

PHRASES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "more": "{0}增加 {1}（至 {2}）",
        "less": "{0}减少 {1}（至 {2}）",
        ">=": "若{0}不低于 {2}",
        "<=": "若{0}不超过 {2}",
        "==": "若{0}为 {2}",
        "has": "若{0}有记录",
        "title": "取得{0}",
        "no_title": "不再是{0}",
        "if_title": "若为{0}",
        "if_no_title": "若不是{0}",
        "becomes": "{0}改为{2}",
        "is": "若{0}为{2}",
        "points": "{0} 个百分点",
        "and": "，且",
    },
    "en": {
        "more": "{0}: {1} more (to {2})",
        "less": "{0}: {1} less (to {2})",
        ">=": "if {0} is at least {2}",
        "<=": "if {0} is at most {2}",
        "==": "if {0} is {2}",
        "has": "if {0} is on record",
        "title": "becomes a {0}",
        "no_title": "is no longer a {0}",
        "if_title": "if it is a {0}",
        "if_no_title": "if it is no {0}",
        "becomes": "{0} becomes {2}",
        "is": "if {0} is {2}",
        "points": "{0} percentage points",
        "and": ", and ",
    },
}


@dataclass(frozen=True)
class Step:
    """One fact from what it is (None: unknown) to what it would be, both as in its column.

    `bound` tells of an unknown number which others do as well: `>=`, `<=`, `==` (none is known
    to), or `has` (any).
    """

    column: str
    fact: Fact
    lag: int | None
    before: Value | None
    after: Value
    bound: str = ""

    @property
    def size(self) -> tuple[int, Fraction]:
        """Return whether the fact is unknown, and the change beside what it is now."""
        if self.before is None:
            return 1, Fraction(0)
        if self.fact.type != Type.NUMBER:
            return 0, Fraction(1)
        before, after = whole(self.before), whole(self.after)
        return 0, Fraction(abs(after - before), max(abs(before), 1))

    def text(self, language: str, on: date) -> str:
        """Return the step in words."""
        words = Words(language, on)
        label = words.fact_named(self.fact, self.lag)
        return PHRASES[language][self._phrase()].format(label, *self._values(language, words))

    def _phrase(self) -> str:
        if self.fact.type == Type.NUMBER:
            if self.before is None:
                return self.bound
            return "more" if whole(self.after) > whole(self.before) else "less"
        if self.fact.name.startswith("title."):
            asked = "if_" if self.before is None else ""
            return f"{asked}{'title' if self.after else 'no_title'}"
        return "is" if self.before is None else "becomes"

    def _values(self, language: str, words: Words) -> tuple[str, str]:
        """Return the difference and the value after."""
        if isinstance(self.after, bool):
            return "", words.phrases["true" if self.after else "false"]
        if self.fact.type != Type.NUMBER:
            return "", f"“{self.fact.named(str(self.after), language)}”"
        after = whole(self.after)
        moved = abs(after - (0 if self.before is None else whole(self.before)))
        said = exact(moved, self.fact, language)
        if self.fact.unit == "%":
            said = PHRASES[language]["points"].format(said.removesuffix("%"))
        return said, exact(after, self.fact, language)


@dataclass(frozen=True)
class Change:
    """One or two steps that together turn the verdict."""

    steps: tuple[Step, ...]

    @property
    def size(self) -> tuple[int, Fraction]:
        """Return how many of the facts are unknown, and the sum of the relative sizes."""
        sizes = [step.size for step in self.steps]
        return sum(size[0] for size in sizes), sum((size[1] for size in sizes), Fraction(0))

    def applied(self, row: Row) -> Row:
        """Return the row as it would be."""
        return {**row, **{step.column: step.after for step in self.steps}}

    def text(self, language: str, on: date) -> str:
        """Return the change in words, as of the reference date."""
        said = [step.text(language, on) for step in self.steps]
        return PHRASES[language]["and"].join(said)


def exact(stored: int, fact: Fact, language: str) -> str:
    """Write a column's number in its fact's unit, to the last step."""
    value = Fraction(stored, 10**fact.scale)
    if fact.unit == "%":
        return f"{numerals.decimal(value * 100, max(fact.scale - 2, 0))}%"
    large = fact.unit == "CNY" and language == "zh" and abs(value) >= numerals.YI
    if large and (value / numerals.YI * 10**6).denominator > 1:
        return f"{numerals.decimal(value / numerals.WAN, 6)} 万元"
    return numerals.figure(fact.unit)(value, language)


def whole(value: Value | None) -> int:
    """Return what is known to be a number of a column."""
    assert isinstance(value, int)
    return value
