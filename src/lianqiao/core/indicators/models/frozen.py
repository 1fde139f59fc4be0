"""A figure as it was published: its value, the entries behind it and the seal it rests on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lianqiao.core.indicators.models.definitions import Version
from lianqiao.core.indicators.periods import Period


class Frozen(models.Model):
    """Append-only. `digest` is the SHA-256 of the leaves of `entries`, in ascending order.

    A ratio rests on its two frozen parts.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="frozen")
    period = models.CharField(_("period"), max_length=10)
    region = models.CharField(_("region"), max_length=32, blank=True)
    value = models.DecimalField(_("value"), max_digits=38, decimal_places=6, null=True)
    counted_at = models.DateTimeField(_("counted"), db_default=Now())
    seal = models.BigIntegerField(_("seal"), null=True)
    entries = ArrayField(models.BigIntegerField(), default=list)
    digest = models.CharField(max_length=64)
    numerator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    denominator = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        """By age."""

        verbose_name = _("published figure")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="frozen_entries_sealed", condition=Q(entries=[]) | Q(seal__isnull=False)
            )
        ]

    def __str__(self) -> str:
        """Name the indicator and the period."""
        return f"{self.version.code} {self.period}"

    @property
    def when(self) -> Period:
        """The period as such."""
        return Period.read(self.period)
