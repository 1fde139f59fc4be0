"""Appeals: a rejected claim is looked at again, by somebody who did not reject it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import CaseStep
from lianqiao.core.cases.services import move, open_case
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Appeal
from lianqiao.desks.policies.procedures import APPEAL
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.services.claims import rules
from lianqiao.desks.policies.services.numbers import Paper, next_number
from lianqiao.desks.policies.services.telling import tell
from lianqiao.desks.policies.steps import REFUSING


@transaction.atomic
def file_appeal(*, actor: Actor, case: int, grounds: str) -> Appeal:
    """Appeal against a rejected claim, with grounds; one appeal at a time."""
    claim = queries.own_claim(actor, case, owner=True)
    if claim.case.state != "rejected":
        raise Conflict(_("Only a rejected claim can be appealed against."))
    if not grounds.strip():
        said = _("Say why the decision is wrong.")
        raise Invalid(said, {"grounds": said})
    if claim.appeals.filter(case__state="filed").exists():
        raise Conflict(_("Your appeal is under review already."))
    opened = open_case(
        APPEAL.code,
        state="filed",
        number=next_number(Paper.APPEAL),
        organization=claim.organization,
        actor=actor,
        office=claim.policy.office_id,
    )
    return Appeal.objects.create(case=opened, claim=claim, grounds=grounds.strip())


@transaction.atomic
def decide(*, actor: Actor, appeal: int, is_upheld: bool, reason: str) -> Appeal:
    """Decide an appeal, by its case. Upheld, the claim is under review again.

    NotAllowed for who rejected the claim.
    """
    row = queries.appeal(actor, appeal)
    claim = queries.office_claim(actor, row.claim.case_id)
    refusals = CaseStep.objects.filter(case=claim.case, name__in=REFUSING)
    if refusals.filter(by=actor.user).exists():
        raise NotAllowed(_("An appeal is decided by somebody who did not reject the claim."))
    step = "uphold" if is_upheld else "dismiss"
    row.case = move(appeal, step, actor=actor, reason=reason, officer=actor.user)
    if is_upheld:
        with explained(rules.claimed_twice()), transaction.atomic():
            move(claim.case_id, "reopen", actor=actor, reason=reason)
    tell([claim.pk])
    return row


@transaction.atomic
def withdraw(*, actor: Actor, appeal: int) -> Appeal:
    """Take an appeal back."""
    row = queries.appeal(actor, appeal)
    queries.own_claim(actor, row.claim.case_id, owner=True)
    row.case = move(appeal, "withdraw", actor=actor)
    return row
