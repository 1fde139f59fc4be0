"""What parties offer and what they need."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListingKind(models.TextChoices):
    """On which side of the exchange a listing stands."""

    RESULT = "result", _("Result")
    NEED = "need", _("Need")
    CAPABILITY = "capability", _("Capability")


class Maturity(models.TextChoices):
    """How ripe a result is, in the words of technology transfer offices."""

    PRINCIPLE = "principle", _("Principle")
    LABORATORY = "laboratory", _("Laboratory")
    PILOT = "pilot", _("Pilot")
    PRODUCT = "product", pgettext_lazy("stage", "Product")
    MASS_PRODUCTION = "mass_production", _("Mass production")


class Cooperation(models.TextChoices):
    """The five kinds of technology contract of the Civil Code, book three, chapter 20."""

    DEVELOPMENT = "development", _("Technology development")
    TRANSFER = "transfer", _("Technology transfer")
    LICENSE = "license", _("Technology license")
    CONSULTING = "consulting", _("Technology consulting")
    SERVICE = "service", _("Technology service")


class Status(models.TextChoices):
    """Where a listing is in its life."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class Confidentiality(models.TextChoices):
    """Who may read a published listing besides its owner."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Signed-in members")
    TEAM = "team", _("Service teams only")


class Listing(models.Model):
    """A result, need or capability of an organization. Amounts in fen, readiness as TRL 1-9."""

    kind = models.CharField(_("kind"), max_length=16, choices=ListingKind)
    organization = models.ForeignKey(
        "parties.Organization", models.PROTECT, related_name="listings", verbose_name=_("owner")
    )
    author = models.ForeignKey(
        "parties.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(_("own number"), max_length=64, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("description"), blank=True)
    keywords = ArrayField(
        models.CharField(max_length=40), verbose_name=_("keywords"), default=list, blank=True
    )
    field = models.ForeignKey(
        "parties.TechnicalField",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("technical field"),
    )
    industry = models.ForeignKey(
        "parties.Industry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("industry"),
    )
    region = models.ForeignKey(
        "parties.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
    )
    stage = models.CharField(_("stage"), max_length=16, choices=Maturity, blank=True)
    readiness = models.PositiveSmallIntegerField(_("readiness (TRL)"), null=True, blank=True)
    cooperation = ArrayField(
        models.CharField(max_length=16, choices=Cooperation),
        verbose_name=_("cooperation wanted"),
        default=list,
        blank=True,
    )
    amount_low = models.BigIntegerField(_("amount from"), null=True, blank=True)
    amount_high = models.BigIntegerField(_("amount to"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.DRAFT)
    confidentiality = models.CharField(
        _("readable by"), max_length=16, choices=Confidentiality, default=Confidentiality.PUBLIC
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Invariants of one listing."""

        verbose_name = _("listing")
        constraints = [
            models.CheckConstraint(
                name="listing_kind_known", condition=Q(kind__in=ListingKind.values)
            ),
            models.CheckConstraint(
                name="listing_status_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="listing_confidentiality_known",
                condition=Q(confidentiality__in=Confidentiality.values),
            ),
            models.CheckConstraint(
                name="listing_stage_known", condition=Q(stage__in=["", *Maturity.values])
            ),
            models.CheckConstraint(
                name="listing_cooperation_known",
                condition=Q(cooperation__contained_by=Cooperation.values),
            ),
            models.CheckConstraint(
                name="listing_readiness_1_to_9",
                condition=Q(readiness__isnull=True) | Q(readiness__range=(1, 9)),
            ),
            models.CheckConstraint(
                name="listing_amounts_ordered",
                condition=Q(amount_low__isnull=True)
                | Q(amount_high__isnull=True)
                | Q(amount_low__lte=F("amount_high")),
                violation_error_message=_("The lower amount is above the higher one."),
            ),
            models.CheckConstraint(
                name="listing_amounts_not_negative",
                condition=(Q(amount_low__isnull=True) | Q(amount_low__gte=0))
                & (Q(amount_high__isnull=True) | Q(amount_high__gte=0)),
            ),
            models.CheckConstraint(
                name="listing_published_is_complete",
                condition=Q(status=Status.DRAFT)
                | (~Q(title="") & ~Q(text="") & Q(published_at__isnull=False)),
                violation_error_message=_("A listing needs a title and a description."),
            ),
            models.UniqueConstraint(
                "organization",
                "reference",
                name="listing_reference_unique",
                condition=~Q(reference=""),
                violation_error_message=_("The organization already has a listing so numbered."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "kind", "-published_at"], name="listing_newest"),
            models.Index(fields=["organization", "status"], name="listing_of_organization"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class IntellectualProperty(models.Model):
    """A right that protects a result."""

    class Kind(models.TextChoices):
        """Kinds of right, as the patent and copyright laws name them."""

        INVENTION = "invention", _("Invention patent")
        UTILITY = "utility", _("Utility model")
        DESIGN = "design", _("Design")
        SOFTWARE = "software", _("Software copyright")
        OTHER = "other", _("Other right")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="rights")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number"), max_length=40, blank=True)

    class Meta:
        """One number names one right of a listing."""

        constraints = [
            models.UniqueConstraint(
                "listing", "number", name="right_number_unique", condition=~Q(number="")
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Attachment(models.Model):
    """A file that belongs to a listing; read by whoever may read the listing."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="exchange/%Y/%m/")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The same file is attached once."""

        constraints = [
            models.UniqueConstraint("listing", "sha256", name="attachment_once"),
        ]

    def __str__(self) -> str:
        """Return the file's own name."""
        return self.name
