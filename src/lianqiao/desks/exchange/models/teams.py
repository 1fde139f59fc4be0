"""Service teams: who takes a match up and walks it to its outcome."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceTeam(models.Model):
    """A team of a bureau's officers, for some technical fields or for all (none named)."""

    organization = models.ForeignKey("parties.Organization", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    fields = models.ManyToManyField("parties.TechnicalField", blank=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        """A bureau's teams have names of their own."""

        constraints = [
            models.UniqueConstraint("organization", "name", name="team_name_unique"),
        ]

    def __str__(self) -> str:
        """Return the team's name."""
        return self.name


class TeamMember(models.Model):
    """A bureau membership that serves in a team."""

    team = models.ForeignKey(ServiceTeam, models.CASCADE, related_name="members")
    membership = models.ForeignKey("parties.Membership", models.CASCADE, related_name="+")

    class Meta:
        """Once in each team."""

        constraints = [
            models.UniqueConstraint("team", "membership", name="team_member_once"),
        ]

    def __str__(self) -> str:
        """Name both ends."""
        return f"{self.team_id}:{self.membership_id}"
