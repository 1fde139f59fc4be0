"""The words of an opinion: for search, and to tell which opinions say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

from lianqiao.engines.matching import tokenize
from lianqiao.engines.matching import words as words_of

ASKED = 24
ALIKE = 0.6


def terms(text: str) -> str:
    """Return all terms of a text, as PostgreSQL's plain configuration indexes them.

    >>> terms("托育")
    '托 育 托育'
    """
    return " ".join(tokenize(text))


def telling(text: str) -> list[str]:
    """Return some words that a similar text would share, the longest first."""
    found = dict.fromkeys(word.term for word in words_of(text))
    longest = sorted(found, key=lambda term: (-len(term), term))
    return [pair for term in longest for pair in tokenize(term) if len(pair) > 1][:ASKED]


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the cosine of two texts' terms: 1 for the same, 0 for nothing in common."""
    product = sum(count * other[term] for term, count in one.items())
    return product / (_length(one) * _length(other)) if product else 0.0


def counted(indexed: str) -> Counter[str]:
    """Return terms with how often they stand there; single characters say too little."""
    return Counter(term for term in indexed.split() if len(term) > 1)


def contained(text: str, wanted: Sequence[str]) -> list[str]:
    """Return which of some words stand in a text."""
    folded = text.casefold()
    return [word for word in wanted if word.casefold() in folded]


def _length(counts: Counter[str]) -> float:
    return sqrt(sum(count * count for count in counts.values()))
