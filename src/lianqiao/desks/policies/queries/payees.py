"""The payments behind a figure, for bureaus: named where the claim is open to who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Industry, Region
from lianqiao.core.sheets import Column, day, number, text
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.queries import paid
from lianqiao.desks.policies.queries.claims import visible_claims
from lianqiao.desks.policies.queries.paid import Selection
from lianqiao.desks.policies.queries.reading import current_of
from lianqiao.desks.policies.queries.runs import require_bureau

BATCH = 500
COLUMNS = (
    Column("entry", "台账编号", "Ledger entry", number(0)),
    Column("day", "日期", "Day", day),
    Column("measure", "事项", "Measure", text(200)),
    Column("organization", "单位", "Organization", text(200)),
    Column("region", "地区", "Region", text(60)),
    Column("amount", "金额（元）", "Amount (yuan)", number(2)),
)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment; `organization` and `case` only where the claim is open to who asks."""

    entry: int
    day: date
    measure: str
    organization: str
    region: str
    amount: Decimal
    case: int | None


def entries(actor: Actor, selection: Selection) -> QuerySet[Entry]:
    """Return the payments of a selection, the newest first; NotFound for who is no bureau."""
    require_bureau(actor)
    return selection.entries().order_by("-happened_at", "-pk")


def named(actor: Actor, rows: Iterable[Entry]) -> list[Payment]:
    """Return payments with their names; three queries, however many."""
    rows = list(rows)
    cases = [row.subject_id for row in rows]
    titles = dict(Claim.objects.filter(case__in=cases).values_list("case", "measure__title"))
    open_ones = visible_claims(actor).filter(case__in=cases).select_related("organization")
    claims = {one.case_id: str(one.organization) for one in open_ones}
    regions = Region.objects.in_bulk({row.region for row in rows if row.region})
    return [
        Payment(
            entry=row.pk,
            day=timezone.localdate(row.happened_at),
            measure=titles.get(row.subject_id, ""),
            organization=claims.get(row.subject_id, ""),
            region=str(regions.get(row.region, "")),
            amount=Decimal(row.quantities["amount"][0]),
            case=row.subject_id if row.subject_id in claims else None,
        )
        for row in rows
    ]


def words(selection: Selection) -> list[str]:
    """Return to what a selection is narrowed, in words."""
    found = [str(selection.year)]
    if selection.policy:
        titles = current_of([selection.policy])
        found += [row.title for row in titles.values()]
    for code, model in ((selection.region, Region), (selection.industry, Industry)):
        if code:
            row = model._default_manager.filter(pk=code).first()
            found.append(str(row or paid.unknown()))
    if selection.size:
        found.append(paid.size_names().get(selection.size, paid.unknown()))
    return found


def export_rows(actor: Actor, selection: Selection) -> Iterator[list[Any]]:
    """Yield the list's rows in the order of `COLUMNS`."""
    found = entries(actor, selection).iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        for row in named(actor, batch):
            yield [getattr(row, column.name) for column in COLUMNS]
