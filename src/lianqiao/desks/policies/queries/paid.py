"""What was paid, counted from the ledger; and the payments behind each figure.

A figure and the list that it opens are made from the same `Selection`, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Aggregate,
    Count,
    DecimalField,
    DurationField,
    Exists,
    F,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.language import language
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.core.parties.models import Industry, Organization, Region
from lianqiao.core.rules.city import sizes_of
from lianqiao.core.rules.registry import SIZES
from lianqiao.core.rules.subjects import sections
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.queries.reading import current_of

PAID, SUBMITTED, ANNOUNCED = (f"policies.claim.{step}" for step in ("settle", "submit", "announce"))
FEN = 100
FIRST_YEAR = 2000
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Group:
    """What was paid to some enterprises: how often, to how many, how much in fen."""

    name: str
    payments: int
    enterprises: int
    amount: int
    url: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which payments are meant: of a year, and of a policy, district, industry or size."""

    year: int
    policy: int = 0
    region: str = ""
    industry: str = ""
    size: str = ""

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> Selection:
        """Read the parameters of an address; what makes no sense is left out."""
        this_year = timezone.localdate().year
        year = _number(parameters.get("year", ""))
        return cls(
            year=year if FIRST_YEAR <= year <= this_year else this_year,
            policy=_number(parameters.get("policy", "")),
            region=_code(parameters.get("region", "")),
            industry=_code(parameters.get("industry", "")),
            size=_code(parameters.get("size", "")),
        )

    @property
    def url(self) -> str:
        """Return the address of the list."""
        values = {
            "year": self.year,
            "policy": self.policy,
            "region": self.region,
            "industry": self.industry,
            "size": self.size,
        }
        given = urlencode({name: value for name, value in values.items() if value})
        return f"{reverse('policies:paid')}?{given}"

    def entries(self) -> QuerySet[Entry]:
        """Return the entries of payments, in their last restatement."""
        found = within(self.year).filter(kind=PAID)
        if self.policy:
            of_policy = Claim.objects.filter(case=OuterRef("subject_id"), policy=self.policy)
            found = found.filter(Exists(of_policy))
        if self.region:
            found = found.filter(region="" if self.region == UNKNOWN else self.region)
        if self.industry:
            found = found.filter(organization_id__in=_of_industry(self.industry))
        if self.size:
            found = found.filter(organization_id__in=_of_size(found, self.size))
        return found


def within(year: int) -> QuerySet[Entry]:
    """Return the entries of a year, in their last restatement, without an order."""
    begin, end = (timezone.make_aware(datetime(one, 1, 1)) for one in (year, year + 1))
    return current().filter(happened_at__gte=begin, happened_at__lt=end).order_by()


def total(selection: Selection) -> Group:
    """Return the sum of a selection."""
    found = selection.entries().aggregate(**_sums())
    return _group(_("Paid"), found, selection)


def by_policy(selection: Selection) -> list[Group]:
    """Return what was paid for each policy, the most first; two queries."""
    policy = Claim.objects.filter(case=OuterRef("subject_id")).values("policy_id")
    rows = _grouped(selection.entries().annotate(key=Subquery(policy)))
    titles = {pk: row.title for pk, row in current_of([row["key"] for row in rows]).items()}
    return [
        _group(
            titles.get(row["key"], f"#{row['key']}"),
            row,
            replace(selection, policy=row["key"]),
            str(row["key"]),
        )
        for row in rows
    ]


def by_region(selection: Selection) -> list[Group]:
    """Return what was paid to each district, the most first; two queries."""
    rows = _grouped(selection.entries().annotate(key=F("region")))
    names = Region.objects.in_bulk([row["key"] for row in rows])
    return [
        _group(
            str(names.get(row["key"], row["key"] or unknown())),
            row,
            replace(selection, region=row["key"] or UNKNOWN),
            row["key"],
        )
        for row in rows
    ]


def by_industry(selection: Selection) -> list[Group]:
    """Return what was paid to each section of industry, the most first; three queries."""
    industry = Organization.objects.filter(pk=OuterRef("organization_id")).values("industry_id")
    rows = _grouped(selection.entries().annotate(key=Subquery(industry)))
    above = sections()
    names = Industry.objects.in_bulk(set(above.values()))
    return [
        _group(str(names.get(code, unknown())), row, replace(selection, industry=code), code)
        for code, row in _together(rows, lambda key: above.get(key, UNKNOWN))
    ]


def by_size(selection: Selection) -> list[Group]:
    """Return what was paid to enterprises of each size as it is today, the largest first."""
    rows = _grouped(selection.entries().annotate(key=F("organization_id")))
    sizes = _sizes([row["key"] for row in rows if row["key"]])
    found = dict(_together(rows, lambda key: sizes.get(key, UNKNOWN)))
    return [
        _group(name, found[code], replace(selection, size=code), code)
        for code, name in size_names().items()
        if code in found
    ]


def size_names() -> dict[str, str]:
    """Return the words for each size, and for one that nobody knows."""
    place = 0 if language() == "zh" else 1
    return {code: named[place].capitalize() for code, *named in SIZES} | {UNKNOWN: unknown()}


class Median(Aggregate):
    """The value in the middle."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Duration:
    """Days from a beginning to the payout: half took no longer. None where nothing was paid."""

    days: float | None
    payments: int


def durations(year: int) -> tuple[Duration, Duration]:
    """Return how long claims took from being handed in, and direct grants from their notice."""
    paid = within(year).filter(kind=PAID)
    direct = _began(paid, ANNOUNCED)
    applied = _began(paid, SUBMITTED).filter(
        ~Exists(Entry.objects.filter(kind=ANNOUNCED, subject_id=OuterRef("subject_id")))
    )
    return _duration(applied), _duration(direct)


def _began(paid: QuerySet[Entry], kind: str) -> QuerySet[Entry]:
    first = (
        current()
        .filter(kind=kind, subject_id=OuterRef("subject_id"), subject_type=OuterRef("subject_type"))
        .order_by()
        .values("subject_id")
        .annotate(first=Min("happened_at"))
        .values("first")
    )
    return paid.annotate(began=Subquery(first)).filter(began__isnull=False)


def _duration(rows: QuerySet[Entry]) -> Duration:
    found = rows.aggregate(median=Median(F("happened_at") - F("began")), payments=Count("pk"))
    median = found["median"]
    return Duration(None if median is None else median.total_seconds() / 86_400, found["payments"])


def _sums() -> dict[str, Any]:
    amount = Cast(
        KeyTextTransform("0", KeyTextTransform("amount", "quantities")),
        DecimalField(max_digits=20, decimal_places=2),
    )
    return {
        "payments": Count("pk"),
        "enterprises": Count("organization_id", distinct=True),
        "amount": Sum(amount),
    }


def _grouped(rows: QuerySet[Entry]) -> list[dict[str, Any]]:
    return list(rows.values("key").annotate(**_sums()).order_by("-amount", "key"))


def _together(rows: Iterable[dict[str, Any]], place_of: Any) -> list[tuple[str, dict[str, Any]]]:
    """Add up rows that belong together; an enterprise is in one of them only."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        place = found.setdefault(place_of(row["key"]), dict.fromkeys(_sums(), 0))
        for name in place:
            place[name] += row[name] or 0
    return sorted(found.items(), key=lambda pair: -pair[1]["amount"])


def _group(name: str, row: Mapping[str, Any], selection: Selection, code: str = "") -> Group:
    return Group(
        name,
        row["payments"],
        row["enterprises"],
        int((row["amount"] or 0) * FEN),
        selection.url,
        code,
    )


def _of_industry(section: str) -> QuerySet[Organization]:
    codes = [code for code, above in sections().items() if above == section]
    found = Organization.objects.order_by().values("pk")
    return found.filter(industry=None) if section == UNKNOWN else found.filter(industry__in=codes)


def _of_size(entries: QuerySet[Entry], size: str) -> list[int]:
    keys = list(entries.values_list("organization_id", flat=True).distinct())
    sizes = _sizes(keys)
    return [pk for pk in keys if sizes.get(pk, UNKNOWN) == size]


def _sizes(organizations: list[int]) -> Mapping[int, str]:
    return sizes_of(organizations, timezone.localdate()) if organizations else {}


def unknown() -> str:
    """Return the words for a group that nobody knows."""
    return _("not known")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0  # noqa: PLR2004


def _code(text: str) -> str:
    return text if text.isascii() and text.isalnum() and len(text) <= 9 else ""  # noqa: PLR2004
