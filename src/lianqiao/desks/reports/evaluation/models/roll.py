"""Who may be drawn, and who was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.evaluation.models.rounds import Group, Round, Stratum


class Volunteer(models.Model):
    """Someone who signed up to judge.

    `number` is all that the published roll says of a person. The identity number itself is not
    kept: `identity_hmac` (keyed) lets nobody sign up twice, `identity_tail` helps the district that
    checks; `born_on` is emptied when it has been checked, `age_band` ("18-29") stays. With the
    receipt, of which the digest is kept, one looks up one's own state; whoever came in by a list
    has none.
    """

    class State(models.TextChoices):
        """What the district said."""

        APPLIED = "applied", _("Signed up")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Did not pass")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    round = models.ForeignKey(Round, models.CASCADE, related_name="volunteers")
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=20)
    employer = models.CharField(_("enterprise"), max_length=200, blank=True)
    identity_hmac = models.CharField(max_length=64)
    identity_tail = models.CharField(max_length=4)
    born_on = models.DateField(_("born on"), null=True)
    age_band = models.CharField(_("age"), max_length=8)
    is_registered = models.BooleanField(_("registered residence here"))
    resident_since = models.DateField(_("resident since"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    receipt_sha256 = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 -- lists have none
    applied_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """By number; nobody twice in a round, a refusal with its reason."""

        verbose_name = _("volunteer")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["round", "state", "stratum", "number"], name="volunteer_queue")
        ]
        constraints = [
            models.UniqueConstraint("round", "number", name="volunteer_number_once"),
            models.UniqueConstraint("round", "identity_hmac", name="volunteer_once_a_round"),
            models.CheckConstraint(
                name="volunteer_refused_with_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="volunteer_newcomer_since",
                condition=Q(is_registered=True) | Q(resident_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return the number, never the name."""
        return str(self.number)


class Look(models.Model):
    """Somebody has looked at who a volunteer is. Append-only."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="looks")
    user = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In their order."""

        verbose_name = _("look at a volunteer")
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return when."""
        return self.at.isoformat()


class Panelist(models.Model):
    """A volunteer who was drawn: `rank` is the place in the stratum's draw, from 1.

    `letter_sha256` is the digest of the half of the letter's secret that stands for the person; the
    other half is a `Token` that leads to nobody. There is no time of voting here.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="panel")
    group = models.ForeignKey(Group, models.CASCADE, related_name="panel")
    volunteer = models.OneToOneField(Volunteer, models.PROTECT, related_name="seat")
    rank = models.PositiveIntegerField()
    letter_sha256 = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 -- no letter yet
    has_voted = models.BooleanField(_("has voted"), default=False)

    class Meta:
        """By group and rank."""

        verbose_name = _("panelist")
        ordering = ["group", "volunteer__stratum", "rank"]
        indexes = [models.Index(fields=["round", "group"], name="panelist_of_group")]

    def __str__(self) -> str:
        """Return the volunteer's number."""
        return str(self.volunteer)
