"""Procedures that bureaus build: one draft, and the versions that were published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Organization, User


class Definition(models.Model):
    """A procedure that an office keeps. `draft` is a document as it is being built, valid or not;
    `revision` grows with each time it is saved, so that two builders never overwrite each other."""

    code = models.SlugField(_("code"), max_length=32, unique=True)
    office = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("office"), related_name="+"
    )
    draft = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_open = models.BooleanField(_("takes new cases"), default=True)
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        """By code."""

        verbose_name = _("procedure")
        ordering = ["code"]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class Version(models.Model):
    """A procedure as it was published, whole; it never changes. Cases keep theirs."""

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField(_("valid from"))
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Newest first."""

        verbose_name = _("version of a procedure")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("definition", "number", name="procedure_version_once"),
            models.CheckConstraint(name="procedure_version_counts", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        """Return the code that its cases bear."""
        return f"{self.definition.code}/{self.number}"
