"""How opinions are taken: one row that administrators keep, and what keeps floods out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RealName(models.TextChoices):
    """Whether an opinion carries a name."""

    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    NONE = "none", _("Not asked for")


class Rules(models.Model):
    """The one row of settings."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    real_name = models.CharField(
        _("real name"), max_length=10, choices=RealName, default=RealName.OPTIONAL
    )
    working_days = models.PositiveSmallIntegerField(_("working days for an answer"), default=5)
    difficulty = models.PositiveSmallIntegerField(_("difficulty of the proof of work"), default=16)
    an_hour = models.PositiveSmallIntegerField(_("opinions an hour from one address"), default=20)
    keep_days = models.PositiveSmallIntegerField(_("days that contacts are kept"), default=180)
    words = models.TextField(_("words to be looked at first"), max_length=20_000, blank=True)

    class Meta:
        """One row, with values that work."""

        verbose_name = _("rules for opinions")
        constraints = [
            models.CheckConstraint(name="opinion_rules_one_row", condition=Q(id=1)),
            models.CheckConstraint(
                name="opinion_rules_sensible",
                condition=Q(
                    working_days__range=(1, 60),
                    difficulty__range=(0, 24),
                    an_hour__range=(1, 10_000),
                    keep_days__range=(1, 3650),
                ),
            ),
        ]

    def __str__(self) -> str:
        """Say what it is."""
        return "rules"


class Spent(models.Model):
    """A challenge that was answered: it counts once."""

    challenge_sha256 = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        """Nothing of the person."""

        verbose_name = _("spent challenge")

    def __str__(self) -> str:
        """Return its digest."""
        return self.challenge_sha256


class Arrival(models.Model):
    """An opinion came from an address, kept as a keyed digest for a day."""

    origin = models.CharField(max_length=64)
    is_slow = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Counted by address and hour."""

        verbose_name = _("arrival")
        indexes = [models.Index(fields=["origin", "at"], name="opinion_arrivals")]

    def __str__(self) -> str:
        """Return its time."""
        return self.at.isoformat()
