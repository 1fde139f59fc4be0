"""How fast: index, search, all best pairs, a change found again. Targets stand beside."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lianqiao.engines.matching import Document, Filters, Index, Matcher

from . import corpora
from .ours import EVERYONE, OurSearch
from bench.tables import show

REGIONS = ("370202", "370203", "370212", "370102", "110108", "310115")
FIELDS = ("EI", "BM", "AS", "NM", "HS", "RE", "EN", "MA")
NEEDS, RESULTS = 900, 3200


def main(quick: bool) -> None:
    """Measure and print; nothing here without the real texts."""
    if not corpora.present():
        print("\nSpeed is skipped: ../shared/data is not on this machine.")
        return
    tasks = corpora.mix()
    documents = [_described(document) for document in tasks[0].documents]
    if quick:
        documents = documents[:10_000]
    started = time.perf_counter()
    ours = OurSearch(documents)
    speed = len(documents) / (time.perf_counter() - started)
    questions = [question for task in tasks for question, _ in task.sample(200).questions]
    size = f"{len(documents):,} listings"
    rows = [
        [f"index {size} (the mix), listings a second", f"{speed:,.0f}", "8,000"],
        _searching(f"search {size}, p50 / p95 ms", ours.index, questions, plain=True),
        _searching("  with filters and facets, p50 / p95 ms", ours.index, questions, plain=False),
        _changing(ours.index),
        *_long_texts(quick),
        _pairs(quick),
    ]
    print(f"\nThe mix: {corpora.MIX}")
    show("Speed", ["what", "found", "target"], rows)


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


def _searching(name: str, index: Index, questions: Sequence[str], *, plain: bool) -> list[str]:
    filters = EVERYONE if plain else Filters(regions=("3702",), stage_from=3)
    facets = () if plain else ("kind", "field", "industry", "region", "stage")
    times = []
    for question in questions:
        started = time.perf_counter()
        index.search(question, filters=filters, facets=facets)
        times.append((time.perf_counter() - started) * 1000)
    p50, p95 = np.quantile(times, [0.5, 0.95])
    return [name, f"{p50:.2f} / {p95:.2f}", "p95 < 5" if plain else "p95 < 200"]


def _changing(index: Index) -> list[str]:
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
    return ["one listing changed and found again, worst of 5, s", f"{max(times):.3f}", "1"]


def _long_texts(quick: bool) -> list[list[str]]:
    """Index listings that all have a full abstract."""
    documents = [
        Document(place, "result", title, text) for place, (text, title) in enumerate(_abstracts())
    ] * (1 if quick else 10)
    started = time.perf_counter()
    OurSearch(documents)
    speed = len(documents) / (time.perf_counter() - started)
    length = sum(len(one.title + one.text) for one in documents) / len(documents)
    name = f"index full abstracts ({length:.0f} characters), listings a second"
    return [[name, f"{speed:,.0f}", "8,000"]]


def _pairs(quick: bool) -> list[str]:
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
    ours = OurSearch(offers)
    matcher = Matcher(ours.index)
    started = time.perf_counter()
    found = matcher.best_pairs(needs, kinds={"result"})
    taken = time.perf_counter() - started
    name = f"{len(needs)} needs x {len(offers):,} results: {len(found):,} best pairs explained, s"
    return [name, f"{taken:.2f}", "10"]


def _abstracts() -> list[tuple[str, str]]:
    return corpora.csl("ts")
