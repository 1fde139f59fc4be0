"""Who is acting: the plain value that services and queries decide permission on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member may do for an organization. The last three exist in bureaus only."""

    OWNER = "owner", _("Owner")
    MEMBER = "member", _("Member")
    OFFICER = "officer", _("Officer")
    TEAM_LEAD = "team_lead", _("Team lead")
    ADMINISTRATOR = "administrator", _("Administrator")


BUREAU_ROLES = frozenset({Role.OFFICER, Role.TEAM_LEAD, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organization in one role; `ANYONE` is a visitor.

    >>> ANYONE.is_known, ANYONE.is_bureau
    (False, False)
    """

    user: int | None = None
    membership: int | None = None
    organization: int | None = None
    role: Role | None = None

    @property
    def is_known(self) -> bool:
        """Signed in and a member somewhere."""
        return self.membership is not None

    @property
    def is_bureau(self) -> bool:
        """Acts for the city: officer, team lead or administrator."""
        return self.role in BUREAU_ROLES

    @property
    def leads(self) -> bool:
        """Team lead or administrator: may assign, moderate and see every team's work."""
        return self.role in {Role.TEAM_LEAD, Role.ADMINISTRATOR}

    def acts_for(self, organization: int | None) -> bool:
        """Is a member of this organization, in the membership used now."""
        return organization is not None and organization == self.organization

    def in_role(self, role: Role) -> Actor:
        """Return the same person in another role; a request's actor can do this, as it is lazy."""
        return replace(self, role=role)


ANYONE = Actor()
