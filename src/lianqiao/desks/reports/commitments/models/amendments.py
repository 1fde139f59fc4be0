"""What was changed in a published promise: old and new, and why. Append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.commitments.models.commitments import DIGITS, PLACES, Commitment


class Amendment(models.Model):
    """Target, unit and day before and after; the places that it added and dropped name it.

    Its row is the only thing that changes a published promise: a trigger carries the new values
    over, and refuses every other change.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="amendments")
    old_target = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    target = models.DecimalField(_("target"), max_digits=DIGITS, decimal_places=PLACES)
    old_unit = models.CharField(max_length=16)
    unit = models.CharField(_("unit"), max_length=16)
    old_due_on = models.DateField()
    due_on = models.DateField(_("due on"))
    reason = models.TextField(_("reason"), max_length=1000)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(editable=False, null=True)
    entry = models.BigIntegerField(unique=True)

    class Meta:
        """In their order, each with its reason."""

        verbose_name = _("amendment of a commitment")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="commitment_amended_with_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason
