"""Money that was paid and must come back, because its condition did not hold or broke later."""

from __future__ import annotations

from django.db import transaction

from lianqiao.core.cases.services import move
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.queries import offices
from lianqiao.desks.policies.services import budgets
from lianqiao.desks.policies.services.claims import rules
from lianqiao.desks.policies.services.telling import tell


@transaction.atomic
def demand(*, actor: Actor, case: int, reason: str, working_days: int | None = None) -> Claim:
    """Demand a paid claim's money back, whole, with the reason and a term."""
    return _step(actor, case, "demand", reason=reason, working_days=working_days)


@transaction.atomic
def recover(*, actor: Actor, case: int) -> Claim:
    """Note that the money came back; it is in its budget again."""
    claim = _step(actor, case, "recover")
    if claim.budget_id is not None:
        budgets.change({claim.budget_id: budgets.Change(paid=-(claim.granted or 0))})
    return claim


@transaction.atomic
def forgive(*, actor: Actor, case: int, reason: str) -> Claim:
    """Drop a demand, with the reason; the claim is paid as before."""
    return _step(actor, case, "forgive", reason=reason)


def _step(
    actor: Actor, case: int, step: str, reason: str = "", working_days: int | None = None
) -> Claim:
    claim = queries.office_claim(actor, case)
    offices.require_lead(actor, claim.policy.office_id)
    counts = rules.money(claim.granted) if step != "forgive" else {}
    claim.case = move(
        case,
        step,
        actor=actor,
        reason=reason,
        officer=actor.user,
        working_days=working_days,
        quantities=counts,
    )
    tell([claim.pk])
    return claim
