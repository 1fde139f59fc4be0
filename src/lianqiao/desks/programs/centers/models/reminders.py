"""That a center was reminded of the report of a year."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.programs.centers.models.centers import Center


class Reminder(models.Model):
    """A center was reminded on a day, once at most, of the report of a year."""

    center = models.ForeignKey(Center, models.PROTECT, related_name="reminders")
    year = models.PositiveSmallIntegerField(_("year"))
    on = models.DateField(_("day"))
    by = models.BigIntegerField()

    class Meta:
        """The newest first."""

        verbose_name = _("reminder of a yearly report")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint("center", "year", "on", name="center_reminded_once_a_day")
        ]

    def __str__(self) -> str:
        """Return the year."""
        return str(self.year)
