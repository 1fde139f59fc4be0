"""Who may see and handle which opinions."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.core.parties.queries.contacts import Contact as Shown
from lianqiao.desks.reports.opinions.guard import digest
from lianqiao.desks.reports.opinions.models import Contact, Opinion, State

PUBLIC = Q(state=State.ANSWERED, is_public=True)


def handled_by(actor: Actor) -> QuerySet[Opinion]:
    """Return what an actor may handle: his department's, what no one has; an administrator all."""
    rows = Opinion.objects.select_related("department")
    if not actor.is_bureau:
        return rows.none()
    if is_administrator(actor):
        return rows
    return rows.filter(Q(department=None) | Q(department=actor.organization))


def to_answer(actor: Actor) -> QuerySet[Opinion]:
    """Return what waits for an answer of the actor's own department."""
    if not actor.is_bureau or actor.organization is None:
        return Opinion.objects.none()
    return Opinion.objects.filter(state=State.ROUTED, department=actor.organization)


def opinion_for(actor: Actor, pk: int) -> Opinion:
    """Return an opinion that everybody may read, or that the actor handles."""
    row = Opinion.objects.filter(PUBLIC, pk=pk).select_related("department").first()
    row = row or handled_by(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such opinion, or it is not open to you."))
    return row


def may_answer(row: Opinion, actor: Actor) -> bool:
    """Whether the actor's department is the one that answers."""
    return actor.is_bureau and actor.acts_for(row.department_id)


def by_receipt(receipt: str) -> Opinion:
    """Return the opinion of a receipt, however it is written. NotFound for a wrong one."""
    plain = "".join(receipt[:80].split()).replace("-", "").upper()
    rows = Opinion.objects.select_related("department")
    row = rows.filter(receipt_sha256=digest(plain)).first()
    if row is None:
        raise NotFound(_("There is no opinion with this receipt; look at it again."))
    return row


def departments() -> QuerySet[Organization]:
    """Return who can answer."""
    return Organization.objects.filter(kind=Organization.Kind.BUREAU)


def require_bureau(actor: Actor) -> None:
    """Raise NotFound for everybody else."""
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))


def require_administrator(actor: Actor) -> None:
    """Raise NotFound for everybody else."""
    if not is_administrator(actor):
        raise NotFound(_("There is no such page."))


def masked_contact(row: Opinion) -> Shown | None:
    """Return that there is somebody, but not who."""
    kept = Contact.objects.filter(opinion=row).first()
    return Shown(kept.name, kept.phone, kept.email).masked() if kept else None
