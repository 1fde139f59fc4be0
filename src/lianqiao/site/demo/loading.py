"""Loading the invented enterprises: a thousand at a time, all or none, one entry in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction

from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.services import bulk
from lianqiao.site.demo import childcare, enterprises, holdings, statements
from lianqiao.site.kinds import LOADED

Progress = Callable[[int, int], None]
Row = TypeVar("Row")
CHUNK = 1_000


@transaction.atomic
def load(
    *,
    actor: Actor,
    count: int = enterprises.COUNT,
    progress: Progress = lambda done, total: None,
) -> bulk.Loaded:
    """Enter so many enterprises and the childcare institutions; who is there already stays."""
    office, done = statements.Office(), 0
    loaded = _institutions(office)
    for rows in _chunks(enterprises.invent(count)):
        loaded += bulk.load_organizations(
            organizations=[one.data for one in rows],
            facts=(fact for one in rows for fact in statements.stated(one, office)),
            titles=[title for one in rows for title in holdings.held(one, office.this_year)],
        )
        done += len(rows)
        progress(done, count)
    if loaded.organizations:
        quantities = loaded.quantities()
        record(LOADED, subject=actor.organization or 0, actor=actor, quantities=quantities)
    return loaded


def is_loaded() -> bool:
    """Tell whether they are there already."""
    first = childcare.institutions()[0].data.uscc
    return Organization.objects.filter(uscc=first).exists()


def _institutions(office: statements.Office) -> bulk.Loaded:
    rows = childcare.institutions()
    return bulk.load_organizations(
        organizations=[one.data for one in rows],
        facts=[fact for one in rows for fact in childcare.stated(one, office)],
    )


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
