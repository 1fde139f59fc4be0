"""A round that nobody else changes meanwhile."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, NotAllowed
from lianqiao.core.ledger.services import Evidence, record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation.models import Round, Stage
from lianqiao.desks.reports.evaluation.queries.seeing import managed, no_round

OPEN = (Stage.PREPARING, Stage.ENROLLING)


def locked(pk: int, actor: Actor, *stages: Stage) -> Round:
    """Return a round of the actor's office, locked, in one of some stages.

    NotFound where it is another office's, Conflict where it is in another stage.
    """
    row = managed(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise no_round()
    require_stage(row, *stages)
    return row


def require_stage(row: Round, *stages: Stage) -> None:
    """Raise Conflict for a round that is in another stage by now."""
    if row.stage not in stages:
        said = _("This evaluation is by now: %(stage)s.") % {"stage": row.get_stage_display()}
        raise Conflict(said)


def require_lead(actor: Actor) -> None:
    """Raise NotAllowed for who leads no team."""
    if not actor.leads:
        raise NotAllowed(_("Only a team lead does this."))


def noted(
    kind: str,
    row: Round,
    actor: Actor,
    *,
    evidence: Evidence | None = None,
    **quantities: int,
) -> None:
    """Record what was done with a round."""
    record(
        kind,
        subject=row.pk,
        actor=actor,
        organization=row.office_id,
        region=settings.CITY,
        quantities={name: Decimal(value) for name, value in quantities.items()},
        evidence=[evidence] if evidence else (),
    )
