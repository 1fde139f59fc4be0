"""Views of a queue: kept under a name by an officer for himself, by a team lead for the office."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import QueueView
from lianqiao.core.cases.queries.queue import CaseFilter
from lianqiao.core.cases.queries.viewing import views_of
from lianqiao.core.errors import Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization

MOST, LONGEST = 12, 40


@transaction.atomic
def keep_view(
    name: str, wanted: CaseFilter, *, actor: Actor, is_shared: bool, is_default: bool
) -> QueueView:
    """Keep what a queue is narrowed to; one of the same name is replaced.

    NotFound for whoever has no queue, NotAllowed for an officer who would share, Invalid without a
    name or beyond a dozen.
    """
    said = " ".join(name.replace("\x00", "").split())
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))
    if is_shared and not actor.leads:
        raise NotAllowed(_("Only a team lead keeps views for the whole office."))
    if not 0 < len(said) <= LONGEST:
        message = _("Give a name of at most %(most)d characters.") % {"most": LONGEST}
        raise Invalid(message, {"name": message})
    # Two windows of one office must not both make the dozenth view, nor two defaults.
    Organization.objects.select_for_update(no_key=True).get(pk=actor.organization or 0)
    owner = None if is_shared else actor.user
    beside = QueueView.objects.filter(office=actor.organization, owner=owner).exclude(name=said)
    if beside.count() >= MOST:
        raise Invalid(_("At most %(most)d views; remove one first.") % {"most": MOST})
    if is_default:
        beside.update(is_default=False)
    values = {"query": wanted.query, "is_default": is_default}
    row, _new = QueueView.objects.update_or_create(
        office_id=actor.organization, owner_id=owner, name=said, defaults=values
    )
    return row


def forget_view(view: int, *, actor: Actor) -> None:
    """Take a view away: one's own, or as a team lead the office's. NotFound for any other."""
    rows = [one for one in views_of(actor) if one.owner_id or actor.leads]
    if view not in {one.pk for one in rows}:
        raise NotFound(_("There is no such view."))
    QueueView.objects.filter(pk=view).delete()
