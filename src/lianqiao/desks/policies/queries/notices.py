"""Public notices and what was objected to."""

from __future__ import annotations

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Claim, Notice, Objection
from lianqiao.desks.policies.queries import access


def notices() -> QuerySet[Notice]:
    """Return all notices, newest first, with how many names and how much money they announce."""
    rows = Notice.objects.select_related("measure__version__policy__office")
    counted = rows.annotate(names=Count("claims"), total=Sum("claims__granted"))
    return counted.order_by("-begins_on", "-pk")


def notice(pk: int) -> Notice:
    """Return a notice, which anybody may read, or NotFound."""
    row = notices().filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such notice."))
    return row


def notice_in_charge(actor: Actor, pk: int) -> Notice:
    """Return a notice for the office that made it. NotAllowed for others: it is public."""
    row = notice(pk)
    if not access.answers_for(actor, row.measure.version.policy.office_id):
        raise NotAllowed(_("Only the office in charge does this."))
    return row


def names(row: Notice) -> QuerySet[Claim]:
    """Return the names on a notice as everybody sees them: organization and amount."""
    return (
        Claim.objects.filter(notice=row)
        .select_related("organization__region", "case")
        .order_by("organization__pinyin", "pk")
    )


def open_objections(actor: Actor, row: Notice) -> QuerySet[Objection]:
    """Return what is to be decided on a notice; nothing for who is not of its office."""
    rows = Objection.objects.filter(claim__notice=row, decided_at__isnull=True)
    if not access.answers_for(actor, row.measure.version.policy.office_id):
        return rows.none()
    return rows.select_related("claim__organization", "claim__case").order_by("at", "pk")


def notice_of(actor: Actor, objection: int) -> Notice:
    """Return the notice of an objection, for the office that decides it, or NotFound."""
    row = Objection.objects.filter(pk=objection).values_list("claim__notice", flat=True).first()
    if row is None:
        raise NotFound(_("There is no such objection."))
    return notice_in_charge(actor, row)
