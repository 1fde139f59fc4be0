"""Cut text into the terms that are indexed and compared.

Chinese is cut into characters and pairs of neighbours: no dictionary to go out of date, and
measured ahead of jieba's words. Latin words are stemmed. A number keeps its unit.

>>> tokenize("SiC陶瓷，800 ℃ coatings")
['陶', '瓷', '陶瓷', 'sic', '800°c', 'coat']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from snowballstemmer import stemmer

from .folding import fold

LONGEST_TOKEN = 64

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Units that stand apart from their number in print: '10 kW' must equal '10kW'.
_UNITS = (
    "°c|°f|°|%|‰|[kmgt]?hz|[kmg]?wh?|[km]?va|[km]?v|[mkμnp]?a|mah|ah|[kmg]?pa|[kmcdnμ]?m[23]?"
    "|[kmμn]?g|[mμ]?l|[kmgt]?b|[mμn]?s|min|rpm|db|nm|kn|n|[km]?j|k|ppm|ppb|[kmg]?bps"
)
_PATTERN = re.compile(
    rf"[{HAN}]+"
    rf"|\d+(?:\.\d+)?(?:[^\W\d_{HAN}]+|[°%‰]c?|[ ](?:{_UNITS})(?![^\W_{HAN}]))?"
    rf"|[^\W\d_{HAN}]+\d*(?:\.\d+)?[^\W_{HAN}]*"
)
_first_letter_is_han = re.compile(f"[{HAN}]").match
_english = stemmer("english")


@lru_cache(maxsize=65536)
def _plain_token(word: str) -> str:
    """A Latin word or a number, as it is indexed."""
    word = word.replace(" ", "")[:LONGEST_TOKEN]
    return _english.stemWord(word) if word.isalpha() and word.isascii() else word


def tokenize(text: str) -> list[str]:
    """All terms of a text: first the Chinese ones, then the others, each as often as it occurs."""
    runs: list[str] = []
    plain: list[str] = []
    for word in _PATTERN.findall(fold(text)):
        (runs if _first_letter_is_han(word) else plain).append(word)
    terms = list("".join(runs))
    for run in runs:
        terms.extend(map(add, run, run[1:]))
    terms.extend(map(_plain_token, plain))
    return terms


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of Chinese or one other term, with its place in the folded text."""

    term: str
    start: int
    end: int
    han: bool


def pieces(folded: str) -> Iterator[Piece]:
    """Yield what `tokenize` sees in a folded text, Chinese runs uncut."""
    for found in _PATTERN.finditer(folded):
        han = _first_letter_is_han(found[0]) is not None
        term = found[0] if han else _plain_token(found[0])
        yield Piece(term, found.start(), found.end(), han)


def carries_meaning(term: str) -> bool:
    """Whether a term says something alone: a pair, a word, a number with its unit.

    >>> carries_meaning("电"), carries_meaning("电池"), carries_meaning("x")
    (False, True, False)
    """
    return len(term) > 1
