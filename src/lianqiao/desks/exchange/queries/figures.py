"""Figures of the exchange, counted from the ledger; and the entries behind each of them.

A figure and the list that it opens are made from the same `Selection`, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Case,
    Count,
    DecimalField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncMonth, TruncQuarter, TruncYear
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from lianqiao.core.ledger.kinds import kind as kind_of
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Region, TechnicalField
from lianqiao.desks.exchange.kinds import LISTING
from lianqiao.desks.exchange.models import Listing, Match
from lianqiao.desks.exchange.queries.access import visible, visible_matches

NEED, RESULT, CAPABILITY = (
    f"exchange.{kind}.published" for kind in ("need", "result", "capability")
)
SIGNED = "exchange.match.signed"
WAY = tuple(
    f"exchange.match.{stage}"
    for stage in ("proposed", "taken_up", "introduced", "negotiating", "signed")
)
KINDS = (NEED, RESULT, CAPABILITY, *WAY, "exchange.match.failed")
STEPS = {"month": TruncMonth, "quarter": TruncQuarter, "year": TruncYear}
FEN = 100
_MONEY = DecimalField(max_digits=20, decimal_places=2)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries are meant: of a kind, between two days (both counted), of a place or field."""

    kind: str = ""
    first: date | None = None
    last: date | None = None
    region: str = ""
    field: str = ""
    local: bool = False

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> Selection:
        """Read the parameters of an address; what makes no sense is left out."""
        kind = parameters.get("kind", "")
        return cls(
            kind=kind if kind in KINDS else "",
            first=_day(parameters.get("from", "")),
            last=_day(parameters.get("to", "")),
            region=_code(parameters.get("region", "")),
            field=_code(parameters.get("field", "")),
            local=parameters.get("local") == "1",
        )

    def entries(self) -> QuerySet[Entry]:
        """Return the entries, in their last restatement."""
        found = current().filter(kind__in=[self.kind] if self.kind else KINDS)
        if self.first:
            found = found.filter(happened_at__gte=_midnight(self.first))
        if self.last and self.last < date.max:
            found = found.filter(happened_at__lt=_midnight(self.last + timedelta(days=1)))
        if self.region:
            found = found.filter(region=self.region)
        if self.local:
            found = found.filter(quantities__local__0="1")
        if self.field:
            found = found.annotate(field=_field()).filter(field=self.field)
        return found

    def query(self) -> str:
        """Return it as parameters of an address."""
        values = {
            "kind": self.kind,
            "from": self.first or "",
            "to": self.last or "",
            "region": self.region,
            "field": self.field,
            "local": "1" if self.local else "",
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def url(self) -> str:
        """Return the address of the list."""
        return f"{reverse('exchange:records')}?{self.query()}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, and the list behind it."""

    label: str | Promise
    value: str
    url: str
    unit: str | Promise = ""
    note: str = ""


def totals(selection: Selection) -> dict[str, tuple[int, int, int]]:
    """Return of each kind how many entries, their sum in fen, and how many land locally."""
    rows = (
        selection.entries()
        .order_by()
        .values("kind")
        .annotate(count=Count("pk"), amount=Sum(_quantity("amount")), local=Sum(_quantity("local")))
        .values_list("kind", "count", "amount", "local")
    )
    return {kind: (count, _fen(amount), int(local or 0)) for kind, count, amount, local in rows}


def by_period(selection: Selection, step: str) -> list[dict[str, Any]]:
    """Return count and sum in fen of each kind in each month, quarter or year."""
    zone = timezone.get_current_timezone()
    rows = (
        selection.entries()
        .filter(kind__in=[NEED, RESULT, CAPABILITY, SIGNED])
        .annotate(period=STEPS[step]("happened_at", tzinfo=zone))
        .order_by("period", "kind")
        .values("period", "kind")
        .annotate(count=Count("pk"), amount=Sum(_quantity("amount")))
    )
    return [row | {"amount": _fen(row["amount"]), "period": row["period"].date()} for row in rows]


def by_region(selection: Selection) -> list[dict[str, Any]]:
    """Return count and sum in fen for each region, the highest count first."""
    rows = (
        selection.entries()
        .exclude(region="")
        .order_by()
        .values("region")
        .annotate(count=Count("pk"), amount=Sum(_quantity("amount")))
    )
    names = Region.objects.in_bulk([row["region"] for row in rows])
    found = [
        {
            "code": row["region"],
            "label": str(names.get(row["region"], row["region"])),
            "value": row["count"],
            "amount": _fen(row["amount"]),
            "url": replace(selection, region=row["region"]).url,
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row["value"], row["code"]))


def by_field(selection: Selection) -> list[dict[str, Any]]:
    """Return the count for each technical field, the highest first."""
    rows = (
        selection.entries()
        .annotate(field=_field())
        .exclude(field=None)
        .order_by()
        .values("field")
        .annotate(count=Count("pk"))
    )
    names = {row.pk: str(row) for row in TechnicalField.objects.all()}
    found = [
        {
            "name": names[row["field"]],
            "count": row["count"],
            "url": replace(selection, field=row["field"]).url,
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: -row["count"])


def titles(actor: Actor, entries: Iterable[Entry]) -> dict[int, tuple[str, str]]:
    """Return title and address of each entry's subject, of those that the actor may read."""
    entries = list(entries)
    listings = [entry.subject_id for entry in entries if entry.subject_type == LISTING]
    matches = [entry.subject_id for entry in entries if entry.subject_type != LISTING]
    found = dict(visible(actor).filter(pk__in=listings).values_list("pk", "title"))
    pairs = {
        pk: f"{need} ↔ {result}"
        for pk, need, result in visible_matches(actor)
        .filter(pk__in=matches)
        .values_list("pk", "need__title", "result__title")
    }
    named: dict[int, tuple[str, str]] = {}
    for entry in entries:
        known = found if entry.subject_type == LISTING else pairs
        if title := known.get(entry.subject_id):
            name = "listing" if entry.subject_type == LISTING else "match"
            named[entry.pk] = title, reverse(f"exchange:{name}", args=[entry.subject_id])
    return named


def label_of(kind: str) -> str:
    """Return the words for a kind of entry."""
    return str(kind_of(kind).label)


def _quantity(name: str) -> Cast:
    """Return a quantity of an entry as a number: quantities map names to [decimal, unit]."""
    return Cast(KeyTextTransform("0", KeyTextTransform(name, "quantities")), _MONEY)


def _field() -> Case:
    """Return the technical field of an entry's subject: a listing's, or a match's need's."""
    subject = OuterRef("subject_id")
    listing = Listing.objects.filter(pk=subject).values("field_id")[:1]
    match = Match.objects.filter(pk=subject).values("need__field_id")[:1]
    return Case(When(subject_type=LISTING, then=Subquery(listing)), default=Subquery(match))


def _fen(yuan: Any) -> int:
    return int((yuan or 0) * FEN)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _code(text: str) -> str:
    return text if text.isascii() and text.isalnum() and len(text) <= 6 else ""  # noqa: PLR2004
