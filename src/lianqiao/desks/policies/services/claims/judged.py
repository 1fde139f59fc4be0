"""What the rules say of a claim, in the form in which the claim keeps it."""

from __future__ import annotations

from datetime import date, datetime

from lianqiao.desks.policies.judging import judge, measures_in_force
from lianqiao.desks.policies.models import Claim, Measure


def assess(claim: Claim, *, known_at: datetime | None = None) -> None:
    """Judge a claim on its reference date and write what was found into the row; not saved."""
    [found] = judge(
        [claim.measure],
        organization=claim.organization_id,
        on=claim.reference_date,
        known_at=known_at,
    )
    claim.amount = found.amount
    claim.explanation = {
        "verdict": found.verdict,
        "missing": list(found.missing),
        "tree": found.explained.to_json() if found.explained else None,
    }


def worded_on(measure: Measure, day: date) -> Measure | None:
    """Return a measure as the version in force on a day words it; None where none is."""
    rows = measures_in_force(day)
    return rows.filter(version__policy=measure.version.policy_id, code=measure.code).first()
