"""A round of the evaluation: who is judged, on what, and by whom in which shares."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Organization, Region

HUNDRED = Decimal(100)


class Stage(models.TextChoices):
    """How far a round has come; it never goes back."""

    PREPARING = "preparing", _("In preparation")
    ENROLLING = "enrolling", _("Volunteers sign up")
    FROZEN = "frozen", _("Roll closed")
    DRAWN = "drawn", _("Panel drawn")
    VOTING = "voting", _("Voting")
    CLOSED = "closed", _("Counted")
    PUBLISHED = "published", _("Published")


class Round(models.Model):
    """An evaluation of a year's work.

    `seed_source` says before the roll is closed where the seed will come from, `roll_sha256` is the
    digest of the closed roll, `seed` what came of it: whoever has the three repeats the draw.
    `seed_like` promises how it will be written, digits standing for any digits: else whoever enters
    it could try spellings until the panel pleases.
    The roll is closed before `seed_on`, the day on which the seed comes to be, and the seed is
    entered by somebody else than who closed it. `smallest` is the number of ballots below which
    nothing of a stratum is shown; `last_number` is the number that the last volunteer got. So many
    `keep_days` after the vote it is forgotten who the volunteers were.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=120)
    office = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("office"), related_name="+"
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.PREPARING)
    enrol_until = models.DateTimeField(_("sign-up ends"))
    vote_from = models.DateTimeField(_("voting begins"))
    vote_until = models.DateTimeField(_("voting ends"))
    smallest = models.PositiveSmallIntegerField(_("fewest ballots shown"), default=10)
    seed_source = models.CharField(_("where the seed comes from"), max_length=300)
    seed_like = models.CharField(_("how the seed is written"), max_length=200)
    seed = models.CharField(_("seed"), max_length=200, blank=True)
    seed_on = models.DateField(_("day of the seed"), null=True)
    seed_evidence = models.CharField(_("evidence of the seed"), max_length=500, blank=True)
    seeded_at = models.DateTimeField(null=True)
    seeded_by = models.BigIntegerField(null=True)
    roll_sha256 = models.CharField(_("digest of the roll"), max_length=64, blank=True)
    frozen_at = models.DateTimeField(_("roll closed"), null=True)
    frozen_by = models.BigIntegerField(null=True)
    last_number = models.PositiveIntegerField(default=0)
    keep_days = models.PositiveSmallIntegerField(_("days that names are kept"), default=180)
    is_invented = models.BooleanField(_("invented"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first; terms in their order, no draw without a closed roll."""

        verbose_name = _("evaluation")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint("year", "name", name="round_named_once_a_year"),
            models.CheckConstraint(
                name="round_terms_in_order",
                condition=Q(enrol_until__lte=F("vote_from"), vote_from__lt=F("vote_until")),
            ),
            models.CheckConstraint(
                name="round_draw_complete",
                condition=Q(stage__in=["preparing", "enrolling"])
                | Q(stage="frozen", roll_sha256__regex="^[0-9a-f]{64}$")
                | Q(~Q(seed=""), roll_sha256__regex="^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(name="round_keeps_secret", condition=Q(smallest__gte=5)),
            models.CheckConstraint(name="round_forgets", condition=Q(keep_days__range=(1, 3650))),
            models.CheckConstraint(
                name="round_seeded_by_another",
                condition=Q(seeded_by=None) | Q(frozen_by=None) | ~Q(seeded_by=F("frozen_by")),
            ),
        ]

    def __str__(self) -> str:
        """Return the year and the name."""
        return f"{self.year} {self.name}"


class Stratum(models.Model):
    """A part of the panel: `seats` in each group; `weight` is its share in the result (0 to 1)."""

    class Kind(models.TextChoices):
        """Whom it stands for."""

        RESIDENTS = "residents", _("Residents")
        ENTERPRISES = "enterprises", _("Enterprises")
        DEPUTIES = "deputies", _("Deputies")

    round = models.ForeignKey(Round, models.CASCADE, related_name="strata")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    seats = models.PositiveIntegerField(_("seats in each group"))
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=6)

    class Meta:
        """By code, each once a round."""

        verbose_name = _("stratum")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint("round", "code", name="stratum_once_a_round"),
            models.CheckConstraint(
                name="stratum_code_plain", condition=Q(code__regex="^[A-Za-z0-9_-]+$")
            ),
            models.CheckConstraint(
                name="stratum_sensible", condition=Q(seats__gt=0, weight__gt=0, weight__lte=1)
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def percent(self) -> Decimal:
        """The weight as people read it."""
        return self.weight * HUNDRED


class Group(models.Model):
    """Departments that one panel judges, as Qingdao's thirty-eight in four groups."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        """In their order."""

        verbose_name = _("group of departments")
        ordering = ["position"]
        constraints = [models.UniqueConstraint("round", "position", name="group_once_a_round")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Judged(models.Model):
    """A department that is judged, in exactly one group of a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="judged")
    group = models.ForeignKey(Group, models.CASCADE, related_name="judged")
    department = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        """Each once a round."""

        verbose_name = _("judged department")
        ordering = ["group", "department__pinyin"]
        constraints = [
            models.UniqueConstraint("round", "department", name="department_judged_once_a_round")
        ]

    def __str__(self) -> str:
        """Return the department's name."""
        return str(self.department)


class Item(models.Model):
    """What is judged; `weight` is its share in a department's score (0 to 1)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=80)
    help = models.CharField(_("explanation"), max_length=300, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=6)

    class Meta:
        """In their order."""

        verbose_name = _("item")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("round", "position", name="item_once_a_round"),
            models.CheckConstraint(name="item_weighs", condition=Q(weight__gt=0, weight__lte=1)),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def percent(self) -> Decimal:
        """The weight as people read it."""
        return self.weight * HUNDRED


class Choice(models.Model):
    """A word on the ballot, and the points that it gives (0 to 100)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("label"), max_length=40)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)

    class Meta:
        """The best first."""

        verbose_name = _("choice")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("round", "position", name="choice_once_a_round"),
            models.CheckConstraint(name="choice_points", condition=Q(points__range=(0, 100))),
        ]

    def __str__(self) -> str:
        """Return the label."""
        return self.label
