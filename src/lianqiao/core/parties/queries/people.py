"""Members and tokens of the actor's own organization; where owners read their mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from lianqiao.core.parties.actors import Actor, Role
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


def mail_of_owners(organizations: Iterable[int]) -> Mapping[int, list[str]]:
    """Return where the owners of each organization read their mail; one query.

    An organization none of whose owners gave an address is not in it.
    """
    rows = Membership.objects.filter(
        organization__in=list(organizations), role=Role.OWNER, until=None, user__is_active=True
    ).exclude(user__email="")
    found: dict[int, list[str]] = {}
    for organization, email in rows.order_by("pk").values_list("organization", "user__email"):
        found.setdefault(organization, []).append(email)
    return found
