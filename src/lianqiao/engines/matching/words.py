"""The words of both texts that carried the score, and where they stand, for highlighting.

>>> [(word.term, word.start, word.end) for word in words("SiC涂层在８００℃下")]
[('sic', 0, 3), ('涂层', 3, 5), ('800°c', 6, 10)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import rjieba

from .documents import Document
from .folding import fold, offsets
from .pairing import SharedTerm, Span
from .tokens import carries_meaning, pieces, tokenize

MOST_WORDS = 12
LEAST_SHARE = 0.01
LONGEST_TEXT = 20_000  # characters looked at for highlighting; a longer page is read by no one

Places = Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and its place in the original text."""

    term: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words of a text that carry meaning: jieba's for Chinese, ours for the rest."""
    text = text[:LONGEST_TEXT]
    at = offsets(text)
    return [
        Word(term, at[start], at[end - 1] + 1) for term, start, end in _folded_words(fold(text))
    ]


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
        share = sum(left.pop(term, 0.0) for term in set(tokenize(word))) / total
        if share >= LEAST_SHARE and len(found) < MOST_WORDS:
            found.append(SharedTerm(word, round(share, 4), need[word], offer[word]))
    return tuple(sorted(found, key=lambda one: (-one.share, one.term)))


def _heaviest(common: set[str], contributions: Mapping[str, float]) -> list[str]:
    weights = {
        word: sum(contributions.get(term, 0.0) for term in set(tokenize(word))) for word in common
    }
    return sorted((word for word in common if weights[word] > 0), key=lambda w: (-weights[w], w))


def places(document: Document) -> Places:
    """Return where each word of a listing stands."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for name, text in document.texts().items():
        for word in words(text):
            spans[word.term].append(Span(name, word.start, word.end))
    return {term: tuple(found) for term, found in spans.items()}
