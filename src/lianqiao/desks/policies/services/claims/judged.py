"""What the rules say of a claim, in the form in which the claim keeps it."""

from __future__ import annotations

from datetime import date, datetime

from lianqiao.desks.policies.models import Claim, Measure

# The three imports stand inside until `judging` is there: claims work without it but for these.


def assess(claim: Claim, *, known_at: datetime | None = None) -> None:
    """Judge a claim on its reference date and write what was found into the row; not saved."""
    from lianqiao.desks.policies.judging import judge

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
        "tree": found.explanation.to_json(),
    }


def reference(measure: Measure, day: date) -> date:
    """Return the reference date of a claim begun on a day."""
    from lianqiao.desks.policies.judging import reference_date

    return reference_date(measure, day)


def worded_on(measure: Measure, day: date) -> Measure | None:
    """Return a measure as the version in force on a day words it; None where none is."""
    from lianqiao.desks.policies.judging import measures_in_force

    rows = measures_in_force(day).select_related("version__policy__office")
    return rows.filter(version__policy=measure.version.policy_id, code=measure.code).first()
