"""That the holder of a title was reminded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Title


class About(models.TextChoices):
    """What a holder is reminded of."""

    DATA = "data", _("the data of the year")
    END = "end", _("the end of the title")


class TitleReminder(models.Model):
    """The holder of a title was reminded on a day, of one thing once at most."""

    title = models.ForeignKey(Title, models.PROTECT, related_name="reminders")
    about = models.CharField(max_length=8, choices=About)
    on = models.DateField(_("day"))
    by = models.BigIntegerField()

    class Meta:
        """The newest first."""

        verbose_name = _("reminder of a title")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint("title", "about", "on", name="title_reminded_once_a_day"),
            models.CheckConstraint(
                name="title_reminder_about", condition=models.Q(about__in=About.values)
            ),
        ]

    def __str__(self) -> str:
        """Return the day."""
        return self.on.isoformat()
