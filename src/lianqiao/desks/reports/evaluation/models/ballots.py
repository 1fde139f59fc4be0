"""What was voted. Nothing here leads to a person, and nothing says when.

DO_NOTHING: the application may not delete ballots and results; the database refuses to lose what
they refer to.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.evaluation.models.rounds import Group, Item, Round, Stratum


class Token(models.Model):
    """The right to one ballot, known by the digest of its secret alone."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="+")
    is_spent = models.BooleanField(default=False)

    class Meta:
        """Without an order of its own: it would be the order of the letters."""

        verbose_name = _("ballot token")
        indexes = [models.Index(fields=["group", "stratum", "is_spent"], name="token_turnout")]

    def __str__(self) -> str:
        """Return the beginning of the digest."""
        return self.sha256[:8]


class Ballot(models.Model):
    """A ballot in the urn: `scores` is {department: {item: choice or null}}, all by key.

    When the round is closed the urn is emptied into `Counted`, in random order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    group = models.ForeignKey(Group, models.DO_NOTHING, related_name="+")
    stratum = models.ForeignKey(Stratum, models.DO_NOTHING, related_name="+")
    scores = models.JSONField()

    class Meta:
        """Without an order."""

        verbose_name = _("ballot")

    def __str__(self) -> str:
        """Return nothing that tells them apart."""
        return "ballot"


class Counted(models.Model):
    """A ballot out of the urn, written in shuffled order with all others at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    group = models.ForeignKey(Group, models.DO_NOTHING, related_name="+")
    stratum = models.ForeignKey(Stratum, models.DO_NOTHING, related_name="+")
    scores = models.JSONField()

    class Meta:
        """Without an order."""

        verbose_name = _("counted ballot")
        indexes = [models.Index(fields=["group", "stratum"], name="counted_of_group")]

    def __str__(self) -> str:
        """Return nothing that tells them apart."""
        return "ballot"


class Result(models.Model):
    """What a department scored (0 to 100): of an item or in all, of a stratum or of the panel.

    `low` and `high` bound the 95 % confidence interval. Where fewer than the round's `smallest`
    ballots stand behind it, or where it could be reckoned from the others, it is withheld: `mean`,
    `low`, `high` and `ballots` are empty.
    """

    round = models.ForeignKey(Round, models.DO_NOTHING, related_name="results")
    department = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.DO_NOTHING, null=True, related_name="+")
    stratum = models.ForeignKey(Stratum, models.DO_NOTHING, null=True, related_name="+")
    mean = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    low = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    ballots = models.PositiveIntegerField(_("ballots"), null=True)

    class Meta:
        """Each once; a score has its bounds."""

        verbose_name = _("result")
        ordering = ["department__pinyin", "item__position", "stratum__code"]
        constraints = [
            models.UniqueConstraint(
                "round",
                "department",
                "item",
                "stratum",
                name="result_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="result_bounded",
                condition=Q(mean=None, low=None, high=None, ballots=None)
                | Q(mean__gte=models.F("low"), mean__lte=models.F("high"), ballots__gt=0),
            ),
        ]

    def __str__(self) -> str:
        """Return the score."""
        return "" if self.mean is None else str(self.mean)
