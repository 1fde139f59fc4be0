"""What a department reports from a system of its own: said, not counted."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lianqiao.core.indicators.models.definitions import Indicator


class Reported(models.Model):
    """One figure of one period and region. Its values, and who said them, are ledger entries."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="reported")
    period = models.CharField(_("period"), max_length=10)
    region = models.CharField(_("region"), max_length=32, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    file = models.FileField(_("document"), upload_to="reported/", blank=True, max_length=300)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        """One for an indicator, a period and a region."""

        verbose_name = _("reported figure")
        ordering = ["indicator", "period", "region"]
        constraints = [
            models.UniqueConstraint("indicator", "period", "region", name="reported_once")
        ]

    def __str__(self) -> str:
        """Name the indicator and the period."""
        return f"{self.indicator_id} {self.period}"
