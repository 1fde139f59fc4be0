"""Evaluations: a campaign over many centers, and what became of each in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.programs.centers.models.centers import Center, Grade


class Outcome(models.TextChoices):
    """What becomes of a center in an evaluation; a score is one of several."""

    SCORED = "scored", _("Scored")
    DEFERRED = "deferred", _("Deferred")
    EXEMPT = "exempt", _("Exempt by a higher review")
    ABSENT = "absent", _("Absent")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RENAMED = "renamed", _("Goes on under another name")


class Campaign(models.Model):
    """An evaluation of the reports from `first_year` to `last_year`.

    `scheme` is a copy of the indicator system as it was when the campaign was opened, `seed` draws
    the sample. Frozen, nothing in it changes; published, its grades stand in the register.
    """

    class State(models.TextChoices):
        """How far it has come."""

        OPEN = "open", _("Being scored")
        FROZEN = "frozen", _("Frozen")
        PUBLISHED = "published", _("Published")

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=[("regular", _("Regular")), ("comprehensive", _("Comprehensive"))],
    )
    scheme = models.JSONField()
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    rectify_by = models.DateField(_("to be put right by"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    seed = models.CharField(max_length=64, blank=True)
    opened_by = models.BigIntegerField()
    frozen_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        verbose_name = _("evaluation of centers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_years_ordered", condition=Q(last_year__gte=F("first_year"))
            ),
            models.CheckConstraint(
                name="campaign_frozen_before_published",
                condition=Q(state="open", frozen_at__isnull=True, published_at__isnull=True)
                | Q(state="frozen", frozen_at__isnull=False, published_at__isnull=True)
                | Q(state="published", frozen_at__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Assessment(models.Model):
    """A center in a campaign. `expert` is the panel's score of 0 to 100.

    Points, lines and grade are written when the campaign freezes; until then they are reckoned anew
    for each look. Whoever is not scored has a written reason for it.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="assessments")
    center = models.ForeignKey(Center, models.PROTECT, related_name="assessments")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.SCORED)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    expert = models.DecimalField(
        _("score of the experts"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    is_sampled = models.BooleanField(_("drawn for the check"), default=False)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    lines = models.JSONField(default=list)
    grade = models.CharField(_("grade"), max_length=12, choices=Grade, blank=True)

    class Meta:
        """Each center once in a campaign."""

        verbose_name = _("assessment of a center")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("campaign", "center", name="center_assessed_once"),
            models.CheckConstraint(
                name="assessment_expert_in_scale",
                condition=Q(expert__isnull=True) | Q(expert__gte=0, expert__lte=100),
            ),
            models.CheckConstraint(
                name="assessment_says_why_not", condition=Q(outcome="scored") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        """Name the outcome."""
        return str(self.get_outcome_display())
