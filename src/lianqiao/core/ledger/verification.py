"""Proving that nothing sealed was changed or lost, by computing all of it again.

Runs in processes of its own without Django; each reads a stretch of seals by COPY.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
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


@dataclass(frozen=True, slots=True)
class SealFacts:
    """A seal as the database tells it."""

    number: int
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that is not as it was sealed. `entry` is None where a whole seal is meant.

    `what` is one of 'changed', 'lost', 'size', 'root', 'chain', 'missing', 'unpublished',
    'republished'.
    """

    what: str
    seal: int
    entry: int | None = None


def first_difference(
    conninfo: str, seals: Sequence[SealFacts], progress: Progress | None = None
) -> Difference | None:
    """Compute every leaf and root again; return the first that differs, in sealing order."""
    total, done = sum(seal.size for seal in seals), 0
    stretches = list(_stretches(seals))
    # Not forked: the caller's database connection must not be shared.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(PROCESSES, max(1, len(stretches))), mp_context=context) as pool:
        found = pool.map(_check_stretch, [conninfo] * len(stretches), stretches)
        for stretch, difference in zip(stretches, found, strict=True):
            if difference:
                pool.shutdown(cancel_futures=True)
                return difference
            done += sum(seal.size for seal in stretch)
            if progress:
                progress(done, total)
    return None


def _stretches(seals: Iterable[SealFacts]) -> Iterator[list[SealFacts]]:
    stretch: list[SealFacts] = []
    for seal in seals:
        stretch.append(seal)
        if sum(one.size for one in stretch) >= STRETCH:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _check_stretch(conninfo: str, seals: Sequence[SealFacts]) -> Difference | None:
    rows: dict[int, list[Sequence[Any]]] = {seal.number: [] for seal in seals}
    with (
        psycopg.connect(conninfo, options="-c TimeZone=UTC") as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({PLACES}) TO STDOUT", [seals[0].number, seals[-1].number]) as copy,
    ):
        for number, *row in copy.rows():
            rows[int(number)].append(row)
    differences = (_check_seal(seal, rows[seal.number]) for seal in seals)
    return next((found for found in differences if found), None)


def _check_seal(seal: SealFacts, rows: Sequence[Sequence[Any]]) -> Difference | None:
    hashes: list[bytes] = []
    for place, (position, entry, kept, *row) in enumerate(rows):
        if int(position) != place:
            return Difference("size", seal.number)
        if not row[0]:
            return Difference("lost", seal.number, int(entry))
        leaf = leaves.leaf_of_row(row)
        if leaf.hex() != kept:
            return Difference("changed", seal.number, int(entry))
        hashes.append(leaf)
    if len(hashes) != seal.size:
        return Difference("size", seal.number)
    return None if merkle.root(hashes) == seal.root else Difference("root", seal.number)
