"""Keeping the search index true to the listings.

The database is the source. A trigger notes each changed listing in the outbox `IndexChange`
and wakes the one process that holds the index's pen; a change is removed from the outbox only
after the index has committed it, so a killed process loses nothing and at worst writes a
document twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from lianqiao.desks.exchange.documents import document, documents, index
from lianqiao.desks.exchange.models import IndexChange, Listing, Status

CHANNEL = "exchange_index"
BATCH = 2_000
# Any fixed number will do; it must only differ from other advisory locks of the house.
PEN = 7_301

Progress = Callable[[int, int], None]


@contextmanager
def pen() -> Iterator[psycopg.Connection]:
    """Hold the right to write the index, waiting for it; gives a connection that can listen.

    The lock lives on a connection of its own: should the process die, the server frees it.
    """
    with psycopg.connect(**_connection_parameters(), autocommit=True) as own:
        own.execute(f"LISTEN {CHANNEL}")
        own.execute("SELECT pg_advisory_lock(%s)", [PEN])
        yield own


def _connection_parameters() -> dict[str, object]:
    parameters = dict(connection.get_connection_params())
    for name in ("cursor_factory", "context", "pool", "prepare_threshold"):
        parameters.pop(name, None)
    return parameters


def apply_changes() -> list[int]:
    """Bring one batch of the outbox into the index; return the listings that changed.

    Only the holder of the pen may call this.
    """
    changes = dict(IndexChange.objects.order_by("pk")[:BATCH].values_list("pk", "listing_id"))
    if not changes:
        return []
    touched = set(changes.values())
    present = {doc.id: doc for doc in documents(touched)}
    with index().writer() as writer:
        for gone in touched - present.keys():
            writer.remove(gone)
        for doc in present.values():
            writer.replace(doc)
        writer.commit()
    IndexChange.objects.filter(pk__in=changes).delete()
    return sorted(touched)


def rebuild(progress: Progress | None = None) -> int:
    """Write the index anew from the database; return how many listings it holds."""
    rows = Listing.objects.filter(status=Status.PUBLISHED)
    total = rows.count()
    last_change = IndexChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    with index().writer() as writer:
        writer.clear()
        for done, row in enumerate(rows.iterator(chunk_size=BATCH), start=1):
            writer.add(document(row))
            if progress and done % 500 == 0:
                progress(done, total)
        writer.commit()
    # Changes noted while we wrote stay in the outbox and are applied next.
    IndexChange.objects.filter(pk__lte=last_change or 0).delete()
    if progress:
        progress(total, total)
    return total
