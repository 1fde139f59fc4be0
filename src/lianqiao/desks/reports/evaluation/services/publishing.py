"""Publishing what a round found: everybody sees it, and figures are counted from it."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import transaction

from lianqiao.core.ledger.services import Line, record_many
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation import kinds
from lianqiao.desks.reports.evaluation.models import Result, Round, Stage
from lianqiao.desks.reports.evaluation.services.locking import locked, noted, require_lead


@transaction.atomic
def publish(pk: int, *, actor: Actor) -> Round:
    """Publish a counted round: an entry for each department that has a score, one for the round."""
    row = locked(pk, actor, Stage.CLOSED)
    require_lead(actor)
    row.stage = Stage.PUBLISHED
    row.save(update_fields=["stage"])
    scored = Result.objects.filter(round=row, item=None, stratum=None, mean__isnull=False)
    record_many(map(_line, scored.order_by("department")), actor=actor)
    noted(kinds.PUBLISHED, row, actor)
    return row


def _line(one: Result) -> Line:
    return Line(
        kinds.JUDGED,
        one.round_id,
        organization=one.department_id,
        region=settings.CITY,
        quantities={"score": one.mean or Decimal(0), "ballots": Decimal(one.ballots or 0)},
    )
