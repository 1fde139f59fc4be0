"""Whose ladder may be seen, and who sees the city."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization


def organization(actor: Actor, pk: int | None) -> Organization:
    """Return the organization whose ladder is asked for: one's own, for a bureau any.

    NotAllowed for who acts for none and names none; NotFound for another's.
    """
    wanted = actor.organization if pk is None else pk
    if pk is None and (not actor.is_known or actor.is_bureau):
        raise NotAllowed(_("Sign in as a member of an enterprise to see its titles."))
    rows = Organization.objects.exclude(kind=Organization.Kind.BUREAU)
    row = rows.filter(pk=wanted).select_related("region").first()
    if row is None or not (actor.is_bureau or actor.acts_for(row.pk)):
        raise NotFound(_("There is no such organization."))
    return row


def require_bureau(actor: Actor) -> None:
    """Raise NotFound for who belongs to no bureau."""
    if not actor.is_bureau:
        raise NotFound(_("There is no such thing here."))
