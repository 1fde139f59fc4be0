"""Phrases that an office writes again and again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Organization

LABEL, TEXT = 60, 2000
"""Characters of a name and of a text."""


class Phrase(models.Model):
    """A text that the officers of an office put into reasons, requests and remarks.

    {number}, {organization}, {procedure} and {due} stand for those of the case.
    """

    office = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    label = models.CharField(_("name of the phrase"), max_length=LABEL)
    text = models.TextField(_("phrase"), max_length=TEXT)

    class Meta:
        """By name, which an office gives once."""

        verbose_name = _("phrase")
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint("office", "label", name="phrase_named_once"),
            models.CheckConstraint(
                name="phrase_says_something", condition=~Q(label="") & ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.label
