"""People, what they are for an organization, and the keys they give to programs."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models.organizations import Organization


class User(AbstractUser):
    """A person who signs in."""

    display_name = models.CharField(_("name"), max_length=80, blank=True)

    def __str__(self) -> str:
        """Return what others call this person."""
        return self.display_name or self.username


class Membership(models.Model):
    """What a person is for an organization. Ended memberships stay, for what was done in them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    since = models.DateField(auto_now_add=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        """One living membership of a person in an organization."""

        verbose_name = _("membership")
        constraints = [
            models.UniqueConstraint(
                "user",
                "organization",
                name="membership_once",
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="membership_dates_ordered",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        """Name the person, the role and the organization."""
        return f"{self.user} · {self.get_role_display()} · {self.organization}"


class ApiToken(models.Model):
    """A key with which a program acts in a membership. Only its digest is kept."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("purpose"), max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By age."""

        ordering = ["created_at"]

    def __str__(self) -> str:
        """Return the label."""
        return self.label
