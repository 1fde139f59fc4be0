"""Cases, the steps they took, and the steps that the database allows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases import procedures


class Case(models.Model):
    """A dossier of one organization in one procedure; the desk's own table holds what it is about.

    `due_on` is the last day of the term of the present state, `due_is_provisional` when that day
    lies in a year whose working days the State Council has not announced.
    """

    procedure = models.CharField(max_length=40)
    number = models.CharField(_("case number"), max_length=40, unique=True)
    state = models.CharField(_("state"), max_length=24)
    organization = models.ForeignKey("parties.Organization", models.PROTECT, related_name="cases")
    office = models.ForeignKey(
        "parties.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )
    officer = models.ForeignKey(
        "parties.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_is_provisional = models.BooleanField(default=False)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        """By age of the last change; due ones are found by an index of their own."""

        verbose_name = _("case")
        indexes = [
            models.Index(fields=["procedure", "state", "-changed_at"], name="case_queue"),
            models.Index(fields=["organization", "-changed_at"], name="case_of_organization"),
            models.Index(fields=["office", "due_on", "changed_at", "id"], name="case_of_office"),
            models.Index(fields=["due_on"], name="case_due", condition=Q(due_on__isnull=False)),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(procedures.procedure(self.procedure).states[self.state])


class CaseStep(models.Model):
    """A step that a case took, with the reason that the ledger may not hold. Append only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    name = models.CharField(max_length=24)
    state = models.CharField(max_length=24)
    at = models.DateTimeField()
    by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    entry = models.BigIntegerField(_("ledger entry"), unique=True)

    class Meta:
        """Steps in the order in which they were taken."""

        ordering = ["at", "id"]

    def __str__(self) -> str:
        """Return the state reached."""
        return self.state


class AllowedStep(models.Model):
    """A step of a procedure as the database holds it; `source` '' is the beginning."""

    procedure = models.CharField(max_length=40)
    source = models.CharField(max_length=24, blank=True)
    target = models.CharField(max_length=24)

    class Meta:
        """Each once; written when the tables are migrated."""

        constraints = [
            models.UniqueConstraint("procedure", "source", "target", name="allowed_step_once")
        ]

    def __str__(self) -> str:
        """Name both ends."""
        return f"{self.procedure}: {self.source} → {self.target}"
