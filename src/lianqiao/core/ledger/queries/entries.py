"""Which entries an actor may see."""

from __future__ import annotations

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.language import speaks_chinese
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Membership, Organization, Region


def entries(actor: Actor) -> QuerySet[Entry]:
    """Return the entries that an actor may see: the bureau all, a party its organization's own."""
    if actor.is_bureau:
        return Entry.objects.all()
    if actor.organization is None:
        return Entry.objects.none()
    return Entry.objects.filter(organization_id=actor.organization)


def entry(actor: Actor, pk: int) -> Entry:
    """Return one entry with its names and its seal. Or NotFound."""
    row = shown(entries(actor)).select_related("sealed__seal").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such ledger entry, or it is not open to you."))
    return row


def entries_of(actor: Actor, subject_type: str, subject_id: int) -> QuerySet[Entry]:
    """Return what the ledger holds of one subject, as far as the actor may see it; newest first."""
    rows = entries(actor).filter(subject_type=subject_type, subject_id=subject_id)
    return shown(rows).order_by("-pk")


def recorded_by(entry: Entry) -> Membership | None:
    """Return for whom, and as what, the person acted; None for the system and for visitors."""
    rows = Membership.objects.select_related("organization")
    return rows.filter(pk=entry.actor_membership).first() if entry.actor_membership else None


def current() -> QuerySet[Entry]:
    """Return all entries in their last restatement: what is counted."""
    return Entry.objects.filter(corrected_by__isnull=True, withdrawn=False)


def is_current(name: str = "e") -> str:
    """Return the same as SQL over an entry that a statement calls by this name."""
    later = f"SELECT FROM ledger_entry later WHERE later.corrects = {name}.id"
    return f"NOT {name}.withdrawn AND NOT EXISTS ({later})"


def shown(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Add what a list shows of each entry, in the same query.

    That is `organization_name`, `region_name`, `correction` (the number of the entry that
    corrects it) and `seal_number`; None where there is none.
    """
    organization = Organization.objects.filter(pk=OuterRef("organization_id"))
    region = Region.objects.filter(pk=OuterRef("region"))
    names = {
        "organization_name": Subquery(organization.annotate(own=_own_name()).values("own")),
        "region_name": Subquery(region.values("name")),
        "correction": F("corrected_by__pk"),
        "seal_number": F("sealed__seal_id"),
    }
    return rows.annotate(**names)


def _own_name() -> Combinable:
    """Return an organization's name in the reader's language, as `str(organization)` does."""
    if speaks_chinese():
        return F("name")
    return Coalesce(NullIf("name_en", Value("")), "name")
