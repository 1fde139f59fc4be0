"""Writing, publishing and closing listings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, explained
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Industry, Region, TechnicalField
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.models import (
    Confidentiality,
    IntellectualProperty,
    Listing,
    ListingKind,
    Status,
)

CODES = frozenset({"field", "industry", "region"})


@dataclass(frozen=True, slots=True)
class Right:
    """An intellectual property right as a person enters it."""

    kind: str
    title: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a listing says. Amounts in fen; codes are those of the code lists."""

    kind: str
    title: str
    text: str = ""
    reference: str = ""
    keywords: Sequence[str] = ()
    field: str | None = None
    industry: str | None = None
    region: str | None = None
    stage: str = ""
    readiness: int | None = None
    cooperation: Sequence[str] = ()
    amount_low: int | None = None
    amount_high: int | None = None
    valid_until: date | None = None
    confidentiality: str = Confidentiality.PUBLIC
    rights: Sequence[Right] = ()

    def columns(self) -> dict[str, Any]:
        """Return the listing's own columns, without what stands in other tables."""
        return {
            "kind": self.kind,
            "title": self.title.strip(),
            "text": self.text.strip(),
            "reference": self.reference.strip(),
            "keywords": [word.strip() for word in self.keywords if word.strip()],
            "field_id": self.field or None,
            "industry_id": self.industry or None,
            "region_id": self.region or None,
            "stage": self.stage,
            "readiness": self.readiness,
            "cooperation": list(self.cooperation),
            "amount_low": self.amount_low,
            "amount_high": self.amount_high,
            "valid_until": self.valid_until,
            "confidentiality": self.confidentiality,
        }


def refusals() -> Mapping[str, Exception]:
    """Sentences for what the database refuses of a listing."""
    reference = _("Your organization already has a listing with this number.")
    amounts = _("The lower amount is above the higher one.")
    return {
        "listing_reference_unique": Invalid(reference, {"reference": reference}),
        "listing_amounts_ordered": Invalid(amounts, {"amount_low": amounts}),
    }


@transaction.atomic
def write(
    *, actor: Actor, draft: Draft, listing: int | None = None, version: int | None = None
) -> Listing:
    """Save a draft, or change a listing that stands. Returns it.

    `version` is the one that the writer had before him: if somebody saved in between, a
    Conflict rises and nothing is overwritten.
    """
    _refuse_strangers(actor)
    _refuse_unknown_codes(draft)
    row = Listing(organization_id=actor.organization, author_id=actor.user)
    if listing is not None:
        row = queries.own_for_update(actor, listing)
        _refuse_stale(row, version)
        row.version = F("version") + 1
    for name, value in draft.columns().items():
        setattr(row, name, value)
    with explained(refusals()):
        row.save()
    row.refresh_from_db(fields=["version"])
    _replace_rights(row, draft.rights)
    return row


@transaction.atomic
def publish(*, actor: Actor, listing: int, at: datetime | None = None) -> Listing:
    """Show a draft or paused listing to its readers; a first showing is counted.

    `at` is when it was first shown, for listings brought in from elsewhere.
    """
    row = queries.own_for_update(actor, listing)
    _refuse_incomplete(row)
    if row.status == Status.CLOSED:
        raise Conflict(_("This listing is closed. Copy it to publish it anew."))
    if row.status != Status.PUBLISHED:
        first = row.published_at is None
        row.status, row.published_at = Status.PUBLISHED, row.published_at or at or timezone.now()
        row.save(update_fields=["status", "published_at", "updated_at"])
        if first:
            record_published(row, actor)
    return row


@transaction.atomic
def pause(*, actor: Actor, listing: int) -> Listing:
    """Take a published listing out of search for a while."""
    return _leave(actor, listing, Status.PAUSED, "exchange.listing.paused")


@transaction.atomic
def close(*, actor: Actor, listing: int) -> Listing:
    """End a listing; its proposals lapse with the next matching."""
    return _leave(actor, listing, Status.CLOSED, "exchange.listing.closed")


@transaction.atomic
def copy(*, actor: Actor, listing: int) -> Listing:
    """Begin a new draft with what a listing of one's own says; files are not taken along."""
    row = queries.own_for_update(actor, listing)
    return write(actor=actor, draft=replace(draft_of(row), reference=""))


def draft_of(row: Listing) -> Draft:
    """Return what a listing says."""
    names = {field.name for field in fields(Draft)} - {"rights"}
    values = {name: getattr(row, f"{name}_id" if name in CODES else name) for name in names}
    rights = [Right(one.kind, one.title, one.number) for one in row.rights.all()]
    return Draft(**values, rights=rights)


def record_published(row: Listing, actor: Actor) -> None:
    """Leave the entry that counts a listing, once."""
    record(
        f"exchange.{row.kind}.published",
        subject=row.pk,
        actor=actor,
        organization=row.organization_id,
        region=row.region_id,
        quantities=budget(row),
        at=row.published_at,
    )


def budget(row: Listing) -> dict[str, Decimal]:
    """Return the quantities of a published listing: a need's highest budget, in yuan."""
    if row.kind == ListingKind.NEED and row.amount_high is not None:
        return {"budget": Decimal(row.amount_high) / 100}
    return {}


def _leave(actor: Actor, listing: int, status: str, kind: str) -> Listing:
    row = queries.own_for_update(actor, listing)
    if row.status not in {Status.PUBLISHED, Status.PAUSED}:
        raise Conflict(_("Only a published listing can be paused or closed."))
    if row.status != status:
        row.status = status
        row.save(update_fields=["status", "updated_at"])
        record(
            kind,
            subject=row.pk,
            actor=actor,
            organization=row.organization_id,
            region=row.region_id,
        )
    return row


def _refuse_strangers(actor: Actor) -> None:
    if not actor.is_known:
        raise NotAllowed(_("Sign in as a member of an organization to publish."))


def _refuse_unknown_codes(draft: Draft) -> None:
    """Name codes that no list has: the database would tell only at the end, and not which."""
    lists = {"field": TechnicalField, "industry": Industry, "region": Region}
    unknown = {
        name: _("No list has the code “%(code)s”.") % {"code": code}
        for name, model in lists.items()
        if (code := getattr(draft, name)) and not model.objects.filter(pk=code).exists()
    }
    if unknown:
        raise Invalid(_("Some codes are not known."), unknown)


def _refuse_stale(row: Listing, version: int | None) -> None:
    if version is not None and version != row.version:
        raise Conflict(
            _(
                "Somebody saved this listing in the meantime. Reload it to see their text; yours is"
                " still here."
            )
        )


def _refuse_incomplete(row: Listing) -> None:
    missing = {
        name: _("Please fill this in before publishing.")
        for name in ("title", "text")
        if not getattr(row, name).strip()
    }
    if missing:
        raise Invalid(_("The listing is not complete yet."), missing)


def _replace_rights(row: Listing, rights: Sequence[Right]) -> None:
    row.rights.all().delete()
    IntellectualProperty.objects.bulk_create(
        IntellectualProperty(listing=row, kind=r.kind, title=r.title, number=r.number)
        for r in rights
    )
