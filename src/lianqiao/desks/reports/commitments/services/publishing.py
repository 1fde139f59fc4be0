"""From a draft to a promise that counts: two people."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.commitments import kinds
from lianqiao.desks.reports.commitments.models import Commitment, Stage
from lianqiao.desks.reports.commitments.services.checking import require_said
from lianqiao.desks.reports.commitments.services.declaring import draft_of, locked, require_stage
from lianqiao.desks.reports.commitments.writing import plain

LONGEST_REASON = 1_000


@transaction.atomic
def submit(pk: int, *, actor: Actor) -> Commitment:
    """Hand a draft to a second person."""
    row = draft_of(pk, actor)
    row.stage, row.note = Stage.SUBMITTED, ""
    row.save()
    return row


@transaction.atomic
def send_back(pk: int, *, actor: Actor, reason: str) -> Commitment:
    """Give it back to its author, with the reason."""
    require_lead(actor)
    require_said([reason], "reason", LONGEST_REASON)
    row = locked(pk, actor)
    require_stage(row, Stage.SUBMITTED)
    row.stage, row.note = Stage.DRAFT, reason.strip()
    row.save()
    return row


@transaction.atomic
def publish(pk: int, *, actor: Actor) -> Commitment:
    """Make a promise public and binding. NotAllowed for its author, Conflict if not submitted."""
    require_lead(actor)
    row = locked(pk, actor)
    require_stage(row, Stage.SUBMITTED)
    if row.author == actor.user:
        raise NotAllowed(_("Who wrote a commitment does not publish it: ask a second person."))
    row.stage, row.approved_by, row.published_at = Stage.PUBLISHED, actor.user, timezone.now()
    row.save()
    record(
        kinds.PUBLISHED,
        subject=row.pk,
        actor=actor,
        organization=row.department_id,
        region=settings.CITY,
        quantities={"target": plain(row.target)},
    )
    return row


def require_lead(actor: Actor) -> None:
    """Raise NotAllowed for all but team leads and administrators."""
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator decides on commitments."))
