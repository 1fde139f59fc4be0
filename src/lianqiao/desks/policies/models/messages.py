"""Who follows what, what they were told, and how often a policy was looked at."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.policies.models.policies import Policy, Topic, Version


class Subscription(models.Model):
    """What an organization wants to hear of: one policy, or topics (all, if none is named)."""

    organization = models.ForeignKey("parties.Organization", models.CASCADE, related_name="+")
    user = models.ForeignKey("parties.User", models.CASCADE, related_name="+")
    policy = models.ForeignKey(Policy, models.CASCADE, null=True, blank=True, related_name="+")
    topics = ArrayField(models.CharField(max_length=16, choices=Topic), default=list, blank=True)

    class Meta:
        """Each policy once; one subscription by topic."""

        constraints = [
            models.UniqueConstraint(
                "organization",
                "user",
                "policy",
                name="subscription_once",
            ),
            models.UniqueConstraint(
                "organization",
                "user",
                name="subscription_by_topic_once",
                condition=Q(policy__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.organization_id}: {self.policy_id}"


class Reason(models.TextChoices):
    """Why an organization is told of a version."""

    QUALIFIES = "qualifies", _("You qualify now")
    NO_LONGER = "no_longer", _("You no longer qualify")
    UNCLEAR = "unclear", _("Facts are missing to say whether you still qualify")
    CHANGED = "changed", _("A new version of a policy that you follow")
    REPLACES = "replaces", _("It takes the place of a policy that you follow")
    TOPIC = "topic", _("On a topic that you follow")
    WITHDRAWN = "withdrawn", _("A policy that you follow was withdrawn")


class Message(models.Model):
    """What an organization is told of one version: one message, however many reasons there are.

    A reason that comes while it is unread joins those that it has; one that comes later makes it
    unread again. `mailed_at` is when it went into an e-mail.
    """

    organization = models.ForeignKey("parties.Organization", models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=24), default=list)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One message about a policy, not three."""

        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint("organization", "version", name="message_once"),
        ]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.organization_id}: {self.version_id}"

    @property
    def said(self) -> list[str]:
        """Its reasons in words, what matters most first."""
        return [str(reason.label) for reason in Reason if reason in self.reasons]


class Views(models.Model):
    """How often a policy was opened on a day; nothing of who opened it."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="views")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One count a day."""

        constraints = [models.UniqueConstraint("policy", "day", name="views_once_a_day")]

    def __str__(self) -> str:
        """Return the count."""
        return str(self.count)
