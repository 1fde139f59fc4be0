"""What is kept of an import: which file it was, who brought it, and how much came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class FactImport(models.Model):
    """A file of facts that was taken in; the facts themselves name the file and line."""

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    left_out = models.PositiveIntegerField(_("rows left out"))
    facts = models.PositiveIntegerField(_("facts"))
    organizations = models.PositiveIntegerField(_("organizations"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first; what changed nothing is no import."""

        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="fact_import_brings_facts", condition=Q(facts__gt=0)),
            models.CheckConstraint(
                name="fact_import_leaves_out_rows", condition=Q(left_out__lt=F("rows"))
            ),
        ]

    def __str__(self) -> str:
        """Name the file."""
        return self.file_name
