"""The words of both texts that carried the score, and where they stand, for highlighting.

>>> [(word.term, word.start, word.end) for word in words("SiC涂层在８００℃下")]
[('sic', 0, 3), ('涂层', 3, 5), ('800°c', 6, 10)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from .documents import Document
from .folding import fold, offsets
from .pairing import SharedTerm, Span
from .tokens import carries_meaning, pieces, tokenize

MOST_WORDS = 12
LEAST_SHARE = 0.01
LONGEST_TEXT = 20_000  # characters looked at for highlighting; a longer page is read by no one

Place = tuple[str, int, int]  # field, start, end
Places = Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and its place in the original text."""

    term: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words of a text that carry meaning: jieba's for Chinese, ours for the rest."""
    return [Word(*found) for found in _words(text)]


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    text = text[:LONGEST_TEXT]
    at = offsets(text)
    for term, start, end in _folded_words(fold(text)):
        yield term, at[start], at[end - 1] + 1


def _folded_words(text: str) -> Iterator[tuple[str, int, int]]:
    for piece in pieces(text):
        if piece.han:
            for word, start, end in rjieba.tokenize(piece.term):
                if carries_meaning(word):
                    yield word, piece.start + start, piece.start + end
        elif carries_meaning(piece.term):
            yield piece.term, piece.start, piece.end


def shared_terms(
    need: Places, offer: Places, contributions: Mapping[str, float]
) -> tuple[SharedTerm, ...]:
    """Return the words of both, by their share in what all common terms contribute.

    Each term's contribution counts for one word only, the weightiest that holds it.
    """
    total = sum(contributions.values())
    left = dict(contributions)
    found: list[SharedTerm] = []
    for word in _heaviest(need.keys() & offer.keys(), contributions):
        share = sum(left.pop(term, 0.0) for term in _terms_of(word)) / total
        if share >= LEAST_SHARE and len(found) < MOST_WORDS:
            spans = _spans(need[word]), _spans(offer[word])
            found.append(SharedTerm(word, round(share, 4), *spans))
    return tuple(sorted(found, key=lambda one: (-one.share, one.term)))


def _heaviest(common: set[str], contributions: Mapping[str, float]) -> list[str]:
    weights = {
        word: sum(contributions.get(term, 0.0) for term in _terms_of(word)) for word in common
    }
    return sorted((word for word in common if weights[word] > 0), key=lambda w: (-weights[w], w))


@lru_cache(maxsize=65536)
def _terms_of(word: str) -> tuple[str, ...]:
    """The terms of one word, each once, always in the same order: sums come out the same."""
    return tuple(dict.fromkeys(tokenize(word)))


def places(document: Document) -> Places:
    """Return where each word of a listing stands."""
    found: dict[str, list[Place]] = defaultdict(list)
    for name, text in document.texts().items():
        for term, start, end in _words(text):
            found[term].append((name, start, end))
    return found


def _spans(found: Sequence[Place]) -> tuple[Span, ...]:
    return tuple(Span(*place) for place in found)
