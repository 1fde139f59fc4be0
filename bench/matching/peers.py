"""The systems that ours is measured beside. Each ranks the same texts for the same query."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Sequence
from typing import Protocol

import bm25s
import jieba
import tantivy

jieba.setLogLevel(logging.WARNING)

Ranking = list[int]  # places of documents in the list given, best first


class Peer(Protocol):
    """A search engine over a fixed list of texts."""

    name: str

    def rank(self, query: str, limit: int) -> Ranking: ...


def release(system: Peer) -> None:
    """Stop what a system keeps running, if it keeps anything."""
    if close := getattr(system, "close", None):
        close()


def jieba_words(text: str) -> list[str]:
    """The words of a text as jieba sees them, in search mode, without punctuation."""
    return [word for word in jieba.cut_for_search(text.lower()) if re.search(r"\w", word)]


class Bm25s:
    """BM25 by the library bm25s, over jieba's words."""

    name = "bm25s, jieba words"

    def __init__(self, texts: Sequence[str]) -> None:
        self._index = bm25s.BM25()
        self._index.index([jieba_words(text) or [""] for text in texts], show_progress=False)
        self._size = len(texts)

    def rank(self, query: str, limit: int) -> Ranking:
        terms = jieba_words(query) or [""]
        places, scores = self._index.retrieve(
            [terms], k=min(limit, self._size), show_progress=False
        )
        return [int(p) for p, score in zip(places[0], scores[0], strict=True) if score > 0]


class TantivyJieba:
    """tantivy as it comes, over jieba's words."""

    name = "tantivy, jieba words"

    def __init__(self, texts: Sequence[str]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("place", fast=True)
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(64_000_000, 1)
        for place, text in enumerate(texts):
            writer.add_document(tantivy.Document(place=place, words=" ".join(jieba_words(text))))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def rank(self, query: str, limit: int) -> Ranking:
        terms = [
            (
                tantivy.Occur.Should,
                tantivy.Query.term_query(self._schema, "words", word, index_option="freq"),
            )
            for word in jieba_words(query)
        ]
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(terms), limit).hits
        places = searcher.fast_field_values("place", [address for _, address in found])
        return [int(place) for place in places if place is not None]


class Fts5:
    """SQLite's full text search with its BM25, over jieba's words."""

    name = "SQLite FTS5, jieba words"

    def __init__(self, texts: Sequence[str]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE texts USING fts5(words)")
        rows = ((place, " ".join(jieba_words(text))) for place, text in enumerate(texts))
        self._database.executemany("INSERT INTO texts (rowid, words) VALUES (?, ?)", rows)

    def rank(self, query: str, limit: int) -> Ranking:
        words = " OR ".join('"' + word.replace('"', "") + '"' for word in jieba_words(query))
        found = self._database.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", [words, limit]
        )
        return [place for (place,) in found]
