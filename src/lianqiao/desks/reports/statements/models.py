"""A published text, the figures in it, and which indicator each of them speaks of."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.indicators.models import Indicator


class Reading(models.TextChoices):
    """How far a text has been read."""

    WAITING = "waiting", _("Being read")
    DONE = "done", _("Read")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Could not be read")


class Text(models.Model):
    """A text as it was published; what it says cannot be changed any more.

    `pages` are the offsets at which pages begin, so that no page is giant; up to `read_to` its
    figures have been read.
    """

    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(_("published in"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year that it is about"))
    published_on = models.DateField(_("published on"))
    body = models.TextField(_("text"))
    sha256 = models.CharField(max_length=64)
    pages = ArrayField(models.IntegerField(), default=list)
    reading = models.CharField(max_length=8, choices=Reading, default=Reading.WAITING)
    read_to = models.IntegerField(default=0)
    is_public = models.BooleanField(_("public"), default=False)
    is_invented = models.BooleanField(_("invented"), default=False)
    entered_by = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    judged_at = models.DateTimeField(_("judged"), null=True)

    class Meta:
        """Newest first; the same text once."""

        verbose_name = _("text")
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint("sha256", "published_on", name="text_entered_once"),
            models.CheckConstraint(name="text_titled", condition=~Q(title="") & ~Q(body="")),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class State(models.TextChoices):
    """Whether somebody has looked at which indicator a figure speaks of."""

    OPEN = "open", _("Open")
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    NONE = "none", _("Speaks of no indicator")


class Outcome(models.TextChoices):
    """What comes of holding a figure against the ledger."""

    AGREES = "agrees", _("agrees")
    DIFFERS = "differs", _("differs")
    REPORTED = "reported", _("only reported")
    UNKNOWN = "unknown", _("no records")


class Reason(models.TextChoices):
    """Why there are no records to hold a figure against."""

    INDICATOR = "indicator", _("It is not known yet which indicator it speaks of.")
    PERIOD = "period", _("The indicator is not counted for the period that the text means.")
    PLACE = "place", _("The indicator is not counted for the place that the text means.")
    EMPTY = "empty", _("There are no records of this indicator in the period.")


class Claim(models.Model):
    """A figure of a text, from `start` to `end` in it, and what the ledger says to it."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="claims")
    start = models.IntegerField()
    end = models.IntegerField()
    written = models.CharField(max_length=100)
    value = models.DecimalField(max_digits=38, decimal_places=8)
    unit = models.CharField(_("unit"), max_length=32, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    qualifiers = ArrayField(models.CharField(max_length=16), default=list)
    period_written = models.CharField(max_length=60, blank=True)
    department = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=60, blank=True)
    low = models.DecimalField(max_digits=38, decimal_places=8)
    high = models.DecimalField(max_digits=38, decimal_places=8)
    is_closed = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), null=True, related_name="+"
    )
    score = models.FloatField(null=True)
    decided_by = models.BigIntegerField(null=True)
    remark = models.CharField(_("note"), max_length=500, blank=True)
    is_remark_public = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    agrees = models.BooleanField(null=True)
    found = models.DecimalField(max_digits=38, decimal_places=8, null=True)
    period = models.CharField(_("period"), max_length=10, blank=True)
    region = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=9, choices=Reason, blank=True)

    class Meta:
        """In the order of the text."""

        verbose_name = _("claim")
        ordering = ["text", "start"]
        constraints = [
            models.UniqueConstraint("text", "start", name="claim_once_at_a_place"),
            models.CheckConstraint(name="claim_span", condition=Q(start__lt=F("end"))),
            models.CheckConstraint(
                name="claim_public_remark_says_something",
                condition=Q(is_remark_public=False) | ~Q(remark=""),
            ),
            models.CheckConstraint(
                name="claim_decided_has_indicator",
                condition=Q(state__in=[State.PROPOSED, State.CONFIRMED], indicator__isnull=False)
                | Q(state__in=[State.OPEN, State.NONE], indicator__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """Return the figure as written."""
        return self.written

    @property
    def standing(self) -> str:
        """Return what is decided on it, as a form hands it back: who was slower is told."""
        return f"{self.state}:{self.indicator_id or ''}"

    @property
    def is_change(self) -> bool:
        """Whether it says by how much something has grown or declined."""
        return self.unit == "%" and not {"growth", "decline"}.isdisjoint(self.qualifiers)


class Verdict(models.Model):
    """What the ledger said to a claim from a day on, until the next row: kept for good."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="verdicts")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    found = models.DecimalField(max_digits=38, decimal_places=8, null=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        """Return the verdict in a word."""
        return str(self.get_outcome_display())


class Pair(models.Model):
    """Which indicator a wording speaks of, as somebody confirmed; None where it speaks of none."""

    subject = models.CharField(max_length=200)
    unit = models.CharField(max_length=32, blank=True)
    department = models.CharField(max_length=100, blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One for a wording."""

        constraints = [models.UniqueConstraint("subject", "unit", "department", name="pair_once")]

    def __str__(self) -> str:
        """Return the wording."""
        return self.subject
