"""What can be claimed, and what was begun."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Claim, Measure, Route, Stage


def claimable(actor: Actor, pk: int) -> Measure:
    """Return a published measure that is granted on application. Only enterprises claim."""
    if not actor.is_known or actor.is_bureau:
        raise NotAllowed(_("Sign in as a member of an enterprise to claim."))
    rows = Measure.objects.select_related("version__policy__office")
    row = rows.filter(pk=pk, version__stage=Stage.PUBLISHED, route=Route.APPLICATION).first()
    if row is None:
        raise NotFound(_("There is no such measure to claim."))
    return row


def begun(actor: Actor, measure: Measure) -> int | None:
    """Return the case of the claim that an enterprise fills in already, if it does."""
    rows = Claim.objects.filter(
        organization=actor.organization,
        policy=measure.version.policy_id,
        measure_code=measure.code,
        case__state__in=["draft", "correction"],
    )
    return rows.order_by("-pk").values_list("case", flat=True).first()
