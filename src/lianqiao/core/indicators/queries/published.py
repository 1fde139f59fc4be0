"""An indicator as open data: what it comes to each month, and what was reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators.kinds import FIGURE
from lianqiao.core.indicators.models import Reported, Version
from lianqiao.core.indicators.periods import FIRST_YEAR, LAST_YEAR, Period
from lianqiao.core.indicators.queries.tables import year_table
from lianqiao.core.indicators.queries.values import known_versions, newest_seal, parts
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.core.parties.models import Region

# An entry whose transaction took longer than that of a later one shows after so many seconds.
KEPT = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a period and a place."""

    period: str
    region: str
    place: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """An indicator's figures of a year: `tag` differs wherever one of them does.

    `entry` and `seal` are the newest of the ledger when they were counted.
    """

    cells: tuple[Cell, ...]
    counted_at: datetime
    entry: int
    seal: int | None
    tag: str

    def of(self, region: str, by: str) -> Iterator[Cell]:
        """Yield the figures of one place, or of the city alone, of its districts, or of all."""
        for cell in self.cells:
            kind = "city" if cell.region == settings.CITY else "district"
            if (not region or cell.region == region) and (not by or kind == by):
                yield cell


def published(version: Version, year: int) -> Dataset:
    """Return the figures of a year; those of months without records of their own are None.

    Counted again only once the ledger holds more of what counts. NotFound for what is no year.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    made_of = parts(version, known_versions({version.code}))
    key = _key([version, *made_of], year)
    kept: Dataset | None = cache.get(key)
    if kept and not _added_since(kept.entry, made_of):
        return kept
    dataset = _counted_now(version, year)
    if kept and kept.tag == dataset.tag:
        dataset = replace(dataset, counted_at=kept.counted_at)
    cache.set(key, dataset, KEPT)
    return dataset


def _key(versions: Sequence[Version], year: int) -> str:
    told = [f"{one.pk}.{one.recorded_at.timestamp()}" for one in versions]
    return f"open-data:{year}:{'-'.join(told)}"


def _added_since(entry: int, versions: Sequence[Version]) -> bool:
    counted = {FIGURE for one in versions if one.is_reported}
    counted.update(kind for one in versions for kind in (*one.kinds, *one.ends))
    return Entry.objects.filter(pk__gt=entry, kind__in=counted).exists()


def _counted_now(version: Version, year: int) -> Dataset:
    # The entry first: what comes in while it is counted makes it be counted again.
    entry = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    seal, now = newest_seal(), timezone.now()
    cells = tuple(_cells(version, year))
    tag = sha256(repr((version.pk, version.recorded_at, cells)).encode()).hexdigest()[:32]
    return Dataset(cells, now, entry, seal, tag)


def _cells(version: Version, year: int) -> Iterator[Cell]:
    names = dict(Region.objects.filter(parent=settings.CITY).values_list("pk", "name"))
    names[settings.CITY] = str(Region.objects.filter(pk=settings.CITY).first() or "")
    found = _reported(version, year) if version.is_reported else _counted(version, year)
    for period, region, value in found:
        code = region or settings.CITY
        yield Cell(period, code, names.get(code, code), value)


def _counted(version: Version, year: int) -> Iterator[tuple[str, str, Decimal | None]]:
    for (_code, month, region), value in year_table([version.code], year).items():
        yield Period.month(year, month).code, region, value


def _reported(version: Version, year: int) -> Iterator[tuple[str, str, Decimal | None]]:
    rows = list(
        Reported.objects.filter(indicator=version.indicator_id, period__startswith=f"{year}")
    )
    said = current().filter(kind=FIGURE, subject_id__in=[row.pk for row in rows])
    values = {entry.subject_id: Decimal(entry.quantities["value"][0]) for entry in said}
    for row in rows:
        yield row.period, row.region, values.get(row.pk)
