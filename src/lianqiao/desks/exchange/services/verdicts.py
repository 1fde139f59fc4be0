"""What people say of a proposal; it moves the pair and is kept as a label."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.models import Match, MatchStage, MisfitReason, Verdict
from lianqiao.desks.exchange.services import proposals


@transaction.atomic
def judge(*, actor: Actor, match: int, fits: bool, reason: str = "", comment: str = "") -> Match:
    """Say that a proposal fits, or why it does not. A later word replaces the earlier one."""
    row = queries.match(actor, match)
    if actor.organization is None:
        raise NotAllowed(_("Sign in as a member of an organization to judge a match."))
    if not fits and reason not in MisfitReason.values:
        message = _("Say why it does not fit.")
        raise Invalid(message, {"reason": message})
    Verdict.objects.update_or_create(
        need=row.need,
        result=row.result,
        organization_id=actor.organization,
        defaults={
            "author_id": actor.user,
            "fits": fits,
            "reason": "" if fits else reason,
            "comment": comment.strip()[:500],
        },
    )
    record(
        "exchange.match.judged",
        subject=row.pk,
        actor=actor,
        organization=actor.organization,
        region=row.need.region_id,
        quantities={"fits": Decimal(fits)},
    )
    if row.stage == MatchStage.PROPOSED:
        proposals.rescore(row)
    row.refresh_from_db()
    return row
