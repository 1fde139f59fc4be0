"""Claims, public notices, objections and appeals."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models import Case
from lianqiao.desks.policies.models.measures import Budget, Measure


class Notice(models.Model):
    """A public notice (公示) of who is to get a direct grant; objections until its last day."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="notices")
    number = models.CharField(_("number"), max_length=40, unique=True)
    period = models.CharField(_("period"), max_length=7)
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    is_provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        """Days in order."""

        verbose_name = _("public notice")
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_days_ordered", condition=Q(begins_on__lte=F("ends_on"))
            )
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class Claim(models.Model):
    """An organization's claim to a measure for a period ('2025', '2025-07' or 'once').

    `measure_code`, `stack`, `organization` and `period` are copied from measure and case, so that
    the database can hold that nothing is claimed twice; `is_live` follows the case's state by a
    trigger. `facts` are the values and sources on which it was judged, `explanation` the tree of
    conditions with verdicts. Amounts in fen; `amount` is what was computed, `granted` what was
    decided. The account is shown masked.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="claim")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="claims")
    organization = models.ForeignKey("parties.Organization", models.PROTECT, related_name="+")
    policy = models.ForeignKey("policies.Policy", models.PROTECT, related_name="+")
    measure_code = models.SlugField(max_length=60)
    stack = models.SlugField(max_length=40, blank=True)
    period = models.CharField(_("period"), max_length=7)
    reference_date = models.DateField(_("reference date"))
    is_live = models.BooleanField(default=True, editable=False)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    granted = models.BigIntegerField(_("granted"), null=True, blank=True)
    budget = models.ForeignKey(Budget, models.PROTECT, null=True, blank=True, related_name="claims")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="claims")
    facts = models.JSONField(default=dict, blank=True)
    explanation = models.JSONField(default=dict, blank=True)
    statement = models.TextField(_("what the enterprise adds"), blank=True)
    account_holder = models.CharField(_("account holder"), max_length=120, blank=True)
    account_bank = models.CharField(_("bank"), max_length=120, blank=True)
    account_number = models.CharField(_("account number"), max_length=40, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once for measure, subject and period; once for all measures that exclude each other."""

        verbose_name = _("claim")
        constraints = [
            models.UniqueConstraint(
                "policy",
                "measure_code",
                "organization",
                "period",
                name="claim_once",
                condition=Q(is_live=True),
            ),
            models.UniqueConstraint(
                "stack",
                "organization",
                "period",
                name="claim_excludes_others",
                condition=Q(is_live=True) & ~Q(stack=""),
            ),
            models.CheckConstraint(
                name="claim_amounts_positive",
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (Q(granted__isnull=True) | Q(granted__gt=0)),
            ),
            models.CheckConstraint(
                name="claim_period_form", condition=Q(period__regex=r"^(once|\d{4}(-\d{2})?)$")
            ),
        ]

    def __str__(self) -> str:
        """Name measure, subject and period."""
        return f"{self.measure_code} {self.organization_id} {self.period}"


class ClaimFile(models.Model):
    """A document that a claim asks for."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="files")
    document = models.CharField(_("document"), max_length=120)
    file = models.FileField(upload_to="claims/%Y/%m/")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        """The same file once."""

        constraints = [models.UniqueConstraint("claim", "sha256", name="claim_file_once")]

    def __str__(self) -> str:
        """Return the file's own name."""
        return self.name


class Objection(models.Model):
    """What somebody objects to a name on a public notice. The contact is for the answer only."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="objections")
    text = models.TextField(_("objection"))
    contact = models.CharField(_("telephone or e-mail"), max_length=120, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    is_upheld = models.BooleanField(null=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        """Decided whole or not at all."""

        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="objection_decided_whole",
                condition=Q(decided_at__isnull=True, is_upheld__isnull=True)
                | (Q(decided_at__isnull=False, is_upheld__isnull=False) & ~Q(answer="")),
            )
        ]

    def __str__(self) -> str:
        """Return its beginning."""
        return self.text[:40]


class Appeal(models.Model):
    """An appeal against a rejected claim; its course is a case of its own."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="appeal")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="appeals")
    grounds = models.TextField(_("grounds"))

    class Meta:
        """With grounds."""

        constraints = [models.CheckConstraint(name="appeal_has_grounds", condition=~Q(grounds=""))]

    def __str__(self) -> str:
        """Return the beginning of its grounds."""
        return self.grounds[:40]
