"""Which views of a queue somebody has."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from lianqiao.core.cases.models import QueueView
from lianqiao.core.parties.actors import Actor


def views_of(actor: Actor) -> list[QueueView]:
    """Return the views of an actor's office and his own there; none for whoever has no queue."""
    if not actor.is_bureau:
        return []
    rows = QueueView.objects.filter(office=actor.organization)
    return list(rows.filter(Q(owner=None) | Q(owner=actor.user)))


def default_of(views: Sequence[QueueView]) -> QueueView | None:
    """Return the view that is shown where nothing is asked for; one's own goes first."""
    return next((one for one in reversed(views) if one.is_default), None)
