"""How fast: index, search, all best pairs, a change found again."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from bench.tables import Target, at_least, at_most
from lianqiao.engines.matching import Document, Filters, Index, Matcher

from . import corpora
from .ours import EVERYONE, OurSearch

REGIONS = ("370202", "370203", "370212", "370102", "110108", "310115")
FIELDS = ("EI", "BM", "AS", "NM", "HS", "NE", "RE", "AM")
FACETS = ("kind", "field", "industry", "region", "stage")
NEEDS, RESULTS = 900, 3200


def main(quick: bool) -> list[Target]:
    """Measure and return; nothing without the real texts."""
    if not corpora.present():
        print("\nSpeed is skipped: ../shared/data is not on this machine.")
        return []
    print(f"\nSpeed is measured on the mix: {corpora.MIX}")
    return [*_searches(quick), *_long_texts(quick), _pairs(quick)]


def _searches(quick: bool) -> Iterator[Target]:
    tasks = corpora.mix()
    documents = [_described(one) for one in tasks[0].documents[: 10_000 if quick else None]]
    started = time.perf_counter()
    ours = OurSearch(documents)
    speed = len(documents) / (time.perf_counter() - started)
    questions = [question for task in tasks for question, _ in task.sample(200).questions]
    size = f"{len(documents):,} listings of the mix"
    yield at_least(f"index {size}", speed, 8_000, "listings/s")
    p50, p95 = _searching(ours.index, questions, EVERYONE)
    yield at_most(f"search in {size}, p95 (p50 is {p50:.2f} ms)", p95, 5, "ms")
    nearby = Filters(regions=("3702",), stage_from=3)
    p50, p95 = _searching(ours.index, questions, nearby, FACETS)
    yield at_most(f"  with filters and five facets, p95 (p50 is {p50:.2f} ms)", p95, 200, "ms")
    yield at_most("one listing changed and found again, worst of 5", _changing(ours.index), 1, "s")


def _described(document: Document) -> Document:
    """The same listing with invented codes, so that filters and facets have something to do."""
    source = random.Random(document.id)
    return replace(
        document,
        field=source.choice(FIELDS),
        region=source.choice(REGIONS),
        industry=f"C{source.randint(13, 43)}",
        stage=source.randint(1, 9),
        owner=source.randint(1, 2000),
    )


def _searching(
    index: Index, questions: Sequence[str], filters: Filters, facets: Sequence[str] = ()
) -> tuple[float, float]:
    """Median and 95th percentile of a search, in milliseconds."""
    times = []
    for question in questions:
        started = time.perf_counter()
        index.search(question, filters=filters, facets=facets)
        times.append((time.perf_counter() - started) * 1000)
    p50, p95 = np.quantile(times, [0.5, 0.95])
    return float(p50), float(p95)


def _changing(index: Index) -> float:
    """Change one listing, and wait until a reader that knows nothing of the writer finds it."""
    reader, times = Index(index.path), []
    for turn in range(5):
        word = f"zzq{turn}"
        started = time.perf_counter()
        with index.writer() as writer:
            writer.replace(Document(id=1, kind="result", title=word, text=""))
            writer.commit()
            while not reader.search(word).total:
                time.sleep(0.001)
            times.append(time.perf_counter() - started)
    return max(times)


def _long_texts(quick: bool) -> Iterator[Target]:
    """Index listings that all have a full abstract."""
    documents = [
        Document(place, "result", title, text) for place, (text, title) in enumerate(_abstracts())
    ] * (5 if quick else 10)
    started = time.perf_counter()
    OurSearch(documents)
    speed = len(documents) / (time.perf_counter() - started)
    length = sum(len(one.title + one.text) for one in documents) / len(documents)
    yield at_least(f"index abstracts of {length:.0f} characters", speed, 8_000, "listings/s")


def _pairs(quick: bool) -> Target:
    share = 10 if quick else 1
    rows = _abstracts()
    offers = [
        _described(Document(place, "result", title, text))
        for place, (text, title) in enumerate((rows * 2)[: RESULTS // share])
    ]
    needs = [
        _described(Document(100_000 + place, "need", title, text))
        for place, (text, title) in enumerate(rows[-NEEDS // share :])
    ]
    matcher = Matcher(OurSearch(offers).index)
    started = time.perf_counter()
    found = matcher.best_pairs(needs, kinds={"result"})
    taken = time.perf_counter() - started
    name = f"{len(needs)} needs x {len(offers):,} results: {len(found):,} best pairs explained"
    return at_most(name, taken, 10, "s")


def _abstracts() -> list[tuple[str, str]]:
    return corpora.csl("ts")
