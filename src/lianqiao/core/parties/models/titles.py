"""Titles that an organization holds from a day to a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models.codes import named
from lianqiao.core.parties.models.organizations import Organization


class TitleKind(models.Model):
    """A title that a body grants, such as 专精特新中小企业."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        """A list that administrators keep."""

        verbose_name = _("kind of title")
        verbose_name_plural = _("kinds of title")

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)


class Title(models.Model):
    """One grant of a title. Both days count; grants of one title never overlap (exclusion)."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="titles")
    kind = models.ForeignKey(TitleKind, models.PROTECT, related_name="+")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    granted_by = models.CharField(_("granted by"), max_length=120)
    number = models.CharField(_("certificate number"), max_length=64, blank=True)

    class Meta:
        """Days in order; the exclusion stands in a migration of its own."""

        verbose_name = _("granted title")
        constraints = [
            models.CheckConstraint(
                name="title_days_ordered", condition=Q(valid_from__lte=F("valid_to"))
            )
        ]

    def __str__(self) -> str:
        """Name the kind."""
        return str(self.kind)
