"""Members and tokens of the actor's own organization."""

from __future__ import annotations

from django.db.models import QuerySet

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import ApiToken, Membership


def members_of(actor: Actor) -> QuerySet[Membership]:
    """Return the living memberships of the actor's organization; nothing for a visitor."""
    members = Membership.objects.filter(organization=actor.organization, until__isnull=True)
    return members.select_related("user").order_by("since", "pk")


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """Return the actor's own working tokens, oldest first; nothing for a visitor."""
    return ApiToken.objects.filter(membership=actor.membership, revoked_at__isnull=True).order_by(
        "created_at"
    )
