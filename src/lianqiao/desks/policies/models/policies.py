"""A policy, its versions as they were published, and the measures that each version grants."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """Whose policy it is."""

    STATE = "state", pgettext_lazy("policy level", "State")
    PROVINCE = "province", pgettext_lazy("policy level", "Province")
    CITY = "city", pgettext_lazy("policy level", "City")
    DISTRICT = "district", pgettext_lazy("policy level", "District")


class Topic(models.TextChoices):
    """What a policy is for, as people look for it."""

    RESEARCH = "research", _("Research and development")
    TITLES = "titles", _("Titles and awards")
    FINANCE = "finance", _("Loans and finance")
    PREMISES = "premises", _("Premises and rent")
    TALENT = "talent", _("Talent and housing")
    EMPLOYMENT = "employment", _("Employment")
    EQUIPMENT = "equipment", _("Equipment and renewal")
    MARKET = "market", _("Markets and exhibitions")
    TRADE = "trade", _("Foreign trade")
    RIGHTS = "rights", _("Patents and standards")
    GREEN = "green", _("Energy and environment")
    DIGITAL = "digital", _("Digitalization")
    CARE = "care", _("Childcare")


class Stage(models.TextChoices):
    """The life of a version. Only a draft can be edited."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting approval")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Policy(models.Model):
    """What stays the same through all versions: the office that answers for it, and its number."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    office = models.ForeignKey(
        "parties.Organization", models.PROTECT, verbose_name=_("office in charge"), related_name="+"
    )
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        related_name="replaces",
    )
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        """No policy replaces itself."""

        verbose_name = _("policy")
        constraints = [
            models.CheckConstraint(
                name="policy_not_its_own_heir", condition=~Q(pk=F("replaced_by"))
            )
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class Version(models.Model):
    """A policy as it reads and counts from a day to a day (both counted; open if no end).

    `text` is HTML cleaned by nh3, `interpretation` plain words. Published versions of one policy
    never overlap (exclusion), and a published version never changes but for its end (trigger).
    Once published, it stands in the place of the policy that it `replaces`. `terms` are what
    full-text search looks for: PostgreSQL has no parser of Chinese.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    stage = models.CharField(_("state"), max_length=12, choices=Stage, default=Stage.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    issuer = models.CharField(_("issuer"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    region = models.ForeignKey(
        "parties.Region",
        models.PROTECT,
        verbose_name=_("region"),
        null=True,
        blank=True,
        related_name="+",
    )
    topics = ArrayField(models.CharField(max_length=16, choices=Topic), default=list, blank=True)
    audience = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    text = models.TextField(_("full text"), blank=True)
    interpretation = models.TextField(_("in plain words"), blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    drafted_by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "parties.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "parties.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.TextField(_("remark of the second person"), blank=True)
    replaces = models.ForeignKey(
        Policy, models.PROTECT, verbose_name=_("replaces"), null=True, blank=True, related_name="+"
    )
    terms = ArrayField(models.CharField(max_length=64), default=list, blank=True, editable=False)

    class Meta:
        """Two people stand behind a published version; the second is not the first."""

        verbose_name = _("version of a policy")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint("policy", "number", name="version_number_unique"),
            models.CheckConstraint(
                name="version_days_ordered",
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
            ),
            models.CheckConstraint(
                name="version_published_whole",
                condition=Q(stage__in=[Stage.DRAFT, Stage.SUBMITTED])
                | Q(
                    published_on__isnull=False,
                    valid_from__isnull=False,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="version_two_people",
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("submitted_by"))),
            ),
            models.CheckConstraint(
                name="version_district_has_region",
                condition=~Q(level=Level.DISTRICT) | Q(region__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "-published_on"], name="version_published"),
            GinIndex(fields=["terms"], name="version_terms"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Attachment(models.Model):
    """A file that belongs to a version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="policies/%Y/%m/")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        """The same file is attached once."""

        constraints = [
            models.UniqueConstraint("version", "sha256", name="policy_attachment_once"),
        ]

    def __str__(self) -> str:
        """Return the file's own name."""
        return self.name
