"""What a project reports of a year, and how its budget changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.desks.programs.grants.models.projects import COSTS, Cost, Project


class ProgressReport(models.Model):
    """The report that counts of a year; a later one restates it, here and in the ledger."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField(_("year"))
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    entry = models.BigIntegerField(unique=True)
    reported_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One for a project and year."""

        verbose_name = _("progress report")
        ordering = ["project", "-year"]
        constraints = [
            models.UniqueConstraint("project", "year", name="progress_once_a_year"),
            models.CheckConstraint(
                name="progress_year", condition=Q(year__gte=2000, year__lte=2099)
            ),
        ]

    def __str__(self) -> str:
        """Return the year."""
        return str(self.year)


class Spending(models.Model):
    """What was spent in the year of a report on a kind of cost, in fen."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="spending")
    cost = models.CharField(_("kind of cost"), max_length=12, choices=Cost)
    granted = models.BigIntegerField(_("of the grant"))
    own = models.BigIntegerField(_("of own funds"))

    class Meta:
        """Each kind of cost once."""

        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("report", "cost", name="spending_once"),
            models.CheckConstraint(name="spending_cost_known", condition=Q(cost__in=COSTS)),
            models.CheckConstraint(
                name="spending_not_negative", condition=Q(granted__gte=0, own__gte=0)
            ),
        ]

    def __str__(self) -> str:
        """Return the kind of cost."""
        return str(self.get_cost_display())


class BudgetChange(models.Model):
    """A change of the budget, asked for in a filing. `before` and `after` map each kind of cost to
    [granted, own] in fen. Who decides follows from the rule of `costs.py`; decided, it stays."""

    class Decider(models.TextChoices):
        """Who decides, after 国办发〔2021〕32号."""

        LEADER = "leader", _("The project leader")
        HOST = "host", _("The host")
        OFFICE = "office", _("The office")

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", _("Asked for")
        MADE = "made", _("Change made")
        REFUSED = "refused", _("Change refused")

    project = models.ForeignKey(Project, models.PROTECT, related_name="changes")
    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    decider = models.CharField(_("decided by"), max_length=8, choices=Decider)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    asked_on = models.DateField(_("asked for"))
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    entry = models.BigIntegerField(null=True, unique=True)

    class Meta:
        """Newest first; one open at a time."""

        verbose_name = _("budget change")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "project", name="budget_change_one_open", condition=Q(state="asked")
            ),
            models.CheckConstraint(
                name="budget_change_decided_whole",
                condition=Q(state="asked", decided_on__isnull=True, entry__isnull=True)
                | Q(state="made", decided_on__isnull=False, entry__isnull=False)
                | Q(state="refused", decided_on__isnull=False, entry__isnull=True) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        """Return what became of it."""
        return str(self.get_state_display())
