"""Payment batches: files to the bank and back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.policies.models.claims import Claim


class PaymentState(models.TextChoices):
    """What became of a line of a payment file."""

    SENT = "sent", _("With the bank")
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Returned")


class Batch(models.Model):
    """A payment file: made once, the same bytes whenever fetched. Total in fen."""

    number = models.CharField(_("batch number"), max_length=40, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("parties.User", models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("parties.Organization", models.PROTECT, related_name="+")
    lines = models.PositiveIntegerField()
    total = models.BigIntegerField(_("total"))

    class Meta:
        """Newest first."""

        verbose_name = _("payment batch")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="batch_not_empty", condition=Q(lines__gt=0, total__gt=0))
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class Payment(models.Model):
    """One line of a batch: one attempt to pay one claim. A claim has one living payment at most.

    `reference` is ours and unique; the bank gives it back with the result.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="payments")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payments")
    line = models.PositiveIntegerField()
    reference = models.CharField(_("payment reference"), max_length=40, unique=True)
    holder = models.CharField(_("account holder"), max_length=120)
    bank = models.CharField(_("bank"), max_length=120)
    account = models.CharField(_("account number"), max_length=40)
    amount = models.BigIntegerField(_("amount"))
    state = models.CharField(max_length=8, choices=PaymentState, default=PaymentState.SENT)
    reason = models.CharField(_("reason of the return"), max_length=200, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    class Meta:
        """Never twice for a claim; a return says why."""

        ordering = ["batch", "line"]
        constraints = [
            models.UniqueConstraint("batch", "line", name="payment_line_unique"),
            models.UniqueConstraint(
                "claim",
                name="payment_never_twice",
                condition=Q(state__in=[PaymentState.SENT, PaymentState.PAID]),
            ),
            models.CheckConstraint(name="payment_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payment_return_has_reason",
                condition=~Q(state=PaymentState.RETURNED) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference
