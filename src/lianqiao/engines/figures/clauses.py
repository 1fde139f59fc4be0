"""Sentences and clauses of a text, none longer than a bound, so that every look is short."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

LONGEST = 400
SENTENCE = re.compile(r"[。！？!?\n]")
PART = re.compile(r"[；;]")
CLAUSE = re.compile(r"(?<=[\u4e00-\u9fff])\.(?!\d)|[；;：:\t|]|[，,](?!\d)|(?<!\d)[，,]")
HEADLINE = re.compile(rf"{CLAUSE.pattern}|(?<=[^\d\s])[ 　]+(?=[^\d\s])")


class Sentences:
    """Where the sentences of a text begin; those without an end are cut at a bound."""

    def __init__(self, text: str) -> None:
        ends = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text)]
        self._starts = [
            at for begin, end in pairwise(ends) for at in range(begin, max(end, begin + 1), LONGEST)
        ]
        self._end = len(text)

    def around(self, at: int) -> tuple[int, int]:
        """Return the bounds of the sentence that holds a place.

        >>> Sentences("甲。乙丙").around(3)
        (2, 4)
        """
        place = bisect_right(self._starts, at)
        end = self._starts[place] if place < len(self._starts) else self._end
        return self._starts[place - 1], end


def clauses(sentence: str, headline: bool = False) -> list[tuple[int, int]]:
    """Return the bounds of the clauses of a sentence; in a headline, spaces part them too.

    >>> clauses("今年以来，新建学校")
    [(0, 4), (5, 9)]
    """
    marks = [match.span() for match in (HEADLINE if headline else CLAUSE).finditer(sentence)]
    edges = [0, *(edge for mark in marks for edge in mark), len(sentence)]
    return list(zip(edges[::2], edges[1::2], strict=True))
