"""That a promise is fulfilled is an event of its own, so that figures can count it."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from lianqiao.core.ledger.queries import current
from lianqiao.core.ledger.services import correct, record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.commitments import kinds
from lianqiao.desks.reports.commitments.models import Commitment
from lianqiao.desks.reports.commitments.queries.following import follow
from lianqiao.desks.reports.commitments.states import Standing, State


def settle(pk: int, actor: Actor) -> None:
    """Record that a promise is fulfilled, put the day right, or withdraw it.

    In the transaction that changed what is reached or promised, with the row locked.
    """
    row = Commitment.objects.get(pk=pk)
    found = follow(row, timezone.localdate()).standing
    entries = current().filter(kind=kinds.DONE, subject_type=kinds.COMMITMENT, subject_id=pk)
    said = entries.first()
    if found.state != State.DONE:
        if said is not None:
            correct(said.pk, actor=actor, withdrawn=True)
        return
    moment, quantities = _moment(found), {"on_time": Decimal(not found.is_late)}
    if said is None:
        record(
            kinds.DONE,
            subject=pk,
            actor=actor,
            organization=row.department_id,
            region=settings.CITY,
            quantities=quantities,
            at=moment,
        )
    elif (said.happened_at, Decimal(said.quantities["on_time"][0])) != (
        moment,
        quantities["on_time"],
    ):
        correct(said.pk, actor=actor, quantities=quantities, happened_at=moment)


def _moment(found: Standing) -> datetime:
    day = found.done_on or timezone.localdate()
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())
