"""Who may do what with organizations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed
from lianqiao.core.parties.actors import Actor, Role

OPERATOR = Actor(role=Role.ADMINISTRATOR)
"""Whoever runs a command on the server."""


def is_administrator(actor: Actor) -> bool:
    """Keeps the lists of the city."""
    return actor.role == Role.ADMINISTRATOR


def may_edit(actor: Actor, organization: int) -> bool:
    """An owner edits his organization, an administrator every one."""
    return is_administrator(actor) or (actor.role == Role.OWNER and actor.acts_for(organization))


def sees_contact(actor: Actor, organization: int) -> bool:
    """Members see their own contact person, a bureau everybody's; others see a mask."""
    return actor.is_bureau or actor.acts_for(organization)


def manages_members(actor: Actor) -> bool:
    """Takes people into the own organization and lets them go."""
    return actor.is_known and actor.role in {Role.OWNER, Role.ADMINISTRATOR}


def require_administrator(actor: Actor) -> None:
    """Raise NotAllowed for everybody else."""
    if not is_administrator(actor):
        raise NotAllowed(_("Only an administrator keeps the list of organizations."))


def require_member(actor: Actor) -> None:
    """Raise NotAllowed for who acts for no organization."""
    if not actor.is_known:
        raise NotAllowed(_("You belong to no organization yet; ask its owner to add you."))
