"""Direct grants (免申即享): claims that the city opens for those who qualify."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.bulk import Opening, open_cases
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.services import move
from lianqiao.core.errors import Invalid, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Claim, Decision, Measure, Route, Run
from lianqiao.desks.policies.procedures import CLAIM
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.queries import direct, offices
from lianqiao.desks.policies.services.claims import rules
from lianqiao.desks.policies.services.numbers import Paper, next_numbers

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """What listing did: claims opened, and who was left out."""

    opened: int
    candidates: direct.Candidates


@transaction.atomic
def list_qualifying(*, actor: Actor, measure: int, period: str = "") -> Found:
    """Open a claim for everybody who qualifies by the newest run and is not listed yet.

    `period` is that of the run's reference date unless given. Of measures that exclude each other
    the one with the highest amount is listed.
    """
    row = offices.measure_in_charge(actor, measure)
    if row.route != Route.DIRECT:
        raise Invalid(_("This measure is granted on application."))
    run = direct.last_run()
    wanted = period or rules.period_of(row, run.reference_date)
    # Two officers at once: the second waits, and then finds the first one's list.
    Measure.objects.select_for_update().get(pk=row.pk)
    found = direct.candidates(row, wanted)
    numbers = next_numbers(Paper.CLAIM, len(found.decisions))
    cases = open_cases(
        CLAIM.code,
        state="listed",
        openings=[
            Opening(number, one.organization, rules.money(one.amount))
            for number, one in zip(numbers, found.decisions, strict=True)
        ],
        actor=actor,
        office=row.version.policy.office_id,
    )
    claims = [
        _claim(case, row, one, wanted, run)
        for case, one in zip(cases, found.decisions, strict=True)
    ]
    with explained(rules.claimed_twice()), transaction.atomic():
        Claim.objects.bulk_create(claims, BATCH)
    return Found(len(claims), found)


@transaction.atomic
def drop(*, actor: Actor, case: int, reason: str) -> Claim:
    """Take somebody off the list before it is announced, with the reason."""
    claim = queries.office_claim(actor, case)
    claim.case = move(case, "drop", actor=actor, reason=reason, officer=actor.user)
    return claim


def _claim(case: Case, measure: Measure, decision: Decision, period: str, run: Run) -> Claim:
    return Claim(
        case=case,
        measure=measure,
        organization=decision.organization,
        policy=measure.version.policy,
        measure_code=measure.code,
        stack=measure.stack,
        period=period,
        reference_date=run.reference_date,
        amount=decision.amount,
        # Facts are kept by when they became known: this day is enough to see what the run saw.
        explanation={"known_at": run.facts_until.isoformat()},
        account_holder=decision.organization.name,
    )
