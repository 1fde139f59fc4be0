"""Projects that a call awarded, and the budget that each keeps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models import Case
from lianqiao.core.parties.models import Organization, Region

STATES = ("awarded", "running", "accepted", "ended", "lapsed")
COSTS = ("equipment", "operations", "labour", "indirect")


class ProjectState(models.TextChoices):
    """Where a project stands."""

    AWARDED = "awarded", _("Awarded, contract to be signed")
    RUNNING = "running", _("Under way")
    ACCEPTED = "accepted", _("Passed acceptance")
    ENDED = "ended", _("Ended without acceptance")
    LAPSED = "lapsed", _("Lapsed before its contract")


class Project(models.Model):
    """A project as it stands now. Money in fen: `granted` by the city, `own` by the host.

    The steps of its case lead from one state to the next, never back: awarded until its contract is
    signed, lapsed where it never was; running until it is accepted, or ended without that. Its
    days come with the contract. What happened to it is told by the ledger.
    """

    State = ProjectState

    case = models.OneToOneField(Case, models.PROTECT, related_name="grant_project")
    topic = models.ForeignKey("grants.Topic", models.PROTECT, related_name="projects")
    number = models.CharField(_("project number"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    host = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("host"), related_name="grant_projects"
    )
    partners = models.ManyToManyField(
        Organization, verbose_name=_("partners"), related_name="+", blank=True
    )
    leader = models.CharField(_("project leader"), max_length=80)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("district"), related_name="+", null=True
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.AWARDED)
    awarded_on = models.DateField(_("awarded"))
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    ended_on = models.DateField(_("closed"), null=True, blank=True)
    granted = models.BigIntegerField(_("granted"))
    own = models.BigIntegerField(_("own funds"), default=0)
    is_invented = models.BooleanField(_("invented"), default=False)

    # What `queries.projects.listed` adds, in fen.
    paid: int

    class Meta:
        """The newest first; the state says which of the days must stand."""

        verbose_name = _("grant project")
        ordering = ["-awarded_on", "-pk"]
        indexes = [models.Index(fields=["state", "topic"], name="project_by_state")]
        constraints = [
            models.CheckConstraint(name="project_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(name="project_named", condition=~Q(title="") & ~Q(leader="")),
            models.CheckConstraint(
                name="project_money_positive", condition=Q(granted__gt=0, own__gte=0)
            ),
            models.CheckConstraint(
                name="project_days_by_contract",
                condition=Q(
                    state__in=["awarded", "lapsed"], starts_on__isnull=True, ends_on__isnull=True
                )
                | Q(
                    state__in=["running", "accepted", "ended"],
                    starts_on__isnull=False,
                    ends_on__gt=F("starts_on"),
                ),
            ),
            models.CheckConstraint(
                name="project_closed_on_a_day",
                condition=Q(state__in=["awarded", "running"], ended_on__isnull=True)
                | Q(state__in=["accepted", "ended", "lapsed"], ended_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.state in {self.State.AWARDED, self.State.RUNNING}


class Cost(models.TextChoices):
    """Kinds of cost, after 国办发〔2021〕32号: three that are direct, and what is not."""

    EQUIPMENT = "equipment", _("Equipment costs")
    OPERATIONS = "operations", _("Operating costs")
    LABOUR = "labour", _("Labour costs")
    INDIRECT = "indirect", _("Indirect costs")


class BudgetLine(models.Model):
    """What a project may spend on a kind of cost. It changes by a budget change only."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="budget")
    cost = models.CharField(_("kind of cost"), max_length=12, choices=Cost)
    granted = models.BigIntegerField(_("granted"))
    own = models.BigIntegerField(_("own funds"))
    change = models.ForeignKey("grants.BudgetChange", models.PROTECT, null=True, related_name="+")

    class Meta:
        """Each kind of cost once."""

        verbose_name = _("budget line")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("project", "cost", name="budget_line_once"),
            models.CheckConstraint(name="budget_cost_known", condition=Q(cost__in=COSTS)),
            models.CheckConstraint(
                name="budget_not_negative", condition=Q(granted__gte=0, own__gte=0)
            ),
        ]

    def __str__(self) -> str:
        """Return the kind of cost."""
        return str(self.get_cost_display())
