"""What a contract plans: milestones, and the installments in which the grant is paid."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.desks.programs.grants.models.projects import Project


class Milestone(models.Model):
    """Something to be reached by a day. `snapshot` is the filing in which it was shown."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("milestone"), max_length=200)
    target = models.CharField(_("target"), max_length=500, blank=True)
    due_on = models.DateField(_("due on"))
    met_on = models.DateField(_("met on"), null=True, blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In their order."""

        verbose_name = _("milestone")
        ordering = ["project", "position"]
        constraints = [
            models.UniqueConstraint("project", "position", name="milestone_once"),
            models.CheckConstraint(name="milestone_named", condition=~Q(title="")),
            models.CheckConstraint(
                name="milestone_met_with_evidence",
                condition=Q(met_on__isnull=True, snapshot__isnull=True)
                | Q(met_on__isnull=False, snapshot__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Installment(models.Model):
    """A part of the grant, in fen: due once its milestone is met, or from a day on.

    All of a project sum up to its grant. Paid, it stays as it is; `reference` is the bank's.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="installments")
    position = models.PositiveSmallIntegerField(_("number"))
    amount = models.BigIntegerField(_("amount"))
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="installments"
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    reference = models.CharField(_("payment reference"), max_length=60, blank=True)
    paid_by = models.BigIntegerField(null=True)
    entry = models.BigIntegerField(null=True, unique=True)

    # What `queries.desk.due` adds.
    since: date

    class Meta:
        """In their order; those still to be paid are found by an index of their own."""

        verbose_name = _("installment")
        ordering = ["project", "position"]
        indexes = [
            models.Index(
                fields=["project"], name="installment_to_pay", condition=Q(paid_on__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint("project", "position", name="installment_once"),
            models.CheckConstraint(name="installment_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="installment_due_by_one",
                condition=Q(milestone__isnull=True, due_on__isnull=False)
                | Q(milestone__isnull=False, due_on__isnull=True),
            ),
            models.CheckConstraint(
                name="installment_paid_whole",
                condition=Q(paid_on__isnull=True, reference="", entry__isnull=True)
                | Q(paid_on__isnull=False, entry__isnull=False) & ~Q(reference=""),
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.position)

    @property
    def is_due(self) -> bool:
        """Whether it can be paid today: not paid, its milestone met or its day come."""
        reached = self.milestone.met_on if self.milestone else self.due_on
        return self.paid_on is None and reached is not None and reached <= timezone.localdate()
