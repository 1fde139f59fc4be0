"""Finding organizations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.columns import COLUMNS, PERSONAL
from lianqiao.core.parties.models import FormerName, Organization
from lianqiao.core.parties.queries import contacts
from lianqiao.core.parties.regions import industry_finder, region_finder, stem
from lianqiao.core.sheets import Column

LONGEST = 100


@dataclass(frozen=True, slots=True)
class OrganizationFilter:
    """What a list is narrowed to; regions and industries include what belongs to them."""

    text: str = ""
    kind: str = ""
    region: str = ""
    industry: str = ""

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> OrganizationFilter:
        """Read `q`, `kind`, `region`, `industry`. Invalid for a region or industry unknown."""
        given = {
            name: parameters.get(name, "").replace("\x00", "").strip()[:LONGEST]
            for name in ("q", "kind", "region", "industry")
        }
        return cls(
            given["q"],
            given["kind"],
            region_finder()(given["region"]) if given["region"] else "",
            industry_finder()(given["industry"]) if given["industry"] else "",
        )


def search_organizations(wanted: OrganizationFilter) -> QuerySet[Organization]:
    """Return organizations by name, former name, pinyin or credit code, sorted by pinyin.

    Contact persons are not in it: see `contact_of`.
    """
    found = Organization.objects.all()
    if wanted.text:
        found = found.filter(_named(wanted.text))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.region:
        found = found.filter(region__code__startswith=stem(wanted.region))
    if wanted.industry:
        code = wanted.industry
        found = found.filter(
            Q(industry=code) | Q(industry__parent=code) | Q(industry__parent__parent=code)
        )
    return (
        found.defer(*contacts.CONTACT_COLUMNS)
        .select_related("region__parent", "industry", "zone")
        .order_by("pinyin", "pk")
    )


def organization_for(organization: int) -> Organization:
    """Return an organization with its former names; its contact is not in it. Or NotFound."""
    rows = search_organizations(OrganizationFilter()).prefetch_related("former_names")
    found = rows.filter(pk=organization).first()
    if found is None:
        raise NotFound(_("There is no such organization."))
    return found


def export_columns(actor: Actor) -> list[Column]:
    """Return the columns that this actor may take home."""
    return [column for column in COLUMNS if actor.is_bureau or column.name not in PERSONAL]


def export_rows(actor: Actor, wanted: OrganizationFilter) -> Iterator[list[Any]]:
    """Yield the list's rows in the order of `export_columns`, so that they import again."""
    names = [column.name for column in export_columns(actor)]
    kinds = dict(Organization.Kind.choices)
    rows = search_organizations(wanted).values(
        *[{"region": "region_id", "industry": "industry_id"}.get(name, name) for name in names]
    )
    for row in rows.iterator():
        row |= {
            "kind": kinds.get(row["kind"], row["kind"]),
            "region": row["region_id"],
            "industry": row["industry_id"],
        }
        yield [row[name] for name in names]


def _named(text: str) -> Q:
    former = FormerName.objects.filter(organization=OuterRef("pk"), name__icontains=text)
    named = Q(name__icontains=text) | Q(name_en__icontains=text) | Q(Exists(former))
    # Pinyin and credit codes are what is typed without an input method.
    if text.isascii():
        plain = "".join(text.split())
        named |= Q(pinyin__startswith=plain.lower()) | Q(uscc__startswith=plain.upper())
    return named
