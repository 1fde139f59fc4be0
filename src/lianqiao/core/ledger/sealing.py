"""Seals: batches of entries as Merkle trees, each chained to the one before.

Only entries whose transaction is over for every reader are sealed: those below the current
snapshot's xmin. A number is drawn a moment before its transaction shows in that snapshot, so a
lower number may still come after a higher one was sealed; and numbers of rolled back transactions
never come. Both leave a gap, which every later seal looks into: nothing is skipped, nothing sealed
twice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection, transaction

from lianqiao.core.ledger import leaves, merkle, roots
from lianqiao.core.ledger.models import Gap, Seal, SealedEntry, Tree

# Any fixed number; other advisory locks of the house have others.
SEALER = 7_302
BATCH = 25_000
GENESIS = bytes(32)

# Also after a dump was restored, a row's xmin is the transaction that wrote it here; for a
# savepoint that is its own number, above that of the transaction around it. Ages compare modulo
# 2^32, as the server itself does.
OVER = "age(e.xmin) > (SELECT age(pg_snapshot_xmin(pg_current_snapshot())::xid))"
PENDING = f"""
    (SELECT {leaves.SELECT} FROM ledger_entry e
     WHERE e.id > %(last)s AND {OVER} ORDER BY e.id LIMIT %(limit)s)
    UNION ALL
    (SELECT {leaves.SELECT} FROM ledger_gap g
     JOIN ledger_entry e ON e.id BETWEEN g.first AND g.last
     WHERE {OVER} ORDER BY e.id LIMIT %(limit)s)
    ORDER BY 1 LIMIT %(limit)s
"""  # noqa: S608 -- our own constants
PLACE = "COPY ledger_sealedentry (entry_id, seal_id, position, leaf) FROM STDIN"

Progress = Callable[[int], None]


def seal_all(progress: Progress | None = None) -> int:
    """Seal whatever can be sealed now and publish the roots; return how many entries that were.

    Not inside a transaction: seals must be committed before the next one, or anybody, builds on
    them. Conflict if the published roots are not those of this database.
    """
    total = 0
    with alone():
        while sealed := _seal_batch():
            total += sealed
            if progress:
                progress(total)
        roots.publish(roots.roots_file())
    return total


def chain_hash(number: int, size: int, sealed_at: datetime, previous: bytes, root: bytes) -> bytes:
    """Return the hash that ties a seal to the one before it."""
    head = f"{leaves.FORM} {number} {size} {roots.timestamp(sealed_at)}\n".encode()
    return sha256(head + previous + root).digest()


@contextmanager
def alone() -> Iterator[None]:
    """Let nobody else seal or publish meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SEALER])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SEALER])


@transaction.atomic(durable=True)
def _seal_batch() -> int:
    last_seal = Seal.objects.order_by("-number").first()
    last_entry = _last_entry()
    entries, hashes = _pending(last_entry)
    if not entries:
        return 0
    seal = _write_seal(last_seal, hashes)
    _write_places(seal, entries, hashes)
    _keep_gaps(entries, last_entry)
    return len(entries)


def _last_entry() -> int:
    return SealedEntry.objects.order_by("-entry_id").values_list("entry_id", flat=True).first() or 0


def _pending(last: int) -> tuple[list[int], list[bytes]]:
    """Return numbers and leaves of what to seal, read as verifying reads them."""
    entries, hashes = [], []
    with connection.cursor() as cursor:
        for cells in leaves.copied(cursor, PENDING, {"last": last, "limit": BATCH}):
            entries.append(int(cells[0]))
            hashes.append(leaves.leaf(cells))
    return entries, hashes


def _write_seal(last: Seal | None, hashes: Sequence[bytes]) -> Seal:
    number = last.number + 1 if last else 1
    previous = bytes(last.chain) if last else GENESIS
    blocks, now = merkle.blocks(hashes), datetime.now(UTC)
    root = merkle.root(blocks)
    seal = Seal.objects.create(
        number=number,
        previous=previous,
        root=root,
        chain=chain_hash(number, len(hashes), now, previous, root),
        size=len(hashes),
        sealed_at=now,
    )
    Tree.objects.create(seal=seal, blocks=b"".join(blocks))
    return seal


def _write_places(seal: Seal, entries: Sequence[int], hashes: Sequence[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy(PLACE) as copy:
        for position, (entry, leaf) in enumerate(zip(entries, hashes, strict=True)):
            copy.write_row((entry, seal.number, position, leaf))


def _keep_gaps(sealed: Sequence[int], last: int) -> None:
    """Take what was sealed (ascending) out of the gaps, and add those up to the last one sealed."""
    touched = list(Gap.objects.filter(first__lte=sealed[-1], last__gte=sealed[0]))
    ranges = [(gap.first, gap.last) for gap in touched]
    if sealed[-1] > last:
        ranges.append((last + 1, sealed[-1]))
    Gap.objects.filter(pk__in=[gap.pk for gap in touched]).delete()
    left = remaining(ranges, sealed)
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
