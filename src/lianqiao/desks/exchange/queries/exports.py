"""Lists of listings to take home, in the columns in which they come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from lianqiao.core.money import FEN_IN_WAN
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.exchange.columns import COLUMNS
from lianqiao.desks.exchange.documents import index
from lianqiao.desks.exchange.models import Cooperation, Listing
from lianqiao.desks.exchange.queries.access import own, visible
from lianqiao.desks.exchange.queries.search import Wanted
from lianqiao.engines.matching import IndexMissingError

MOST = 10_000
BATCH = 500


def found_rows(actor: Actor, wanted: Wanted) -> Iterator[list[Any]]:
    """Yield what a search finds, at most ten thousand, in the order of the page."""
    try:
        page = index().search(wanted.q, filters=wanted.filters(actor), limit=MOST)
    except IndexMissingError:
        return
    ids = [hit.id for hit in page.hits]
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        rows = _complete(visible(actor)).in_bulk(some)
        yield from (_values(rows[pk]) for pk in some if pk in rows)


def own_rows(actor: Actor) -> Iterator[list[Any]]:
    """Yield the listings of the actor's organization, drafts included."""
    rows = _complete(own(actor)).order_by("pk").iterator(chunk_size=BATCH)
    return (_values(row) for row in rows)


def _complete(rows: QuerySet[Listing]) -> QuerySet[Listing]:
    return rows.select_related("organization", "field").prefetch_related("rights")


def _values(row: Listing) -> list[Any]:
    values = {
        "kind": row.get_kind_display(),
        "reference": row.reference,
        "title": row.title,
        "text": row.text,
        "owner": row.organization.uscc or row.organization.name,
        "keywords": _joined(row.keywords),
        "field": row.field and row.field.name,
        "industry": row.industry_id,
        "region": row.region_id,
        "stage": row.get_stage_display(),
        "readiness": row.readiness,
        "cooperation": _joined(Cooperation(code).label for code in row.cooperation),
        "amount_low": _wan(row.amount_low),
        "amount_high": _wan(row.amount_high),
        "valid_until": row.valid_until,
        "confidentiality": row.get_confidentiality_display(),
        "rights": _joined(
            f"{one.get_kind_display()}:{one.title}:{one.number}" for one in row.rights.all()
        ),
        "status": row.get_status_display(),
    }
    return [values[column.name] for column in COLUMNS]


def _joined(words: Iterable[Any]) -> str:
    return "、".join(map(str, words))


def _wan(fen: int | None) -> float | None:
    return None if fen is None else fen / FEN_IN_WAN
