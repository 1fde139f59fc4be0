"""A department answers, the citizen rates."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.opinions import kinds
from lianqiao.desks.reports.opinions.models import Opinion, State
from lianqiao.desks.reports.opinions.queries.seeing import by_receipt, may_answer, to_answer
from lianqiao.desks.reports.opinions.services.leaving import LONGEST
from lianqiao.desks.reports.opinions.services.mailing import mail_later
from lianqiao.desks.reports.opinions.services.routing import locked, noted

BEST = 5


@transaction.atomic
def answer(pk: int, *, actor: Actor, text: str, in_public: bool) -> Opinion:
    """Answer an opinion; in public only where the citizen allows it."""
    row = locked(pk, actor)
    if row.state != State.ROUTED or not may_answer(row, actor):
        raise Conflict(_("This opinion is by now: %(state)s.") % {"state": row.get_state_display()})
    _require(text)
    if in_public and not row.may_publish:
        raise Invalid(
            _("The citizen does not want it published; answer in private."),
            {"in_public": _("The citizen does not want it published; answer in private.")},
        )
    _answer(row, actor, text, in_public=in_public)
    return row


@transaction.atomic
def answer_group(group: int, *, actor: Actor, text: str, in_public: bool) -> int:
    """Answer all of a group that wait with the actor's department; return how many.

    Who does not want his opinion published gets the same answer in private.
    """
    _require(text)
    rows = to_answer(actor).filter(group=group).order_by("pk").select_for_update(of=("self",))
    found = list(rows)
    for row in found:
        _answer(row, actor, text, in_public=in_public and row.may_publish)
    if not found:
        raise Conflict(_("None of these opinions waits for your answer any more."))
    return len(found)


@transaction.atomic
def rate(receipt: str, rating: int) -> Opinion:
    """Rate an answer, once, by the receipt."""
    pk = by_receipt(receipt).pk
    row = Opinion.objects.select_for_update().get(pk=pk)
    if row.state != State.ANSWERED:
        raise NotFound(_("There is no answer to rate yet."))
    if row.rating is not None:
        raise Conflict(_("You have rated this answer already."))
    if not 1 <= rating <= BEST:
        raise Invalid(_("Rate from 1 to 5."), {"rating": _("Rate from 1 to 5.")})
    row.rating = rating
    row.save(update_fields=["rating"])
    record(
        kinds.RATED,
        subject=row.pk,
        organization=row.department_id,
        region=settings.CITY,
        quantities={"rating": Decimal(rating)},
    )
    return row


def _require(text: str) -> None:
    if not text.strip() or "\0" in text or len(text) > LONGEST:
        raise Invalid(
            _("Write an answer of at most 5,000 characters."),
            {"answer": _("Write an answer of at most 5,000 characters.")},
        )


def _answer(row: Opinion, actor: Actor, text: str, *, in_public: bool) -> None:
    row.state, row.answer, row.is_public = State.ANSWERED, text.strip(), in_public
    row.answered_at = timezone.now()
    row.is_on_time = row.due_on is not None and timezone.localdate() <= row.due_on
    row.save(update_fields=["state", "answer", "is_public", "answered_at", "is_on_time"])
    noted(row, actor, "")
    mail_later(row)
    record(
        kinds.ANSWERED,
        subject=row.pk,
        actor=actor,
        organization=row.department_id,
        region=settings.CITY,
        quantities={"on_time": Decimal(row.is_on_time)},
    )
