"""Narrowing the list of entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.regions import stem


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What a list is narrowed to; a region includes what belongs to it, a period both its ends."""

    kind: str = ""
    organization: int | None = None
    department: str = ""
    region: str = ""
    since: date | None = None
    until: date | None = None

    def apply(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        """Return those of the entries that fit."""
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.organization is not None:
            rows = rows.filter(organization_id=self.organization)
        if self.department:
            rows = rows.filter(department=self.department)
        if self.region:
            rows = rows.filter(region__startswith=stem(self.region))
        if self.since:
            rows = rows.filter(happened_at__gte=_midnight(self.since))
        if self.until:
            rows = rows.filter(happened_at__lt=_midnight(self.until + timedelta(days=1)))
        return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
