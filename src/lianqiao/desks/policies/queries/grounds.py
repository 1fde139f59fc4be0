"""What a claim was judged on, and paid ones to look at again: corrected, or broken since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianqiao.core.parties.models import Fact
from lianqiao.desks.policies.judging import Judgement, judge
from lianqiao.desks.policies.models import Claim, Decision, Tally, Verdict

PAID = "paid"


def to_look_at(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    """Narrow claims to the paid ones of whose enterprise something is otherwise by now.

    `is_corrected`: of a period of which a fact was known when the claim was opened, a source has
    said something since. `has_ended`: a city run judged that the enterprise qualifies no longer;
    that facts are missing now, or that the policy ran out, is no such judgement.
    """
    return (
        rows.filter(case__state=PAID)
        .annotate(is_corrected=Exists(_corrections()), has_ended=_ended())
        .filter(Q(is_corrected=True) | Q(has_ended=True))
    )


def _corrections() -> QuerySet[Fact]:
    known_then = Fact.objects.filter(
        organization=OuterRef("organization"),
        definition=OuterRef("definition"),
        period_from=OuterRef("period_from"),
        known_at__lte=OuterRef(OuterRef("case__opened_at")),
    )
    said_since = Fact.objects.filter(
        organization=OuterRef("organization"), known_at__gt=OuterRef("case__opened_at")
    )
    return said_since.filter(Exists(known_then))


def _ended() -> Q:
    decided = Decision.objects.filter(
        organization=OuterRef("organization"),
        measure__code=OuterRef("measure_code"),
        measure__version__policy=OuterRef("policy"),
    )
    judged = Tally.objects.filter(
        run=OuterRef("until"),
        measure__code=OuterRef("measure__code"),
        measure__version__policy=OuterRef("measure__version__policy"),
    )
    held = decided.filter(Exists(judged), verdict=Verdict.QUALIFIES)
    return Q(Exists(held)) & ~Q(Exists(decided.filter(until__isnull=True)))


def conditions(claim: Claim) -> Any:
    """Return the conditions on which a claim was judged: those it keeps, or else as known then.

    A direct grant keeps none: a city run found it among thousands, by the facts known until then.
    """
    if kept := claim.explanation.get("tree"):
        return kept
    until = claim.explanation.get("known_at")
    [found] = judge(
        [claim.measure],
        organization=claim.organization_id,
        on=claim.reference_date,
        known_at=datetime.fromisoformat(until) if until else claim.case.opened_at,
    )
    return found.explained


def judged_anew(claim: Claim) -> Judgement | None:
    """Judge a paid claim on its reference date by the facts known now; None for any other."""
    if claim.case.state != PAID:
        return None
    [found] = judge([claim.measure], organization=claim.organization_id, on=claim.reference_date)
    return found
