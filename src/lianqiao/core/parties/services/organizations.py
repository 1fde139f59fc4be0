"""Organizations: entering, changing and renaming them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, explained
from lianqiao.core.parties import uscc
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import FormerName, Organization
from lianqiao.core.parties.permissions import is_administrator, may_edit, require_administrator
from lianqiao.core.parties.pinyin import sort_key

BATCH = 500
RESERVED = frozenset({"name", "pinyin", "uscc", "kind", "zone_id", "is_invented"})


@dataclass(frozen=True, slots=True)
class OrganizationData:
    """What is entered of an organization; codes are those of the code lists."""

    name: str
    kind: str
    uscc: str = ""
    name_en: str = ""
    region: str | None = None
    zone: str | None = None
    industry: str | None = None
    founded_on: date | None = None
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    is_invented: bool = False

    def columns(self) -> dict[str, Any]:
        """Return the organization's columns, the credit code checked (Invalid if wrong)."""
        values = asdict(self)
        for code in ("region", "zone", "industry"):
            values[f"{code}_id"] = values.pop(code) or None
        values["uscc"] = uscc.clean(self.uscc) if self.uscc.strip() else None
        values["name"] = self.name.strip()
        values["pinyin"] = sort_key(values["name"])
        return values


def refusals() -> Mapping[str, Refusal]:
    """Sentences for what the database refuses of an organization."""
    code = _("There is already an organization with this credit code.")
    name = _("There is already an organization with this name and no credit code.")
    bureau = _("An organization with officers stays a bureau.")
    return {
        "organization_uscc_unique": Conflict(code),
        "organization_name_unique_without_code": Conflict(name),
        "organization_named": Invalid(
            _("The name is missing."), {"name": _("The name is missing.")}
        ),
        "organization_bureau_stays": Conflict(bureau),
    }


@transaction.atomic
def create_organization(data: OrganizationData) -> Organization:
    """Enter an organization. Conflict if its code is known already.

    For commands and other services, which have asked who acts; pages use `enter_organization`.
    """
    with explained(refusals()), transaction.atomic():
        return Organization.objects.create(**data.columns())


@transaction.atomic
def enter_organization(data: OrganizationData, *, actor: Actor) -> Organization:
    """Enter an organization for an administrator."""
    require_administrator(actor)
    return create_organization(data)


@transaction.atomic
def edit_organization(organization: int, data: OrganizationData, *, actor: Actor) -> Organization:
    """Change an organization; a new name keeps the old one as a former name.

    Name, credit code, kind and zone are an administrator's; an owner's stay as they are.
    """
    row = _locked(organization)
    if not may_edit(actor, row.pk):
        raise NotAllowed(_("Only its owner or an administrator changes an organization."))
    values = data.columns()
    if not is_administrator(actor):
        values = {name: value for name, value in values.items() if name not in RESERVED}
    if values.get("name", row.name) != row.name:
        _keep_name(row)
    for name, value in values.items():
        setattr(row, name, value)
    with explained(refusals()), transaction.atomic():
        row.save()
    return row


@transaction.atomic
def rename(organization: int, name: str, *, since: date | None = None) -> Organization:
    """Give an organization a new name from a day on (today, if not given)."""
    row = _locked(organization)
    _keep_name(row, since)
    row.name, row.pinyin = name.strip(), sort_key(name.strip())
    with explained(refusals()), transaction.atomic():
        row.save(update_fields=["name", "pinyin"])
    return row


@transaction.atomic
def save_organizations(
    *, new: Sequence[OrganizationData], changed: Mapping[int, OrganizationData]
) -> None:
    """Enter many organizations and change many, by their keys; as many queries as batches."""
    rows = list(Organization.objects.select_for_update().filter(pk__in=changed).order_by("pk"))
    today = timezone.localdate()
    former = [
        FormerName(organization=row, name=row.name, until=today)
        for row in rows
        if row.name != changed[row.pk].name.strip()
    ]
    for row in rows:
        for name, value in changed[row.pk].columns().items():
            setattr(row, name, value)
    with explained(refusals()), transaction.atomic():
        FormerName.objects.bulk_create(former, BATCH, ignore_conflicts=True)
        Organization.objects.bulk_create([Organization(**one.columns()) for one in new], BATCH)
        columns = [field.name for field in fields(OrganizationData)]
        Organization.objects.bulk_update(rows, [*columns, "pinyin"], BATCH)


def _locked(organization: int) -> Organization:
    row = Organization.objects.select_for_update().filter(pk=organization).first()
    if row is None:
        raise NotFound(_("There is no such organization."))
    return row


def _keep_name(row: Organization, until: date | None = None) -> None:
    FormerName.objects.update_or_create(
        organization=row, until=until or timezone.localdate(), defaults={"name": row.name}
    )
