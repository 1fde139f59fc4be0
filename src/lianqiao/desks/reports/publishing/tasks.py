"""Background work: each night the proofs of all published figures are looked at again."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianqiao.desks.reports.publishing.services import verify_all


@app.periodic(cron="20 3 * * *")
@app.task(name="publishing.verify", queue="publishing", queueing_lock="publishing.verify")
def verify(timestamp: int) -> int:
    """Return how many reports have a figure whose proof does not hold."""
    return verify_all()
