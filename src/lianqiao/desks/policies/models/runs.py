"""City runs and what they found: decisions that hold from one run to another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.policies.models.measures import Measure


class RunState(models.TextChoices):
    """How far a run is."""

    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Verdict(models.TextChoices):
    """What a run says of a subject and a measure. 'No' is not kept: it is all the rest."""

    QUALIFIES = "true", _("Qualifies")
    UNKNOWN = "unknown", _("Unknown for lack of facts")


class Run(models.Model):
    """The decision of published measures for all enterprises, on one reference date.

    `done` of `total` measures are decided; a stopped run goes on there. `seconds` is time worked.
    An incremental run decides only for enterprises with new facts, or measures that changed.
    `moment` is what had happened in the database when it began, `vocabulary` the words' stamp.
    """

    reference_date = models.DateField(_("reference date"))
    facts_until = models.DateTimeField(_("facts known until"))
    moment = models.TextField(blank=True)
    vocabulary = models.CharField(max_length=64, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.RUNNING)
    is_incremental = models.BooleanField(default=False)
    subjects = models.PositiveIntegerField(_("enterprises"), default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One run at a time."""

        verbose_name = _("city run")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "state",
                name="run_one_at_a_time",
                condition=Q(state=RunState.RUNNING),
            ),
            models.CheckConstraint(
                name="run_done_within_total", condition=Q(done__lte=models.F("total"))
            ),
        ]

    def __str__(self) -> str:
        """Return the reference date."""
        return self.reference_date.isoformat()


class Tally(models.Model):
    """What a run counted of one measure; amounts in fen."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="tallies")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="tallies")
    qualifying = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    amount = models.BigIntegerField(default=0)

    class Meta:
        """Once for a run and measure."""

        constraints = [models.UniqueConstraint("run", "measure", name="tally_once")]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.run_id}: {self.measure_id}"


class Decision(models.Model):
    """What held of an organization and a measure from one run until another (open: still holds).

    Differences between runs are the rows that begin or end in one. `amount` in fen, null where
    the payout is unknown or the measure pays no money.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        "parties.Organization", models.CASCADE, related_name="+", db_index=False
    )
    verdict = models.CharField(max_length=8, choices=Verdict)
    amount = models.BigIntegerField(null=True)
    since = models.ForeignKey(Run, models.CASCADE, related_name="begun")
    until = models.ForeignKey(Run, models.CASCADE, null=True, related_name="ended")

    class Meta:
        """One open decision of a pair."""

        constraints = [
            models.UniqueConstraint(
                "measure",
                "organization",
                name="decision_open_once",
                condition=Q(until__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["organization"], name="decision_of", condition=Q(until__isnull=True)
            )
        ]

    def __str__(self) -> str:
        """Name the pair."""
        return f"{self.measure_id}: {self.organization_id}"
