"""What remains of a project: money to be paid back, and results."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger import wording
from lianqiao.desks.programs.grants.models.projects import Project


class Payback(models.Model):
    """Money that the host is to pay back, in fen, with the bank's reference once it did."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="paybacks")
    amount = models.BigIntegerField(_("amount"))
    reason = models.TextField(_("reason"), max_length=1000)
    due_on = models.DateField(_("due on"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    reference = models.CharField(_("payment reference"), max_length=60, blank=True)
    entry = models.BigIntegerField(null=True, unique=True)

    class Meta:
        """One open at a time."""

        verbose_name = _("payback")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "project", name="payback_one_open", condition=Q(paid_on__isnull=True)
            ),
            models.CheckConstraint(
                name="payback_positive", condition=Q(amount__gt=0) & ~Q(reason="")
            ),
            models.CheckConstraint(
                name="payback_paid_whole",
                condition=Q(paid_on__isnull=True, reference="", entry__isnull=True)
                | Q(paid_on__isnull=False, entry__isnull=False) & ~Q(reference=""),
            ),
        ]

    def __str__(self) -> str:
        """Return its day."""
        return str(self.due_on)


class Output(models.Model):
    """A result of a project: a subject of the ledger that its host or a partner has an entry of.

    The ledger is where the desks meet: the row keeps the subject's type and number and the entry
    that proves it, nothing else of the desk that it belongs to. `kind` is that entry's, `title` the
    host's own word for the output.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="outputs")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    proof = models.BigIntegerField(_("ledger entry"))
    entry = models.BigIntegerField(unique=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each once in a project."""

        verbose_name = _("output")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("project", "subject_type", "subject_id", name="output_once"),
            models.CheckConstraint(name="output_named", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def kind_label(self) -> str:
        """The kind of its proof in words."""
        return wording.kind(self.kind)
