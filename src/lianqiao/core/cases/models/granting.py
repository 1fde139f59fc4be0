"""What a case leads to: messages to its applicant, certificates, and their numbers."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models.cases import Case, CaseStep
from lianqiao.core.parties.models import Title, User


def _code() -> str:
    return secrets.token_urlsafe(12)


class Message(models.Model):
    """What the applicant was told when a step was taken. Only `read_at` ever changes."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    step = models.ForeignKey(CaseStep, models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; unread ones are counted."""

        verbose_name = _("message of a case")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["case"], name="case_message_unread", condition=Q(read_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class RunningNumber(models.Model):
    """The last number that was given under a prefix in a year; its row is locked to take one."""

    prefix = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One row each."""

        verbose_name = _("running number")
        constraints = [models.UniqueConstraint("prefix", "year", name="running_number_once")]

    def __str__(self) -> str:
        """Return the number as it stands on a certificate."""
        return f"{self.prefix}{self.year}{self.last:05d}"


class Certificate(models.Model):
    """The paper of a granted title. `code` opens the public page that checks it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="certificates")
    title = models.OneToOneField(Title, models.PROTECT, related_name="+")
    number = models.CharField(_("certificate number"), max_length=40, unique=True)
    code = models.CharField(max_length=32, unique=True, default=_code)
    issued_on = models.DateField(_("issued on"))
    revoked_on = models.DateField(_("revoked on"), null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    barred_until = models.DateField(_("no new application until"), null=True)

    class Meta:
        """Newest first; revoked with its reason."""

        verbose_name = _("certificate")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="certificate_revoked_with_reason",
                condition=Q(revoked_on__isnull=True) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="certificate_bars_once_revoked",
                condition=Q(barred_until__isnull=True) | Q(revoked_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number
