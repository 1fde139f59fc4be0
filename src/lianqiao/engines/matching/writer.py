"""The one writer of an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from .documents import Document
from .errors import IndexBusyError, IndexDamagedError
from .schema import SCHEMA, entry

# One thread of tantivy's own beside Python's, which cuts the texts: two cores are busy, and
# each commit leaves one segment instead of many.
THREADS = 1
HEAP = 64_000_000


class IndexWriter:
    """Changes to an index; readers see them after `commit`, all at once."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def add(self, document: Document) -> None:
        """Add a listing that is not in the index yet (faster than `replace`, unchecked)."""
        self._writer.add_document(entry(document))

    def add_all(self, documents: Iterable[Document]) -> int:
        """Add many new listings; return how many."""
        count = 0
        for document in documents:
            self.add(document)
            count += 1
        return count

    def replace(self, document: Document) -> None:
        """Add a listing in place of the one with the same id, if there is one."""
        self.remove(document.id)
        self.add(document)

    def remove(self, identifier: int) -> None:
        """Take a listing out, if it is there."""
        self._writer.delete_documents_by_term("id", identifier)

    def clear(self) -> None:
        """Take all listings out; filled anew before `commit`, readers never see it empty."""
        # tantivy's delete_all_documents would spare what was added since the last commit.
        self._writer.delete_documents_by_query(tantivy.Query.all_query())

    def commit(self) -> None:
        """Make all changes so far visible to readers, durably."""
        self._writer.commit()


@contextmanager
def open_writer(path: Path) -> Iterator[IndexWriter]:
    """Open the writer of a folder, made if it is missing; commit at the end unless it failed."""
    writer = _open(path)
    try:
        yield IndexWriter(writer)
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def _open(path: Path) -> Any:
    path.mkdir(parents=True, exist_ok=True)
    try:
        index = tantivy.Index(SCHEMA, path=str(path), reuse=True)
        return index.writer(heap_size=HEAP, num_threads=THREADS)
    except (ValueError, OSError) as error:
        if "lock" in str(error).lower():
            raise IndexBusyError(f"Another writer holds {path}.") from error
        raise IndexDamagedError(f"{path}: {error}. Erase it and fill it anew.") from error
