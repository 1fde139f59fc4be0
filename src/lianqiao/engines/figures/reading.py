"""Reading a whole text: every count with the words, headings and places around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby

from .clauses import PART, Sentences, clauses
from .counts import Count, counts, fold
from .figure import Figure
from .headings import Headings
from .periods import Periods
from .places import Places
from .qualifiers import qualifiers
from .subjects import Told, Words, last_link

LONGEST_CLAUSE = 80
TO = re.compile(r"\s?[-—–~～至到]{0,2}\s?")


def read_figures(text: str) -> list[Figure]:
    """Return the figures of a report in their order.

    >>> [(str(one.value), one.unit, one.subject) for one in read_figures("新建学校228所。")]
    [('228', '所', '新建学校')]
    """
    return list(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    headings, sentences = Headings(text), Sentences(text)
    for (start, end), found in groupby(counts(text), key=lambda one: sentences.around(one.start)):
        headline = headings.holds(start)
        sentence = _Sentence(text[start:end], start, list(found), headline)
        yield from sentence.figures(headings.department(start))


class _Sentence:
    """One sentence, its clauses, and the counts in it by their place in the sentence."""

    def __init__(self, text: str, start: int, found: Sequence[Count], headline: bool) -> None:
        self._text, self._start, self._counts = text, start, found
        self._spans = [(one.start - start, one.end - start) for one in found]
        self._ranges = [self._range(place) for place in range(len(found))]
        self._clauses = clauses(fold(text), headline)
        self._periods, self._places = Periods(text), Places(text)

    def figures(self, department: str) -> Iterator[Figure]:
        told = Told()
        for place, count in enumerate(self._counts):
            begin, end = self._clause(self._spans[place][0])
            words = self._words(place, begin, end)
            told = told.next(words, parted=self._is_parted(place))
            yield self._figure(count, begin, words, told, department)

    def _range(self, place: int) -> tuple[int, int]:
        """Return a figure's place; of 3-5家, 10至20万元 and 35户90人 that of the two together."""
        (start, stop), last = self._spans[place], len(self._spans) - 1
        if place and TO.fullmatch(self._text, self._spans[place - 1][1], start):
            start = self._spans[place - 1][0]
        elif place < last and TO.fullmatch(self._text, stop, self._spans[place + 1][0]):
            stop = self._spans[place + 1][1]
        return start, stop

    def _clause(self, at: int) -> tuple[int, int]:
        return next(one for one in reversed(self._clauses) if one[0] <= at)

    def _is_parted(self, place: int) -> bool:
        """Whether a ； stands between a count and the one before."""
        since = self._spans[place - 1][1] if place else 0
        return bool(PART.search(self._text, since, self._spans[place][0]))

    def _words(self, place: int, begin: int, end: int) -> Words:
        start, stop = self._ranges[place]
        since = max(
            [begin, *(last for _, last in self._ranges[max(0, place - 2) : place] if last <= start)]
        )
        until = min(
            [end, *(first for first, _ in self._ranges[place + 1 : place + 3] if first >= stop)]
        )
        link = last_link(self._text[since:start]) if since > begin else None
        before = self._bare(begin, start) if link is None else self._text[since + link : start]
        return Words(before, self._text[stop:until], link is not None, self._context(begin))

    def _context(self, begin: int) -> str:
        """Return the clause before the one that begins here, without its figures."""
        earlier = [one for one in self._clauses if one[1] < begin]
        if not earlier or PART.search(self._text, earlier[-1][1], begin):
            return ""
        return self._bare(*earlier[-1])

    def _bare(self, begin: int, end: int) -> str:
        """Return a stretch without the figures in it; of a long one the end."""
        begin = max(begin, end - LONGEST_CLAUSE)
        kept, at = [], begin
        for start, stop in self._ranges[bisect_left(self._ranges, (begin, 0)) :]:
            if start >= end:
                break
            if start >= at:
                kept.append(self._text[at:start])
                at = stop
        return "".join([*kept, self._text[at:end]])

    def _figure(
        self, count: Count, begin: int, words: Words, told: Told, department: str
    ) -> Figure:
        start, stop = count.start - self._start, count.end - self._start
        return Figure(
            value=count.value,
            unit=count.unit,
            subject=told.subject,
            qualifiers=qualifiers(
                told.before(words), words.after, count.unit, count.more, is_rank=count.is_rank
            ),
            period=self._periods.before(start, begin),
            department=department,
            place=self._places.before(start),
            text=self._text[start:stop],
            start=count.start,
            end=count.end,
        )
