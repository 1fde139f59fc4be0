"""Experts, the panels drawn of them, and what they scored: each about one snapshot."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models.filings import Snapshot
from lianqiao.core.parties.models import Organization, TechnicalField, User


class Expert(models.Model):
    """A person who reviews for the city; nobody of a bureau. `most` is how many reviews may lie
    open with him at once."""

    user = models.OneToOneField(User, models.PROTECT, related_name="expert")
    fields = models.ManyToManyField(TechnicalField, blank=True, related_name="+")
    most = models.PositiveSmallIntegerField(_("reviews at once"), default=5)
    is_active = models.BooleanField(_("takes part"), default=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order in which they came."""

        verbose_name = _("expert")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="expert_takes_some", condition=Q(most__gt=0))]

    def __str__(self) -> str:
        """Return the name."""
        return str(self.user)


class Affiliation(models.Model):
    """Where an expert belongs: an organization of the house, or the name of one that is not."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("organization"), max_length=200, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        """Once each while it lasts."""

        verbose_name = _("affiliation")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="affiliation_names_one",
                condition=Q(organization__isnull=False, name="")
                | (Q(organization__isnull=True) & ~Q(name="")),
            ),
            models.UniqueConstraint(
                "expert",
                "organization",
                "name",
                name="affiliation_once",
                condition=Q(until__isnull=True),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        """Return the organization's name."""
        return str(self.organization) if self.organization_id else self.name


class Panel(models.Model):
    """Experts drawn to review a snapshot; the second is that of an appeal.

    `pool` has the experts who could be drawn, in the order of the draw: of SHA-256 of the seed, a
    line feed and the expert's number. Who recuses himself is followed by the next of them who still
    can. `left_out` counts who could not, by reason.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="panels")
    review = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField(default=1)
    wanted = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    pool = models.JSONField()
    left_out = models.JSONField(default=dict)
    due_on = models.DateField(_("due on"))
    due_is_provisional = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """A first one and that of an appeal, which says why."""

        verbose_name = _("panel of experts")
        ordering = ["snapshot", "review", "number"]
        constraints = [
            models.UniqueConstraint("snapshot", "review", "number", name="panel_once"),
            models.CheckConstraint(
                name="panel_second_with_reason",
                condition=Q(number=1) | (Q(number=2) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        """Return the review with its number."""
        return f"{self.review} {self.number}"


class Assignment(models.Model):
    """A seat on a panel. Before the papers open, the expert says whether he may judge them.

    `place` is that in the pool. `draft` keeps what is typed until it is filed.
    """

    class State(models.TextChoices):
        """From asked to opened to filed; what is given back stays empty behind."""

        ASKED = "asked", _("to be opened")
        OPENED = "opened", _("under review")
        FILED = "filed", _("filed")
        RECUSED = "recused", _("recused")
        RELEASED = "released", _("released by the office")

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="assignments")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="assignments")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    draft = models.JSONField(default=dict)
    told_on = models.DateField(null=True)

    class Meta:
        """In the order of the draw; nobody judges one snapshot twice, not on appeal either."""

        verbose_name = _("assignment")
        ordering = ["panel", "place"]
        constraints = [
            models.UniqueConstraint("snapshot", "expert", name="assignment_once"),
            models.UniqueConstraint("panel", "place", name="assignment_place_once"),
            models.CheckConstraint(
                name="assignment_opened_first",
                condition=~Q(state__in=["opened", "filed"]) | Q(opened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_given_back_with_reason",
                condition=~Q(state__in=["recused", "released"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="assignment_ends_later",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["expert"],
                name="assignment_open",
                condition=Q(state__in=["asked", "opened"]),
            )
        ]

    def __str__(self) -> str:
        """Return the state in words."""
        return self.get_state_display()


class Opinion(models.Model):
    """What an expert filed, with the score from 0 to 100 that his items make. Append-only."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="opinion")
    score = models.DecimalField(max_digits=5, decimal_places=2)
    comment = models.TextField(_("opinion"), max_length=5000, blank=True)
    filed_at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        verbose_name = _("opinion of an expert")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="opinion_score_of_hundred", condition=Q(score__gte=0, score__lte=100)
            )
        ]

    def __str__(self) -> str:
        """Return the score."""
        return str(self.score)


class ItemScore(models.Model):
    """The score of one item of the rubric. Append-only."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="scores")
    item = models.CharField(max_length=24)
    score = models.DecimalField(max_digits=7, decimal_places=2)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)

    class Meta:
        """Each item once, in their order."""

        verbose_name = _("score of an item")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("opinion", "item", name="item_scored_once")]

    def __str__(self) -> str:
        """Return the score."""
        return str(self.score)
