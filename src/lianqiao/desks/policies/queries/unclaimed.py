"""Who qualifies for something that needs a claim and never claimed it (非申报合格企业)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Region
from lianqiao.core.sheets import Column, day, number, text
from lianqiao.desks.policies.models import Claim, Decision, Route, Verdict
from lianqiao.desks.policies.queries.runs import require_bureau

COLUMNS = (
    Column("organization", "企业", "Enterprise", text(200)),
    Column("uscc", "统一社会信用代码", "Credit code", text(18)),
    Column("region", "地区", "Region", text(60)),
    Column("policy", "政策", "Policy", text(200)),
    Column("measure", "事项", "Measure", text(200)),
    Column("amount", "测算金额（元）", "Computed (yuan)", number(2)),
    Column("since", "符合条件始于", "Qualifies since", day),
    Column("closes", "申报截止", "Until", day),
    Column("contact", "联系人", "Contact", text(80)),
    Column("telephone", "联系电话", "Telephone", text(40)),
)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to; `nothing` leaves those who claimed nothing whatever."""

    measure: int = 0
    region: str = ""
    nothing: bool = False

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> Narrowed:
        """Read the parameters of an address; what makes no sense is left out."""
        measure, region = parameters.get("measure", "")[:9], parameters.get("region", "")[:6]
        return cls(
            int(measure) if measure.isascii() and measure.isdigit() else 0,
            region if region.isascii() and region.isalnum() else "",
            parameters.get("nothing") == "1",
        )


def unclaimed(actor: Actor, wanted: Narrowed) -> QuerySet[Decision]:
    """Return what the last city run found and nobody asked for, the largest amounts first."""
    rows = _rows(actor, wanted).select_related("organization__region", "measure__version", "since")
    rows = rows.defer("measure__version__text", "measure__version__terms")
    return rows.order_by(F("amount").desc(nulls_last=True), "organization__pinyin", "pk")


def totals(actor: Actor, wanted: Narrowed) -> dict[str, int]:
    """Return how many enterprises, how many claims they could make, and the sum in fen."""
    found = _rows(actor, wanted).aggregate(
        enterprises=Count("organization", distinct=True), claims=Count("pk"), amount=Sum("amount")
    )
    return {name: value or 0 for name, value in found.items()}


def by_measure(actor: Actor, wanted: Narrowed) -> list[tuple[int, str, int, int]]:
    """Return (measure, title, enterprises, fen), the most enterprises first."""
    rows = _rows(actor, wanted).order_by().values_list("measure", "measure__title")
    counted = rows.annotate(count=Count("pk"), amount=Sum("amount"))
    return [(*row[:3], row[3] or 0) for row in counted.order_by("-count", "measure")]


def regions(actor: Actor) -> list[Region]:
    """Return the districts to choose from."""
    keys = _rows(actor, Narrowed()).order_by().values("organization__region").distinct()
    return list(Region.objects.filter(pk__in=keys).order_by("pk"))


def export_rows(actor: Actor, wanted: Narrowed) -> Iterator[list[Any]]:
    """Yield the list's rows in the order of `COLUMNS`; of a whole city, no objects are made."""
    for row in unclaimed(actor, wanted).values(*EXPORTED).iterator(2_000):
        amount = row["amount"]
        yield list((row | {"amount": None if amount is None else yuan(amount)}).values())


EXPORTED = (
    "organization__name",
    "organization__uscc",
    "organization__region__name",
    "measure__version__title",
    "measure__title",
    "amount",
    "since__reference_date",
    "measure__closes_on",
    "organization__contact_name",
    "organization__contact_phone",
)


def _rows(actor: Actor, wanted: Narrowed) -> QuerySet[Decision]:
    require_bureau(actor)
    handed_in = Claim.objects.filter(organization=OuterRef("organization")).exclude(
        case__state="draft"
    )
    same = handed_in.filter(
        policy=OuterRef("measure__version__policy"), measure_code=OuterRef("measure__code")
    )
    rows = Decision.objects.filter(
        ~Exists(handed_in if wanted.nothing else same),
        until=None,
        verdict=Verdict.QUALIFIES,
        measure__route=Route.APPLICATION,
    )
    if wanted.measure:
        rows = rows.filter(measure=wanted.measure)
    if wanted.region:
        rows = rows.filter(organization__region=wanted.region)
    return rows
