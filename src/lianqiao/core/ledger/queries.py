"""What one can ask of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from lianqiao.core.errors import Conflict, NotFound
from lianqiao.core.ledger import leaves, merkle, sealing, verification
from lianqiao.core.ledger.models import Entry, Seal, SealedEntry
from lianqiao.core.ledger.verification import Difference, Progress, SealFacts
from lianqiao.core.parties.actors import Actor

# What a proof shows without being asked: what was counted, not whose it is.
ALL = leaves.FIELDS
REVEALED = ("id", "recorded_at", "happened_at", "kind", "region", "quantities", "withdrawn")


def entries(actor: Actor) -> QuerySet[Entry]:
    """Entries that an actor may see: the bureau all, a party those of its own organization."""
    if actor.is_bureau:
        return Entry.objects.all()
    if actor.organization is None:
        return Entry.objects.none()
    return Entry.objects.filter(organization_id=actor.organization)


def entry(actor: Actor, pk: int) -> Entry:
    """Return one entry, or NotFound."""
    row = entries(actor).select_related("sealed__seal", "corrected_by").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such ledger entry, or it is not open to you."))
    return row


def current() -> QuerySet[Entry]:
    """Entries in their last restatement: what is counted."""
    return Entry.objects.filter(corrected_by__isnull=True, withdrawn=False)


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of verifying: how much was looked at, and the first difference if any."""

    seals: int
    entries: int
    unsealed: int
    difference: Difference | None


def verify(progress: Progress | None = None) -> Verification:
    """Compute all seals again, and hold them against the published roots."""
    seals = list(Seal.objects.order_by("number"))
    facts = [SealFacts(seal.number, seal.size, bytes(seal.root)) for seal in seals]
    total = sum(seal.size for seal in seals)
    # The entries come first: of a rewritten seal, its changed entry says more than its root.
    difference = (
        verification.first_difference(_conninfo(), facts, progress)
        or _broken_chain(seals)
        or _unlike_published(seals)
    )
    return Verification(len(seals), total, Entry.objects.count() - total, difference)


def _conninfo() -> str:
    """Return where the database is, for processes of their own."""
    settings = connection.settings_dict
    return make_conninfo(
        dbname=settings["NAME"],
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
    )


def _broken_chain(seals: list[Seal]) -> Difference | None:
    previous = sealing.GENESIS
    for number, seal in enumerate(seals, start=1):
        if seal.number != number:
            return Difference("missing", number)
        expected = sealing.chain_hash(number, seal.size, seal.sealed_at, previous, bytes(seal.root))
        if bytes(seal.previous) != previous or bytes(seal.chain) != expected:
            return Difference("chain", number)
        previous = expected
    return None


def _unlike_published(seals: list[Seal]) -> Difference | None:
    ours = {seal.number: sealing.Published.of(seal) for seal in seals}
    theirs = {one.number: one for one in sealing.published(sealing.roots_file())}
    for number in sorted(ours.keys() | theirs.keys()):
        if number not in ours:
            return Difference("missing", number)
        if number not in theirs:
            return Difference("unpublished", number)
        if ours[number] != theirs[number]:
            return Difference("republished", number)
    return None


def proof(pk: int, reveal: tuple[str, ...] = REVEALED) -> dict[str, Any]:
    """Return the proof that an entry is in its seal, as plain data for JSON.

    Fields not in `reveal` are given by their hash alone. Conflict if it is not sealed yet.
    """
    place = SealedEntry.objects.select_related("seal").filter(entry_id=pk).first()
    if place is None:
        raise Conflict(_("This entry is not sealed yet; seals are made every minute."))
    hashes = [
        bytes(leaf)
        for leaf in place.seal.entries.order_by("position").values_list("leaf", flat=True)
    ]
    seal = sealing.Published.of(place.seal)
    return {
        "form": leaves.FORM,
        "fields": _fields(pk, reveal),
        "index": place.position,
        "path": [sibling.hex() for sibling in merkle.path(hashes, place.position)],
        "seal": {
            "number": seal.number,
            "size": seal.size,
            "sealed_at": seal.sealed_at,
            "previous": bytes(place.seal.previous).hex(),
            "root": seal.root,
            "chain": seal.chain,
        },
    }


def _fields(pk: int, reveal: tuple[str, ...]) -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {leaves.SELECT} FROM ledger_entry e WHERE id = %s",  # noqa: S608 -- our own
            [pk],
        )
        *row, salt = cursor.fetchone()
    texts, entry_salt = leaves.texts(row), bytes.fromhex(salt)
    return [
        {"name": name, "salt": one.hex(), "text": text}
        if name in reveal
        else {"name": name, "hash": hashed.hex()}
        for name, text, one, hashed in zip(
            leaves.FIELDS,
            texts,
            leaves.salts(entry_salt),
            leaves.field_hashes(texts, entry_salt),
            strict=True,
        )
    ]
