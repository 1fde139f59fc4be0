"""How promises are judged: one row that administrators keep."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Rules(models.Model):
    """The one row of settings. `tolerance` is in percentage points."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    tolerance = models.PositiveSmallIntegerField(_("points behind the calendar"), default=10)

    class Meta:
        """One row, with a value that works."""

        verbose_name = _("rules for commitments")
        constraints = [
            models.CheckConstraint(name="commitment_rules_one_row", condition=Q(id=1)),
            models.CheckConstraint(
                name="commitment_rules_sensible", condition=Q(tolerance__range=(0, 50))
            ),
        ]

    def __str__(self) -> str:
        """Say what it is."""
        return "rules"
