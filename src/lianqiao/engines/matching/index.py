"""The index: one folder on disk, one writer, many readers in other processes.

>>> import tempfile
>>> index = Index(Path(tempfile.mkdtemp()))
>>> with index.writer() as writer:
...     writer.add(Document(id=1, kind="result", title="固态锂电池", text="硫化物电解质"))
>>> [hit.id for hit in index.search("锂电池").hits]
[1]
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy

from . import queries
from .documents import Document
from .errors import IndexDamagedError, IndexMissingError, MatchingError
from .filters import Filters
from .schema import SCHEMA
from .writer import IndexWriter, open_writer

MOST_CODES = 10_000  # more than any code list of ours has
FACETS = frozenset({"kind", "field", "industry", "region", "stage", "cooperation"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing that was found; the score orders the hits of one search and means no more."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits, how many there are in all, and how they spread over codes."""

    total: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """The index as it stood at one commit."""

    stamp: tuple[int, int]
    index: Any
    searcher: Any
    rarities: dict[str, float] = field(default_factory=dict)

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term, as BM25 defines it."""
        known = self.rarities.get(term)
        if known is None:
            size = self.searcher.num_docs
            having = min(self.searcher.doc_freq("words", term), size)
            known = self.rarities[term] = math.log(1 + (size - having + 0.5) / (having + 0.5))
        return known


class Index:
    """Listings that can be found by words, codes and numbers."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._reader: Reader | None = None

    @contextmanager
    def writer(self) -> Iterator[IndexWriter]:
        """Open for writing; what was written is committed at the end, or nothing on an error.

        Raises `IndexBusyError` while another writer is open, in whatever process.
        """
        with open_writer(self.path) as writer:
            yield writer

    def erase(self) -> None:
        """Remove the folder with all that is in it, damaged or not, to be filled anew."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._reader = None

    def search(
        self,
        query: str,
        *,
        filters: Filters = Filters(),  # noqa: B008 - it is frozen
        limit: int = 20,
        offset: int = 0,
        facets: Sequence[str] = (),
    ) -> Page:
        """Find listings by plain words; no words find all, the newest first.

        A facet of regions or industries counts each level: {'37': 9, '3702': 4}.
        """
        if unknown := set(facets) - FACETS:
            raise MatchingError(f"No such facet: {', '.join(sorted(unknown))}.")
        reader = self.reader()
        wanted = queries.plain(query, reader.rarity, filters)
        order = None if query.strip() else "id"
        with self._reading():
            found = reader.searcher.search(
                wanted, limit=max(limit, 1), offset=offset, order_by_field=order
            )
            hits = _hits(reader, found.hits[:limit], scored=order is None)
            return Page(found.count, hits, _count(reader, wanted, facets))

    def get(self, ids: Collection[int]) -> dict[int, Document]:
        """Return the listings with these ids, as far as they are here."""
        if not ids:
            return {}
        wanted = tantivy.Query.term_set_query(SCHEMA, "id", list(ids))
        searcher = self.reader().searcher
        with self._reading():
            found = searcher.search(wanted, limit=len(ids), count=False).hits
            sources = [searcher.doc(address).get_first("source") for _, address in found]
        documents = (Document.from_json(bytes(source)) for source in sources)
        return {one.id: one for one in documents}

    def retrieve(self, terms: Mapping[str, float], filters: Filters, limit: int) -> list[int]:
        """Return the ids of the listings in which the weighted terms score best, best first."""
        reader = self.reader()
        wanted = queries.weighted(terms, reader.rarity, filters)
        with self._reading():
            found = reader.searcher.search(wanted, limit=limit, count=False)
            return [hit.id for hit in _hits(reader, found.hits, scored=True)]

    def reader(self) -> Reader:
        """Return the index as it stands now: a look at one file's date, unless it changed."""
        stamp = self._stamp()
        current = self._reader
        if current is None or current.stamp != stamp:
            self._reader = current = self._open(stamp)
        return current

    def _open(self, stamp: tuple[int, int]) -> Reader:
        with self._reading():
            index = tantivy.Index(SCHEMA, path=str(self.path), reuse=True)
            return Reader(stamp, index, index.searcher())

    def _stamp(self) -> tuple[int, int]:
        try:
            found = (self.path / "meta.json").stat()
        except OSError:
            raise IndexMissingError(f"There is no index in {self.path}: fill one.") from None
        return found.st_mtime_ns, found.st_ino

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            self._reader = None
            raise IndexDamagedError(f"{self.path}: {error}. Erase it and fill it anew.") from error


def _hits(reader: Reader, found: list[tuple[float, Any]], *, scored: bool) -> list[Hit]:
    ids = reader.searcher.fast_field_values("id", [address for _, address in found])
    scores = [score if scored else 0.0 for score, _ in found]
    return [Hit(int(one), score) for one, score in zip(ids, scores, strict=True)]


def _count(reader: Reader, query: tantivy.Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
    if not names:
        return {}
    wanted = {name: {"terms": {"field": name, "size": MOST_CODES}} for name in names}
    counted = reader.searcher.aggregate(query, wanted)
    return {name: _buckets(counted[name]["buckets"]) for name in names}


def _buckets(buckets: list[dict[str, Any]]) -> dict[str, int]:
    return {_code(bucket["key"]): bucket["doc_count"] for bucket in buckets}


def _code(key: str | float) -> str:
    return key if isinstance(key, str) else str(int(key))
