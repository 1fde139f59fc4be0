"""Proving that nothing sealed was changed or lost, by computing all of it again.

Runs in processes of its own without Django; each reads a stretch of seals by COPY.
"""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from lianqiao.core.ledger import leaves, merkle

# Entries that one task reads: enough to make a process worth asking.
STRETCH = 40_000
PROCESSES = 2

PLACES = f"""
    SELECT s.seal_id, s.position, s.entry_id, encode(s.leaf, 'hex'), {leaves.SELECT}
    FROM ledger_sealedentry s LEFT JOIN ledger_entry e ON e.id = s.entry_id
    WHERE s.seal_id BETWEEN %s AND %s ORDER BY s.seal_id, s.position
"""  # noqa: S608 -- our own constants

Progress = Callable[[int, int], None]
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class SealFacts:
    """A seal as the database tells it."""

    number: int
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that is not as it was sealed. `entry` is None where a whole seal is meant.

    `what` is one of 'changed', 'lost', 'leaf', 'size', 'root', 'chain', 'missing',
    'unpublished', 'republished', 'skipped'.
    """

    what: str
    seal: int | None = None
    entry: int | None = None


def first_difference(
    conninfo: str, seals: Sequence[SealFacts], progress: Progress | None = None
) -> Difference | None:
    """Compute every leaf and root again; return the first that differs, in sealing order."""
    total, done = sum(seal.size for seal in seals), 0
    stretches = list(_stretches(seals))
    with _workers(len(stretches)) as run:
        found = run(_check_stretch, [conninfo] * len(stretches), stretches)
        for stretch, difference in zip(stretches, found, strict=True):
            if difference:
                return difference
            done += sum(seal.size for seal in stretch)
            if progress:
                progress(done, total)
    return None


@contextmanager
def _workers(tasks: int) -> Iterator[Callable[..., Iterator[Difference | None]]]:
    """Give a `map` that runs in processes of its own where there is enough to do for two."""
    if tasks < PROCESSES:
        yield map
        return
    # Not forked: the caller's database connection must not be shared.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        yield pool.map
        pool.shutdown(cancel_futures=True)


def _stretches(seals: Iterable[SealFacts]) -> Iterator[list[SealFacts]]:
    stretch: list[SealFacts] = []
    size = 0
    for seal in seals:
        stretch.append(seal)
        size += seal.size
        if size >= STRETCH:
            yield stretch
            stretch, size = [], 0
    if stretch:
        yield stretch


def _check_stretch(conninfo: str, seals: Sequence[SealFacts]) -> Difference | None:
    rows = _read(conninfo, seals[0].number, seals[-1].number)
    differences = (_check_seal(seal, rows[seal.number]) for seal in seals)
    return next((found for found in differences if found), None)


def _read(conninfo: str, first: int, last: int) -> dict[int, list[Row]]:
    """Return what stands in these seals: position, entry, leaf and the entry's texts."""
    rows: dict[int, list[Row]] = defaultdict(list)
    with psycopg.connect(conninfo) as connection, connection.cursor() as cursor:
        cursor.execute("SET TimeZone TO 'UTC'")
        with cursor.copy(f"COPY ({PLACES}) TO STDOUT", [first, last]) as copy:
            for number, *row in copy.rows():
                rows[int(number)].append(row)
    return rows


def _check_seal(seal: SealFacts, rows: Sequence[Row]) -> Difference | None:
    hashes: list[bytes] = []
    changed = None
    for place, (position, entry, kept, *row) in enumerate(rows):
        if int(position) != place:
            return changed or Difference("size", seal.number)
        if not row[0]:
            return changed or Difference("lost", seal.number, int(entry))
        leaf = leaves.leaf_of_row(row)
        hashes.append(leaf)
        if leaf.hex() != kept and not changed:
            changed = Difference("changed", seal.number, int(entry))
    if len(hashes) != seal.size:
        return changed or Difference("size", seal.number)
    if merkle.root(hashes) != seal.root:
        return changed or Difference("root", seal.number)
    # The entries are those of the root, so it is the leaf kept of one that was changed.
    return Difference("leaf", seal.number, changed.entry) if changed else None
