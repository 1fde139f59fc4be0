"""Who left an opinion: kept apart, erased after a term, each look at it on record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.opinions.models.opinions import Opinion


class Contact(models.Model):
    """Name, telephone and e-mail of who left an opinion, until a day.

    `answered_at` is when the answer was given that was mailed to him.
    """

    opinion = models.OneToOneField(
        Opinion, models.CASCADE, primary_key=True, related_name="contact"
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    erase_on = models.DateField(db_index=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """One for an opinion."""

        verbose_name = _("contact of an opinion")

    def __str__(self) -> str:
        """Return nothing of the person."""
        return str(self.pk)


class Look(models.Model):
    """Somebody has looked at a contact. Append-only; it outlives the contact."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="looks")
    user = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In their order."""

        verbose_name = _("look at a contact")
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return when."""
        return self.at.isoformat()
