"""How far a promise has come: entries that are added, never changed. Append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.commitments.models.commitments import (
    DIGITS,
    PLACES,
    Commitment,
    Place,
)

CHINA = {"longitude": (73, 136), "latitude": (3, 54)}
"""Whole degrees that hold all of China: a position outside is a slip of the pen."""


class Progress(models.Model):
    """So much was added on a day. A wrong entry is restated by one that `corrects` it."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="progress")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="progress")
    amount = models.DecimalField(_("amount added"), max_digits=DIGITS, decimal_places=PLACES)
    on = models.DateField(_("day"))
    location = models.CharField(_("where"), max_length=200, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True)
    note = models.TextField(_("remark"), max_length=2000, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", db_column="corrects"
    )
    withdrawn = models.BooleanField(default=False)
    entry = models.BigIntegerField(unique=True)
    author = models.BigIntegerField()
    recorded_at = models.DateTimeField(editable=False, null=True)

    class Meta:
        """By day; what is withdrawn names what it withdraws."""

        verbose_name = _("progress of a commitment")
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["commitment", "on"], name="commitment_progress_by_day")]
        constraints = [
            models.CheckConstraint(name="progress_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="progress_withdrawal_corrects",
                condition=Q(withdrawn=False) | Q(corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="progress_position_in_china",
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=CHINA["longitude"], latitude__range=CHINA["latitude"]),
            ),
        ]

    def __str__(self) -> str:
        """Return day and amount."""
        return f"{self.on} {self.amount}"


class Attachment(models.Model):
    """A photo or document of an entry. `media` is '' where a browser is only to save it."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="files")
    file = models.FileField(upload_to="commitments/%Y/%m/")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    media = models.CharField(max_length=20, blank=True)

    class Meta:
        """In their order, each once."""

        verbose_name = _("file of an entry")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("progress", "sha256", name="progress_file_once"),
        ]

    def __str__(self) -> str:
        """Return the file's own name."""
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a page shows it."""
        return self.media.startswith("image/")
