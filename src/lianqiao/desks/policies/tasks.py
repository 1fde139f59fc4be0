"""Background work of the policies desk: the city run."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianqiao.core.errors import Refusal
from lianqiao.desks.policies.services import runs


@app.task(name="policies.decide_city", queue="policies", queueing_lock="policies.decide_city")
def decide_city(is_incremental: bool = True) -> str:
    """Decide the measures in force for all enterprises; say why where there is nothing to do."""
    try:
        return str(runs.decide(is_incremental=is_incremental).pk)
    except Refusal as refusal:
        return str(refusal)


@app.periodic(cron="20 2 * * *")
@app.task(name="policies.decide_daily", queue="policies", queueing_lock="policies.decide_daily")
def decide_daily(timestamp: int) -> str:
    """Decide anew each night: titles end, windows close and facts come in."""
    return decide_city()
