"""Seals, and whether everything sealed is still what it was."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from lianqiao.core.ledger import roots, sealing, verification
from lianqiao.core.ledger.models import Entry, Gap, Seal, SealedEntry
from lianqiao.core.ledger.verification import Difference, Progress, SealFacts


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of verifying: how much was looked at, and the first difference if any."""

    seals: int
    entries: int
    unsealed: int
    difference: Difference | None


def seals() -> QuerySet[Seal]:
    """Return all seals, newest first; they are public."""
    return Seal.objects.order_by("-number")


def waiting() -> QuerySet[Entry]:
    """Return the entries that no seal holds yet."""
    return Entry.objects.filter(sealed__isnull=True)


def verify(progress: Progress | None = None, *, copy: Path | None = None) -> Verification:
    """Compute all seals again, and hold them against the published roots.

    `copy` is another file of roots, kept elsewhere; it may end before ours does.
    """
    # A seal is published a moment after it is made; meanwhile the two would differ.
    with sealing.alone():
        found, published = list(Seal.objects.order_by("number")), _lines(roots.roots_file())
    total = sum(seal.size for seal in found)
    facts = [SealFacts(seal.number, seal.size, bytes(seal.root)) for seal in found]
    # The entries come first: of a rewritten seal, its changed entry says more than its root.
    difference = (
        verification.first_difference(_conninfo(), facts, progress)
        or _broken_chain(found)
        or _unlike_published(found, published)
        or (_unlike_published(found[: len(_lines(copy))], _lines(copy)) if copy else None)
        or _skipped(total)
    )
    # All that is sealed is there, or some of it is missing and the rest is counted one by one.
    unsealed = waiting().count() if difference else Entry.objects.count() - total
    return Verification(len(found), total, unsealed, difference)


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True) if path.exists() else []


def _conninfo() -> str:
    """Return where the database is, for processes of their own."""
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    parameters = connection.get_connection_params()
    return make_conninfo(**{name: parameters[name] for name in parameters.keys() & known})


def _broken_chain(found: list[Seal]) -> Difference | None:
    previous = sealing.GENESIS
    for number, seal in enumerate(found, start=1):
        if seal.number != number:
            return Difference("missing", number)
        expected = sealing.chain_hash(number, seal.size, seal.sealed_at, previous, bytes(seal.root))
        if bytes(seal.previous) != previous or bytes(seal.chain) != expected:
            return Difference("chain", number)
        previous = expected
    return None


def _unlike_published(found: list[Seal], published: list[bytes]) -> Difference | None:
    for number, (seal, line) in enumerate(zip_longest(found, published), start=1):
        if seal is None:
            return Difference("missing", number)
        if line is None:
            return Difference("unpublished", number)
        if roots.line(seal) != line:
            return Difference("republished", number)
    return None


def _skipped(sealed: int) -> Difference | None:
    """Return an entry that sealing will never come back to: somebody forged it or its gap."""
    newest = SealedEntry.objects.order_by("-entry_id").first()
    among = Entry.objects.filter(pk__lte=newest.pk if newest else 0)
    # Counting is fast, looking for the odd one is not.
    if among.count() == sealed:
        return None
    gaps = Gap.objects.filter(first__lte=OuterRef("pk"), last__gte=OuterRef("pk"))
    rows = among.filter(~Exists(gaps), sealed__isnull=True)
    entry = rows.order_by("pk").values_list("pk", flat=True).first()
    return Difference("skipped", entry=entry) if entry else None
