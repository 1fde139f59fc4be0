"""Many listings at once, as lists bring them: a few statements for each thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from lianqiao.core.errors import explained
from lianqiao.core.ledger.services import Line, record_many
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.exchange.models import IntellectualProperty, Listing, Status
from lianqiao.desks.exchange.services.listings import Draft, budget, refusals

BATCH = 1_000
T = TypeVar("T")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Brought:
    """A listing of a list: whose it is, what it says, whether it is to be seen."""

    organization: int
    draft: Draft
    publish: bool = True


@transaction.atomic
def save_listings(
    *,
    actor: Actor,
    new: Sequence[Brought],
    changed: Mapping[int, Brought],
    progress: Progress | None = None,
) -> None:
    """Insert and change listings, all or nothing; what is published is counted in the ledger.

    Whether the actor may do so for these organizations is decided by who calls.
    """
    total, done = len(new) + len(changed), 0
    for batch in batches(new):
        rows = [_row(one, actor) for one in batch]
        with explained(refusals()):
            Listing.objects.bulk_create(rows)
        _insert_rights(zip(rows, batch, strict=True))
        record_many(map(published_line, filter(_is_published, rows)), actor=actor)
        done += len(batch)
        if progress:
            progress(done, total)
    for batch in batches(changed.items()):
        _change(dict(batch), actor)
        done += len(batch)
        if progress:
            progress(done, total)


def _change(wanted: Mapping[int, Brought], actor: Actor) -> None:
    rows = list(Listing.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    shown = []
    for row in rows:
        one = wanted[row.pk]
        for name, value in one.draft.columns().items():
            setattr(row, name, value)
        row.version, row.updated_at = row.version + 1, timezone.now()
        if one.publish and row.status == Status.DRAFT:
            row.status, row.published_at = Status.PUBLISHED, row.published_at or timezone.now()
            shown.append(row)
    columns = [*Draft("", "").columns(), "version", "updated_at", "status", "published_at"]
    with explained(refusals()):
        Listing.objects.bulk_update(rows, [name.removesuffix("_id") for name in columns], BATCH)
    IntellectualProperty.objects.filter(listing__in=rows).delete()
    _insert_rights((row, wanted[row.pk]) for row in rows)
    record_many(map(published_line, shown), actor=actor)


def _row(one: Brought, actor: Actor) -> Listing:
    return Listing(
        organization_id=one.organization,
        author_id=actor.user,
        status=Status.PUBLISHED if one.publish else Status.DRAFT,
        published_at=timezone.now() if one.publish else None,
        **one.draft.columns(),
    )


def _is_published(row: Listing) -> bool:
    return row.status == Status.PUBLISHED


def _insert_rights(pairs: Iterable[tuple[Listing, Brought]]) -> None:
    IntellectualProperty.objects.bulk_create(
        [
            IntellectualProperty(listing=row, kind=r.kind, title=r.title, number=r.number)
            for row, one in pairs
            for r in one.draft.rights
        ]
    )


def published_line(row: Listing) -> Line:
    """Return the ledger entry of a listing's publication."""
    return Line(
        f"exchange.{row.kind}.published",
        subject=row.pk,
        organization=row.organization_id,
        region=row.region_id,
        quantities=budget(row),
        at=row.published_at,
    )


def batches(things: Iterable[T]) -> Iterator[list[T]]:
    """Yield things a thousand at a time."""
    iterator = iter(things)
    while batch := list(islice(iterator, BATCH)):
        yield batch
