"""Who left an opinion: shown to who must know, each look on record, erased in time."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.opinions.models import Contact, Look
from lianqiao.desks.reports.opinions.queries.seeing import may_answer
from lianqiao.desks.reports.opinions.services.routing import locked


@transaction.atomic
def look(pk: int, *, actor: Actor) -> Contact:
    """Return a contact in full, and keep who has looked."""
    row = locked(pk, actor)
    contact = Contact.objects.filter(opinion=row).first()
    if contact is None or actor.user is None or not may_answer(row, actor):
        raise NotFound(_("There is no contact, or it is not open to you."))
    Look.objects.create(opinion=row, user=actor.user)
    return contact


def erase_contacts() -> int:
    """Erase contacts whose term is over; return how many."""
    return Contact.objects.filter(erase_on__lte=timezone.localdate()).delete()[0]
