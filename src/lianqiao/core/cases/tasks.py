"""The clock of cases: what was missed goes on by itself, what is due is said beforehand."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from lianqiao.core.cases import services


@app.periodic(cron="7 * * * *")
@app.task(name="cases.clock", queue="cases", queueing_lock="cases.clock")
def clock(timestamp: int) -> tuple[int, int]:
    """Take the clock's steps, then remind; return how many of each."""
    today = timezone.localdate()
    taken = sum(1 for _each in services.take_missed(on=today))
    return taken, services.remind(on=today)
