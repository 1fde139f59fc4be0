"""Background work."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianqiao.desks.reports.evaluation import services


@app.periodic(cron="50 2 * * *")
@app.task(name="evaluation.nightly", queueing_lock="evaluation.nightly")
def nightly(timestamp: int) -> dict[str, int]:
    """Erase who the volunteers were of rounds whose term is over."""
    return {"erased": services.erase_volunteers()}


@app.task(name="evaluation.close")
def close(pk: int) -> str:
    """Close a round that its office asked to close."""
    return services.close_asked(pk)
