"""Proving that nothing sealed was changed or lost, by computing all of it again.

Runs in processes of its own without Django; each reads a stretch of seals by COPY.
"""

from __future__ import annotations

import multiprocessing
import os
from binascii import unhexlify
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import psycopg

from lianqiao.core.ledger import leaves, merkle

# Entries that one task reads: enough to make a process worth asking.
STRETCH = 25_000
PROCESSES = min(8, os.cpu_count() or 1)

# Seals come first, so that one which lost all its places still has a row. The processes are many
# already: the server need not add its own; and a stretch is sorted in memory.
SETTINGS = "SET TimeZone TO 'UTC'; SET max_parallel_workers_per_gather TO 0; SET work_mem TO '64MB'"
PLACES = f"""
    SELECT s.number, p.position, p.entry_id, encode(p.leaf, 'hex'), {leaves.SELECT}
    FROM ledger_seal s
    LEFT JOIN ledger_sealedentry p ON p.seal_id = s.number
    LEFT JOIN ledger_entry e ON e.id = p.entry_id
    WHERE s.number BETWEEN %(first)s AND %(last)s ORDER BY s.number, p.position
"""  # noqa: S608 -- our own constants

# Where what stands in a row of PLACES: before the entry's own fields, its place in the seal.
_NUMBER, POSITION, ENTRY, KEPT, BEFORE = range(5)

Progress = Callable[[int, int], None]


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
    facts = {seal.number: seal for seal in seals}
    wanted = {"first": seals[0].number, "last": seals[-1].number}
    with psycopg.connect(conninfo) as connection, connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        rows = leaves.copied(cursor, PLACES, wanted)
        groups = groupby(rows, key=itemgetter(0))
        checked = (_check_seal(facts[int(number)], group) for number, group in groups)
        found = next(filter(None, checked), None)
        # What is left of the rows has to be read before the connection can be used, or left.
        rows.close()
    return found


def _check_seal(seal: SealFacts, rows: Iterable[Sequence[bytes]]) -> Difference | None:
    found = list(rows)
    hashes = [leaves.leaf(row[BEFORE:]) for row in found]
    whole = (
        [row[POSITION] for row in found] == [b"%d" % place for place in range(seal.size)]
        and b"".join(hashes) == unhexlify(b"".join([row[KEPT] for row in found]))
        and merkle.root(hashes) == seal.root
    )
    return None if whole else _difference(seal, found, hashes)


def _difference(
    seal: SealFacts, rows: Sequence[Sequence[bytes]], hashes: Sequence[bytes]
) -> Difference:
    """Say what is wrong with a seal that is not whole."""
    changed = None
    for place, (row, leaf) in enumerate(zip(rows, hashes, strict=True)):
        if row[POSITION] != b"%d" % place:
            return changed or Difference("size", seal.number)
        if not row[BEFORE]:
            return changed or Difference("lost", seal.number, int(row[ENTRY]))
        if leaf.hex().encode() != row[KEPT] and not changed:
            changed = Difference("changed", seal.number, int(row[ENTRY]))
    if len(rows) != seal.size:
        return changed or Difference("size", seal.number)
    if merkle.root(hashes) != seal.root or changed is None:
        return changed or Difference("root", seal.number)
    # The entries are those of the root, so it is the leaf kept of one that was changed.
    return Difference("leaf", seal.number, changed.entry)
