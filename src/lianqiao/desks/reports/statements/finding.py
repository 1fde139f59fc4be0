"""Which indicator a figure of a text speaks of: its words against names and definitions.

Words of the matching engine, weighed by how few indicators have them; a wording that somebody
has confirmed before comes first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from lianqiao.core.indicators.models import Version
from lianqiao.desks.reports.statements import units
from lianqiao.engines.matching import tokenize

SHOWN = 3
LIKELY = 0.45
"""From this score on an indicator is proposed; below, it is only offered."""
POSSIBLE = 0.15
ALIKE, SAID_BY_NAME, SAID_BY_DEFINITION = 0.4, 0.4, 0.2
DEPARTMENT, SAME_UNIT, OTHER_UNIT = 1.15, 1.05, 0.8
NEAREST = 8
_CHANGED = re.compile("(?:同比|环比)?(?:增长|下降|增加|减少|提高)$")
_NO_WORD = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An indicator, and how well it fits from 0 to 1; 1 where the wording is remembered."""

    version: Version
    score: float


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text says of a figure.

    `is_change` where it is one of growth or decline; `is_rank` where it is a place among others, of
    which no indicator is proposed.
    """

    subject: str
    unit: str
    department: str = ""
    is_change: bool = False
    is_rank: bool = False

    @property
    def spoken(self) -> tuple[str, str]:
        """Return the words without the department's name, and the last of them, nearest it."""
        words = _CHANGED.sub("", plain(self.subject).replace(plain(self.department), ""))
        return words, words[-NEAREST:]

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what a pair is remembered by."""
        return plain(self.subject), self.unit, plain(self.department)


def plain(text: str) -> str:
    """Return a text without blanks and signs, so that quotation marks make no difference."""
    return _NO_WORD.sub("", text).lower()[:200]


@dataclass(frozen=True)
class Finder:
    """All indicators by the words of their names and definitions."""

    versions: Sequence[Version]

    @cached_property
    def _names(self) -> list[Counter[str]]:
        return [_grams(version.name) for version in self.versions]

    @cached_property
    def _definitions(self) -> list[Counter[str]]:
        return [_grams(f"{one.name}{one.definition}") for one in self.versions]

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """Return of each word how much it says: the less, the more indicators have it."""
        seen = Counter(word for words in self._definitions for word in words)
        total = len(self.versions) + 1
        return defaultdict(lambda: log(1 + total), {w: log(1 + total / n) for w, n in seen.items()})

    def proposals(self, wording: Wording) -> list[Proposal]:
        """Return the indicators that fit best, the best first."""
        said = [_grams(text) for text in wording.spoken]
        found = [
            Proposal(version, self._score(place, said, wording))
            for place, version in enumerate(self.versions)
            if units.fits(wording.unit, version.unit, is_change=wording.is_change)
        ]
        likely = [one for one in found if one.score >= POSSIBLE]
        return sorted(likely, key=lambda one: (-one.score, one.version.code))[:SHOWN]

    def _score(self, place: int, said: Sequence[Counter[str]], wording: Wording) -> float:
        version = self.versions[place]
        score = max(self._like(place, words) for words in said)
        department = plain(wording.department)
        if department and department in plain(version.department.name):
            score *= DEPARTMENT
        unit = units.base(version.unit)[0]
        if wording.unit and unit:
            score *= SAME_UNIT if wording.unit == unit else OTHER_UNIT
        return min(score, 0.99)

    def _like(self, place: int, words: Counter[str]) -> float:
        score = ALIKE * self._alike(words, self._names[place])
        score += SAID_BY_NAME * self._covered(words, self._names[place])
        return score + SAID_BY_DEFINITION * self._covered(words, self._definitions[place])

    def _alike(self, one: Counter[str], other: Counter[str]) -> float:
        """Return the weighed Dice coefficient of two bags of words."""
        both = self._weight(one & other)
        return 2 * both / ((self._weight(one) + self._weight(other)) or 1)

    def _covered(self, one: Counter[str], other: Counter[str]) -> float:
        return self._weight(one & other) / (self._weight(one) or 1)

    def _weight(self, words: Counter[str]) -> float:
        return sum(self._weights[word] * count for word, count in words.items())


def _grams(text: str) -> Counter[str]:
    """Return a text's words and pairs of neighbouring characters."""
    joined = plain(text)
    pairs = (joined[start : start + 2] for start in range(len(joined) - 1))
    return Counter(dict.fromkeys([*tokenize(text), *pairs], 1))


def best(found: Iterable[Proposal]) -> Proposal | None:
    """Return the first proposal where it is likely enough to be made by itself."""
    first = next(iter(found), None)
    return first if first and first.score >= LIKELY else None
