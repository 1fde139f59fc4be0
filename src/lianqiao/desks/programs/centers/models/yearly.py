"""What a center reports of a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.desks.programs.centers.models.centers import Center


class YearlyReport(models.Model):
    """The report that counts of a year: `figures` maps a code to a decimal as text, money in yuan.

    A later report of the year restates it, here and in the ledger. `snapshot` is the filing that it
    comes from; it has none where it came in a list.
    """

    center = models.ForeignKey(Center, models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    figures = models.JSONField()
    progress = models.TextField(_("progress"), max_length=6000, blank=True)
    problems = models.TextField(_("problems"), max_length=4000, blank=True)
    next_year = models.TextField(_("plan of the next year"), max_length=4000, blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    entry = models.BigIntegerField(unique=True)
    reported_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One for a center and year."""

        verbose_name = _("yearly report of a center")
        ordering = ["-year", "center"]
        constraints = [
            models.UniqueConstraint("center", "year", name="center_report_once_a_year"),
            models.CheckConstraint(
                name="center_report_year", condition=Q(year__gte=2000, year__lte=2099)
            ),
        ]

    def __str__(self) -> str:
        """Return the year."""
        return str(self.year)
