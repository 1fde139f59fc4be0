"""Keeping figures as they are published, so that no later change alters them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, NotAllowed
from lianqiao.core.indicators import counting
from lianqiao.core.indicators.models import Aggregate, Frozen, Version
from lianqiao.core.indicators.queries.proofs import digest_of, recount
from lianqiao.core.indicators.queries.values import (
    Asked,
    known_versions,
    parts,
    ratio,
    require_asked,
)
from lianqiao.core.ledger.models import SealedEntry
from lianqiao.core.parties.actors import Actor


def freeze(asked: Sequence[Asked], *, actor: Actor) -> list[Frozen]:
    """Count figures and keep them, in the caller's transaction; in the order asked for.

    Seal first (`ledger.sealing.seal_all`, outside the transaction): Conflict where an entry that
    counts is not sealed yet.
    """
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department publishes figures."))
    known = known_versions({one.code for one in asked})
    with transaction.atomic():
        return [_frozen(known[one.code], one, known) for one in asked]


def _frozen(version: Version, one: Asked, known: Mapping[str, Version]) -> Frozen:
    require_asked(version, one.period, one.region)
    if version.aggregate != Aggregate.RATIO:
        return _counted(version, one)
    above, below = (_counted(part, one) for part in parts(version, known))
    return Frozen.objects.create(
        version=version,
        period=one.period.code,
        region=one.region,
        value=ratio(version, above.value, below.value),
        seal=max(filter(None, (above.seal, below.seal)), default=None),
        digest=digest_of([]),
        numerator=above,
        denominator=below,
    )


def _counted(version: Version, one: Asked) -> Frozen:
    entries = _entries(version, one)
    row = Frozen(version=version, period=one.period.code, region=one.region, entries=entries)
    row.seal, row.digest = _sealed(entries), digest_of(entries)
    row.value = recount(row)
    row.save(force_insert=True)
    return row


def _entries(version: Version, one: Asked) -> list[int]:
    selection = counting.entries_of(version, one.period, one.region)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id FROM ({selection.sql}) e ORDER BY e.id",  # noqa: S608 -- our own words
            selection.values,
        )
        return [row[0] for row in cursor.fetchall()]


def _sealed(entries: Sequence[int]) -> int | None:
    """Return the newest seal among those of the entries; Conflict where one has none."""
    seals = list(SealedEntry.objects.filter(entry_id__in=entries).values_list("seal_id", flat=True))
    if len(seals) != len(entries):
        raise Conflict(_("Some of the records were not sealed yet. Publish again in a minute."))
    return max(seals, default=None)
