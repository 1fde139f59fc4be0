"""Reports to citizens, the figures in them as they were published, and what was put right since."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.indicators.models import Frozen
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.models.codes import named


class Stage(models.TextChoices):
    """How far a report has come."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for approval")
    PUBLISHED = "published", _("Published")


class Report(models.Model):
    """A text in Markdown that names figures. Once published, nothing of it changes.

    `revision` counts the savings, `charts` keeps what was drawn, by reference.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    publisher = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("publisher"), related_name="+"
    )
    body = models.TextField(_("text"))
    body_en = models.TextField(_("English text"), blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    author = models.BigIntegerField()
    note = models.TextField(_("why it was sent back"), max_length=2000, blank=True)
    approved_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    charts = models.JSONField(default=dict)
    is_invented = models.BooleanField(_("invented"), default=False)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Newest year first; who published is not who wrote."""

        verbose_name = _("report")
        ordering = ["-year", "-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="report_titled", condition=~Q(title="") & ~Q(body="")),
            models.CheckConstraint(
                name="report_published_by_a_second_person",
                condition=~Q(stage=Stage.PUBLISHED)
                | (
                    Q(published_at__isnull=False, approved_by__isnull=False)
                    & ~Q(text_sha256="")
                    & ~Q(approved_by=models.F("author"))
                ),
            ),
        ]

    def __str__(self) -> str:
        """Return the title in the reader's language."""
        return named(self.title, self.title_en)

    @property
    def is_published(self) -> bool:
        """Whether everybody can read it."""
        return self.stage == Stage.PUBLISHED


class Figure(models.Model):
    """A figure that a published report names. Append-only."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="figures")
    reference = models.CharField(max_length=120)
    frozen = models.ForeignKey(Frozen, models.PROTECT, related_name="+")

    class Meta:
        """Each reference once."""

        verbose_name = _("figure of a report")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("report", "reference", name="report_figure_once")]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference


class Erratum(models.Model):
    """What a figure should have been, and why; the published one stays. Append-only."""

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="errata")
    frozen = models.ForeignKey(Frozen, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest last."""

        verbose_name = _("erratum")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="erratum_reasoned", condition=~Q(reason=""))]

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason


class Proof(models.Model):
    """What came of looking at a figure again: whether its proof holds, what the records say now."""

    figure = models.OneToOneField(Figure, models.CASCADE, primary_key=True, related_name="proof")
    holds = models.BooleanField()
    difference = models.CharField(max_length=300, blank=True)
    now = models.DecimalField(max_digits=38, decimal_places=6, null=True)
    checked_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One for a figure."""

        verbose_name = _("proof of a figure")

    def __str__(self) -> str:
        """Say whether it holds."""
        return str(self.holds)
