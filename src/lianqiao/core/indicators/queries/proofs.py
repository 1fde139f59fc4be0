"""Whether a published figure still stands on the entries that it was counted from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators import counting
from lianqiao.core.indicators.models import Aggregate, Frozen
from lianqiao.core.indicators.queries.values import ratio, rounded
from lianqiao.core.ledger import leaves, roots, trees
from lianqiao.core.ledger.models import Seal, SealedEntry
from lianqiao.core.parties.actors import ANYONE, Actor


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the proof of a figure holds; if not, `difference` says in words what differs."""

    difference: str = ""
    entry: int | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.difference


def frozen(pk: int, actor: Actor = ANYONE) -> Frozen:
    """Return a published figure. NotFound where there is none for this actor."""
    rows = Frozen.objects.select_related("version__department", "version__indicator")
    if not actor.is_bureau:
        rows = rows.filter(version__indicator__is_public=True)
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such published figure."))
    return row


def checked(pk: int) -> Check:
    """Compute the leaves of a published figure's entries, their seals and its value again."""
    row = Frozen.objects.select_related("version", "numerator", "denominator").get(pk=pk)
    if row.version.aggregate == Aggregate.RATIO:
        found = (checked(part) for part in (row.numerator_id, row.denominator_id) if part)
        return next((one for one in found if not one.holds), _ratio_checked(row))
    return _entries_checked(row) or _seals_checked(row) or _value_checked(row)


def document(row: Frozen) -> dict[str, Any]:
    """Return a published figure with all that is needed to check it, as plain data for JSON."""
    return {
        "indicator": row.version.code,
        "version": row.version.number,
        "name": row.version.name,
        "aggregate": row.version.aggregate,
        "kinds": row.version.kinds,
        "condition": row.version.condition,
        "quantity": row.version.quantity,
        "period": row.period,
        "region": row.region,
        "value": None if row.value is None else format(row.value.normalize(), "f"),
        "unit": row.version.unit,
        "counted_at": roots.timestamp(row.counted_at),
        "seal": row.seal,
        "entries": row.entries,
        "digest": row.digest,
        "parts": [document(part) for part in (row.numerator, row.denominator) if part],
    }


def digest_of(entries: list[int]) -> str:
    """Return the SHA-256 of the leaves of sealed entries, as their seals have them."""
    places = SealedEntry.objects.filter(entry_id__in=entries).order_by("entry_id")
    total = sha256()
    for leaf in places.values_list("leaf", flat=True).iterator():
        total.update(bytes(leaf))
    return total.hexdigest()


def recount(row: Frozen) -> Decimal | None:
    """Return what the entries of a published figure come to now, whatever corrected them since."""
    selection = counting.of_entries(row.entries)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {counting.value_of(row.version)} FROM ({selection.sql}) e",  # noqa: S608
            selection.values,
        )
        found: Decimal | None = cursor.fetchone()[0]
    return rounded(found)


def _entries_checked(row: Frozen) -> Check | None:
    """Return the first entry whose fields do not give the leaf that was sealed."""
    total, seen = sha256(), 0
    for entry, leaf, kept in _leaves(row.entries):
        if leaf != kept:
            message = _("Ledger entry %(number)d is not as it was sealed.")
            return Check(message % {"number": entry}, entry)
        total.update(leaf)
        seen += 1
    if seen != len(row.entries):
        return Check(_("Some of its ledger entries are gone."))
    if total.hexdigest() != row.digest:
        return Check(_("Its ledger entries are not those that were counted."))
    return None


def _leaves(entries: list[int]) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield number, leaf computed now and leaf kept of each sealed entry, ascending."""
    query = (
        f"SELECT encode(p.leaf, 'hex'), {leaves.SELECT} FROM ledger_entry e"  # noqa: S608
        " JOIN ledger_sealedentry p ON p.entry_id = e.id"
        " WHERE e.id = ANY(%(entries)s) ORDER BY e.id"
    )
    with connection.cursor() as cursor:
        for kept, *cells in leaves.copied(cursor, query, {"entries": entries}):
            yield int(cells[0]), leaves.leaf(cells), bytes.fromhex(kept.decode())


def _seals_checked(row: Frozen) -> Check | None:
    """Hold the leaves of its entries against their seals, and these against the published roots."""
    places = SealedEntry.objects.filter(entry_id__in=row.entries).order_by("seal", "position")
    seals = Seal.objects.select_related("tree").filter(pk__in=places.order_by().values("seal_id"))
    found, path = {seal.pk: seal for seal in seals}, roots.roots_file()
    for number, group in groupby(places.values_list("seal_id", "position"), itemgetter(0)):
        seal = found[number]
        root = trees.root_of(seal, [place for _seal, place in group])
        if root != bytes(seal.root) or not roots.is_published(seal, path):
            return Check(_("Seal %(number)d is not as it was published.") % {"number": number})
    return None


def _value_checked(row: Frozen) -> Check:
    return (
        Check()
        if recount(row) == row.value
        else Check(_("Its ledger entries come to another value."))
    )


def _ratio_checked(row: Frozen) -> Check:
    above = row.numerator.value if row.numerator else None
    below = row.denominator.value if row.denominator else None
    same = ratio(row.version, above, below) == row.value
    return Check() if same else Check(_("It is not the ratio of its parts."))
