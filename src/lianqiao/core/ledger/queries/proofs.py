"""The proof that an entry stands in a seal, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, NotFound
from lianqiao.core.ledger import leaves, roots, trees
from lianqiao.core.ledger.models import Entry, Seal, SealedEntry

# What a proof shows without being asked: what was counted, not whose it is.
REVEALED = ("id", "recorded_at", "happened_at", "kind", "region", "quantities", "withdrawn")
ALL = leaves.FIELDS


def proof(pk: int, reveal: Sequence[str] = REVEALED) -> dict[str, Any]:
    """Return the proof of an entry that the caller may see; docs/verify_proof.py checks it.

    Fields not in `reveal` are given by their hash alone. NotFound for an unknown entry,
    Conflict if it is not sealed yet.
    """
    place = SealedEntry.objects.select_related("seal__tree").filter(entry_id=pk).first()
    if place is None:
        raise _unproven(pk)
    return {
        "form": leaves.FORM,
        "fields": _fields(pk, reveal),
        "index": place.position,
        "path": [sibling.hex() for sibling in trees.path_of(place)],
        "seal": _seal(place.seal),
    }


def _unproven(pk: int) -> Conflict | NotFound:
    if Entry.objects.filter(pk=pk).exists():
        return Conflict(_("This entry is not sealed yet; seals are made every minute."))
    return NotFound(_("There is no such ledger entry."))


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "number": seal.number,
        "size": seal.size,
        "sealed_at": roots.timestamp(seal.sealed_at),
        "previous": bytes(seal.previous).hex(),
        "root": bytes(seal.root).hex(),
        "chain": bytes(seal.chain).hex(),
    }


def _fields(pk: int, reveal: Sequence[str]) -> list[dict[str, str]]:
    query = f"SELECT {leaves.SELECT} FROM ledger_entry e WHERE id = %(pk)s"  # noqa: S608 -- ours
    with connection.cursor() as cursor:
        [cells] = leaves.copied(cursor, query, {"pk": pk})
    texts, salt = leaves.texts(cells)
    return [
        {"name": name, "salt": one.hex(), "text": text.decode()}
        if name in reveal
        else {"name": name, "hash": hashed.hex()}
        for name, text, one, hashed in zip(
            leaves.FIELDS, texts, leaves.salts(salt), leaves.field_hashes(texts, salt), strict=True
        )
    ]
