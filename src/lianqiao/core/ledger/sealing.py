"""Seals: batches of entries as Merkle trees, chained, their roots published.

Only entries whose transaction is over for every reader are sealed: those below the current
snapshot's xmin. A transaction that commits after later numbers were sealed leaves a gap, which is
kept and looked into by every later seal; so nothing is skipped and nothing sealed twice.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from lianqiao.core.ledger import leaves, merkle
from lianqiao.core.ledger.models import Gap, Seal, SealedEntry

# Any fixed number; other advisory locks of the house have others.
SEALER = 7_302
BATCH = 50_000
GENESIS = bytes(32)

# A row's xmin is the transaction that wrote it, also after a dump is restored; ages compare
# modulo 2^32 as the server itself does.
OVER = "age(e.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)"
PENDING = f"""
    (SELECT e.id, {leaves.SELECT} FROM ledger_entry e
     WHERE e.id > %(last)s AND {OVER} ORDER BY e.id LIMIT %(limit)s)
    UNION ALL
    (SELECT e.id, {leaves.SELECT} FROM ledger_gap g
     JOIN ledger_entry e ON e.id BETWEEN g.first AND g.last
     WHERE {OVER} ORDER BY e.id LIMIT %(limit)s)
    ORDER BY 1 LIMIT %(limit)s
"""  # noqa: S608 -- our own constants

Progress = Callable[[int], None]


def seal_all(progress: Progress | None = None) -> int:
    """Seal whatever can be sealed now; return how many entries that were."""
    total = 0
    with _one_at_a_time():
        while sealed := _seal_batch():
            total += sealed
            if progress:
                progress(total)
        publish_roots(roots_file())
    return total


def chain_hash(number: int, size: int, sealed_at: datetime, previous: bytes, root: bytes) -> bytes:
    """Return the hash that ties a seal to the one before it."""
    head = f"{leaves.FORM} {number} {size} {timestamp(sealed_at)}\n".encode()
    return sha256(head + previous + root).digest()


def timestamp(moment: datetime) -> str:
    """Return RFC 3339 in UTC with microseconds, as leaves have it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def roots_file() -> Path:
    """Where the roots are published beside the database."""
    return Path(settings.DATA_DIR) / "ledger" / "roots.txt"


@dataclass(frozen=True, slots=True)
class Published:
    """A line of the roots file."""

    number: int
    size: int
    sealed_at: str
    root: str
    chain: str

    def line(self) -> str:
        """Return the line, its parts parted by blanks."""
        return f"{self.number} {self.size} {self.sealed_at} {self.root} {self.chain}\n"

    @classmethod
    def of(cls, seal: Seal) -> Published:
        """Return a seal's line."""
        root, chain = bytes(seal.root).hex(), bytes(seal.chain).hex()
        return cls(seal.number, seal.size, timestamp(seal.sealed_at), root, chain)


def published(path: Path) -> Iterator[Published]:
    """Yield the lines of a roots file; none where there is no file."""
    if path.exists():
        with path.open(encoding="ascii") as file:
            for line in file:
                number, size, *rest = line.split()
                yield Published(int(number), int(size), *rest)


def publish_roots(path: Path) -> None:
    """Append the seals that the file lacks; also those that a crash kept from it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    last = max((one.number for one in published(path)), default=0)
    with path.open("a", encoding="ascii") as file:
        for seal in Seal.objects.filter(number__gt=last).iterator():
            file.write(Published.of(seal).line())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SEALER])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SEALER])


@transaction.atomic
def _seal_batch() -> int:
    last_seal = Seal.objects.order_by("-number").first()
    last_entry = _last_entry()
    rows = _pending(last_entry)
    if not rows:
        return 0
    entries = [(entry, leaves.leaf_of_row(texts)) for entry, *texts in rows]
    seal = _write_seal(last_seal, [leaf for _, leaf in entries])
    _write_places(seal, entries)
    _keep_gaps([entry for entry, _ in entries], last_entry)
    return len(entries)


def _last_entry() -> int:
    return SealedEntry.objects.order_by("-entry_id").values_list("entry_id", flat=True).first() or 0


def _pending(last: int) -> list[tuple[Any, ...]]:
    """Return number and texts of what to seal, in PostgreSQL's own words as for verifying."""
    with connection.cursor() as cursor:
        cursor.execute(PENDING, {"last": last, "limit": BATCH})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _write_seal(last: Seal | None, hashes: Sequence[bytes]) -> Seal:
    number = last.number + 1 if last else 1
    previous = bytes(last.chain) if last else GENESIS
    root, now = merkle.root(hashes), datetime.now(UTC)
    return Seal.objects.create(
        number=number,
        previous=previous,
        root=root,
        chain=chain_hash(number, len(hashes), now, previous, root),
        size=len(hashes),
        sealed_at=now,
    )


def _write_places(seal: Seal, entries: Iterable[tuple[int, bytes]]) -> None:
    SealedEntry.objects.bulk_create(
        (
            SealedEntry(entry_id=entry, seal=seal, position=position, leaf=leaf)
            for position, (entry, leaf) in enumerate(entries)
        ),
        batch_size=5_000,
    )


def _keep_gaps(sealed: Sequence[int], last: int) -> None:
    """Replace the gaps by what is still missing up to the last sealed number."""
    known = [(gap.first, gap.last) for gap in Gap.objects.all()]
    newest = max(last, sealed[-1])
    if newest > last:
        known.append((last + 1, newest))
    left = list(remaining(known, sealed))
    if set(left) == set(known):
        return
    Gap.objects.all().delete()
    Gap.objects.bulk_create(Gap(first=first, last=last) for first, last in left)


def remaining(ranges: Iterable[tuple[int, int]], taken: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield what is left of closed ranges without some numbers (ascending).

    >>> list(remaining([(1, 5)], [1, 3]))
    [(2, 2), (4, 5)]
    """
    for first, last in sorted(ranges):
        start = first
        for number in taken[bisect_left(taken, first) : bisect_right(taken, last)]:
            if start < number:
                yield start, number - 1
            start = number + 1
        if start <= last:
            yield start, last
