"""How far the closing of a round has come: what its office looks at while it waits."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Membership
from lianqiao.desks.reports.evaluation.models.rounds import Round

PERCENT = 100


class Closing(models.Model):
    """A closing that was asked for. The round's own stage says whether it is done.

    `done` of `total` steps are behind it: the urn is emptied, then each group is counted. `problem`
    is why the last try came to nothing.
    """

    round = models.OneToOneField(Round, models.CASCADE, related_name="closing")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=1)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        """Never more than all."""

        verbose_name = _("closing of a round")
        constraints = [
            models.CheckConstraint(
                name="closing_within_bounds", condition=Q(done__lte=F("total"), total__gt=0)
            )
        ]

    def __str__(self) -> str:
        """Return how far it is."""
        return f"{self.done} / {self.total}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return PERCENT * self.done // self.total
