"""Service teams and who serves in them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, explained
from lianqiao.core.parties.actors import BUREAU_ROLES, Actor
from lianqiao.core.parties.models import Membership
from lianqiao.desks.exchange.models import ServiceTeam, TeamMember


@transaction.atomic
def create_team(
    *, actor: Actor, name: str, fields: Sequence[str] = (), members: Sequence[int] = ()
) -> ServiceTeam:
    """Set up a team of the actor's bureau; `members` are memberships with a bureau role."""
    if not actor.leads or actor.organization is None:
        raise NotAllowed(_("Only a team lead or an administrator sets up teams."))
    taken = Conflict(_("Your bureau already has a team with this name."))
    with explained({"team_name_unique": taken}):
        team = ServiceTeam.objects.create(organization_id=actor.organization, name=name.strip())
    team.fields.set(fields)
    set_members(actor=actor, team=team.pk, members=members)
    return team


@transaction.atomic
def set_members(*, actor: Actor, team: int, members: Sequence[int]) -> None:
    """Say who serves in a team, as a whole list."""
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator sets up teams."))
    row = ServiceTeam.objects.select_for_update().get(pk=team, organization_id=actor.organization)
    known = Membership.objects.filter(
        pk__in=members, organization_id=row.organization_id, role__in=BUREAU_ROLES
    )
    if known.count() != len(set(members)):
        raise Invalid(_("A team is made of officers of its own bureau."))
    row.members.exclude(membership__in=members).delete()
    TeamMember.objects.bulk_create(
        [TeamMember(team=row, membership_id=pk) for pk in members], ignore_conflicts=True
    )
