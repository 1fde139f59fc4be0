"""A file that was published by mistake and is withdrawn. Append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.reports.commitments.models.commitments import Commitment
from lianqiao.desks.reports.commitments.models.progress import Attachment


class Takedown(models.Model):
    """Why a file is no more to be had, wherever entries of the promise show it.

    The file is known by its content and goes; its fingerprint, this reason and the ledger entry
    stay. A trigger lets it not come back.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="takedowns")
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("reason"), max_length=1000)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(editable=False, null=True)
    entry = models.BigIntegerField(unique=True)

    class Meta:
        """A file once, with its reason."""

        verbose_name = _("withdrawal of a file")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("commitment", "sha256", name="commitment_takedown_once"),
            models.CheckConstraint(name="commitment_takedown_with_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        """Return the reason."""
        return self.reason


def files_and_takedowns() -> QuerySet[Attachment]:
    """Return files with `gone_at` and `gone_because`, None where a file is still there."""
    found = Takedown.objects.filter(
        commitment=OuterRef("progress__commitment"), sha256=OuterRef("sha256")
    )
    return Attachment.objects.annotate(
        gone_at=Subquery(found.values("made_at")), gone_because=Subquery(found.values("reason"))
    )
