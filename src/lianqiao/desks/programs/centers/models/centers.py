"""The register of centers: those that are being built, those in it, those that left it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models import Case
from lianqiao.core.parties.models import Organization, Region, TechnicalField


class CenterStage(models.TextChoices):
    """Where a center stands."""

    BUILDING = "building", _("Under construction")
    REGISTERED = "registered", _("In the register")
    RECTIFYING = "rectifying", _("Putting things right")
    REMOVED = "removed", _("Removed")
    MERGED = "merged", _("Merged into another")


ENDED = (CenterStage.REMOVED, CenterStage.MERGED)


class Grade(models.TextChoices):
    """All grades that a scheme of evaluation may give; which of them it gives is its own affair."""

    EXCELLENT = "excellent", _("Excellent")
    GOOD = "good", _("Good")
    QUALIFIED = "qualified", _("Qualified")
    UNQUALIFIED = "unqualified", _("Not qualified")


GRADED_UP = (Grade.EXCELLENT, Grade.GOOD, Grade.QUALIFIED)
"""Grades with which a center enters the register, and stays there."""


class Center(models.Model):
    """A center as it stands now; how it came so is told by its events.

    `approved_on` begins the construction, `build_until` ends it. `valid_to` is the last day for
    which the grade was given, `rectify_by` the last day to put things right. Only a row that an
    event of the same transaction speaks of may change; who left the register stays out.
    """

    name = models.CharField(_("name of the center"), max_length=120)
    field = models.ForeignKey(
        TechnicalField, models.PROTECT, verbose_name=_("technical field"), related_name="+"
    )
    host = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("host"), related_name="centers"
    )
    partners = models.ManyToManyField(
        Organization, verbose_name=_("partners"), related_name="+", blank=True
    )
    leader = models.CharField(_("head of the center"), max_length=80)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("district"), related_name="+", null=True
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=CenterStage, default=CenterStage.BUILDING
    )
    grade = models.CharField(_("grade"), max_length=12, choices=Grade, blank=True)
    approved_on = models.DateField(_("construction approved"))
    build_until = models.DateField(_("construction ends"))
    valid_to = models.DateField(_("grade holds until"), null=True, blank=True)
    rectify_by = models.DateField(_("to be put right by"), null=True, blank=True)
    ended_on = models.DateField(_("left the register"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    case = models.OneToOneField(
        Case, models.PROTECT, null=True, blank=True, related_name="innovation_center"
    )
    told = models.BigIntegerField(null=True, editable=False)
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        """By name; the stage says which of the days must stand."""

        verbose_name = _("innovation center")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["stage", "field"], name="center_by_stage"),
            models.Index(
                fields=["rectify_by"],
                name="center_rectifying",
                condition=Q(rectify_by__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "name", name="center_name_once", condition=~Q(stage__in=["removed", "merged"])
            ),
            models.CheckConstraint(name="center_named", condition=~Q(name="") & ~Q(leader="")),
            models.CheckConstraint(
                name="center_stage_known",
                condition=Q(
                    stage__in=["building", "registered", "rectifying", "removed", "merged"]
                ),
            ),
            models.CheckConstraint(
                name="center_grade_known",
                condition=Q(grade__in=["", "excellent", "good", "qualified", "unqualified"]),
            ),
            models.CheckConstraint(
                name="center_registered_is_qualified",
                condition=~Q(stage="registered") | Q(grade__in=["excellent", "good", "qualified"]),
            ),
            models.CheckConstraint(
                name="center_rectifies_by_a_day",
                condition=Q(stage="rectifying", rectify_by__isnull=False)
                | ~Q(stage="rectifying") & Q(rectify_by__isnull=True),
            ),
            models.CheckConstraint(
                name="center_ended_on_a_day",
                condition=Q(stage__in=["removed", "merged"], ended_on__isnull=False)
                | ~Q(stage__in=["removed", "merged"]) & Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="center_merged_into_one",
                condition=Q(stage="merged", merged_into__isnull=False)
                | ~Q(stage="merged") & Q(merged_into__isnull=True),
            ),
            models.CheckConstraint(
                name="center_days_ordered",
                condition=Q(build_until__gt=models.F("approved_on")),
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def has_ended(self) -> bool:
        """Whether it has left the register for good."""
        return self.stage in ENDED
