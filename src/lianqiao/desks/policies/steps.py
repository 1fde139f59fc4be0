"""Which steps an actor sees on a claim: by the state of the case and who he is."""

from __future__ import annotations

from lianqiao.core.cases.models import CaseStep
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.desks.policies.models import Appeal, Claim
from lianqiao.desks.policies.queries.claims import works_on

REFUSING = ("reject", "uphold")
"""The steps by which a claim is rejected."""

OWNER = {
    "draft": ("withdraw",),
    "correction": ("withdraw",),
    "submitted": ("withdraw",),
    "consent": ("confirm", "withdraw"),
    "returned": ("mend",),
    "rejected": ("appeal",),
}
OFFICE = {
    "listed": ("drop",),
    "submitted": ("approve", "ask", "reject"),
}
LEAD = {
    "paid": ("demand",),
    "recovering": ("recover", "forgive"),
}


def steps_for(actor: Actor, claim: Claim) -> tuple[str, ...]:
    """Return the names of the steps that an actor may take now, the likeliest first."""
    state = claim.case.state
    if actor.acts_for(claim.organization_id) and actor.role == Role.OWNER:
        return OWNER.get(state, ())
    if not works_on(actor, claim):
        return ()
    found = OFFICE.get(state, ())
    return found + LEAD.get(state, ()) if actor.leads else found


def may_decide(actor: Actor, appeal: Appeal) -> bool:
    """Tell whether an actor is of the office in charge and did not reject the claim himself."""
    if appeal.case.state != "filed" or not works_on(actor, appeal.claim):
        return False
    return not CaseStep.objects.filter(
        case=appeal.claim.case_id, name__in=REFUSING, by=actor.user
    ).exists()
