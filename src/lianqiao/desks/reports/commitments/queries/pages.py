"""What a promise's own page shows: its entries day by day, its amendments, its ledger entries."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import EntryPage, paged
from lianqiao.desks.reports.commitments import kinds
from lianqiao.desks.reports.commitments.models import (
    Amendment,
    Commitment,
    Progress,
    Stage,
    files_and_takedowns,
)

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class History:
    """What has happened to a promise: entries the newest first, amendments in their order."""

    entries: Page[Progress]
    amendments: list[Amendment]
    ledger: EntryPage


def history(
    row: Commitment, *, page: int = 1, before: int | None = None, after: int | None = None
) -> History:
    """Return what happened to a promise: a page of its entries, all its amendments.

    `before` and `after` page through the ledger.
    """
    steps = row.progress.select_related("place", "corrected_by").prefetch_related(
        Prefetch("files", files_and_takedowns())
    )
    amendments = row.amendments.prefetch_related("added__region", "dropped__region")
    entries = Entry.objects.filter(subject_type=kinds.COMMITMENT, subject_id=row.pk)
    return History(
        Paginator(steps.order_by("-on", "-pk"), ON_A_PAGE).get_page(page),
        list(amendments),
        paged(entries, before=before, after=after),
    )


def page_of_entry(row: Progress) -> int:
    """Return on which page of its promise an entry stands."""
    later = Q(on__gt=row.on) | Q(on=row.on, pk__gt=row.pk)
    return Progress.objects.filter(later, commitment=row.commitment_id).count() // ON_A_PAGE + 1


def public_entry(pk: int) -> int:
    """Return the number of a ledger entry about a published promise. NotFound for others."""
    row = Entry.objects.filter(pk=pk, subject_type=kinds.COMMITMENT).first()
    published = Commitment.objects.filter(stage=Stage.PUBLISHED)
    if row is None or not published.filter(pk=row.subject_id).exists():
        raise NotFound(_("There is no such ledger entry."))
    return row.pk
