"""Batches, their payments, and what waits to be paid."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.desks.policies.models import Batch, Claim, Payment, PaymentState


def batches(actor: Actor) -> QuerySet[Batch]:
    """Batches of the actor's office, of all offices for an administrator, with their state."""
    rows = Batch.objects.select_related("office", "made_by").annotate(
        **{
            state: Count("payments", filter=Q(payments__state=state))
            for state in PaymentState.values
        }
    )
    rows = rows.order_by("-pk")
    if is_administrator(actor):
        return rows
    if not actor.is_bureau:
        return rows.none()
    return rows.filter(office_id=actor.organization)


def batch(actor: Actor, pk: int) -> Batch:
    """Return one batch, or NotFound."""
    row = batches(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such batch, or it is another office's."))
    return row


def payments_of(row: Batch) -> QuerySet[Payment]:
    """Return the lines of a batch in the order of its file."""
    return row.payments.select_related("claim__organization", "claim__case").order_by("line")


def waiting(office: int | None) -> QuerySet[Claim]:
    """Return an office's approved claims that no batch has taken yet, oldest first."""
    rows = Claim.objects.filter(case__state="approved", policy__office_id=office)
    return rows.select_related("organization", "measure", "case").order_by("case__changed_at", "pk")


def waiting_sums(office: int) -> dict[str, int]:
    """Return how many claims wait for payment, and what they come to in fen."""
    found = waiting(office).order_by().aggregate(lines=Count("pk"), total=Sum("granted"))
    return {"lines": found["lines"], "total": found["total"] or 0}


SHORT = 8


def masked(account: str) -> str:
    """Return an account number so that its owner knows it again.

    >>> masked("6222020200112233445"), masked("1234")
    ('**** 3445', '****')
    """
    return f"**** {account[-4:]}" if len(account) > SHORT else "****" if account else ""
