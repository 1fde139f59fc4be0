"""Listings as the matching engine reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from lianqiao.desks.exchange.models import Listing, Maturity, Status
from lianqiao.engines.matching import Document, Index

# Midpoints of the readiness levels that offices mean by these words (GB/T 22900-2009's
# nine levels); used only where a listing names no level itself.
READINESS_OF = {
    Maturity.PRINCIPLE: 2,
    Maturity.LABORATORY: 4,
    Maturity.PILOT: 6,
    Maturity.PRODUCT: 8,
    Maturity.MASS_PRODUCTION: 9,
}


def index() -> Index:
    """Return the search index of this installation; each process keeps it open."""
    return _opened(Path(settings.DATA_DIR) / "index")


@cache
def _opened(path: Path) -> Index:
    return Index(path)


def document(row: Listing) -> Document:
    """Return a listing as the engine's document; codes and numbers only, no people."""
    return Document(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        text=row.text,
        keywords=tuple(row.keywords),
        field=row.field_id or "",
        industry=row.industry_id or "",
        region=row.region_id or "",
        stage=row.readiness or READINESS_OF.get(row.stage),
        cooperation=frozenset(row.cooperation),
        amount_low=row.amount_low,
        amount_high=row.amount_high,
        owner=row.organization_id,
        valid_until=row.valid_until,
        audience=row.confidentiality,
    )


def documents(ids: Iterable[int]) -> Iterator[Document]:
    """Yield the published listings among `ids` as documents."""
    for row in Listing.objects.filter(pk__in=list(ids), status=Status.PUBLISHED).iterator():
        yield document(row)
