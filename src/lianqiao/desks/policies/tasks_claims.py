"""What happens to claims by itself: terms end, notices close, people are written to."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from lianqiao.desks.policies.services import notices, telling
from lianqiao.desks.policies.services.claims import terms


@app.task(name="policies.write_to_owners", queue="policies")
def write_to_owners(claims: list[int]) -> int:
    """Write to the owners of claims that were moved."""
    return telling.write_to_owners(claims)


@app.task(name="policies.write_to_office", queue="policies")
def write_to_office(claims: list[int]) -> int:
    """Write to the officers whose turn it is."""
    return telling.write_to_office(claims)


@app.periodic(cron="10 6 * * *")
@app.task(name="policies.end_terms", queue="policies", queueing_lock="policies.end_terms")
def end_terms(timestamp: int) -> tuple[int, int, int]:
    """Close notices whose days are over, lapse what was missed, remind of what is due."""
    today = timezone.localdate()
    closed = notices.close_over(on=today)
    return closed, terms.lapse_missed(on=today), terms.remind(on=today)
