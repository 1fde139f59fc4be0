"""The clock of cases: what was missed goes on by itself, what is due is said beforehand."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from lianqiao.core.cases import services
from lianqiao.core.cases.services.digesting import tell_officers
from lianqiao.core.cases.services.inviting import invite


@app.periodic(cron="7 * * * *")
@app.task(name="cases.clock", queue="cases", queueing_lock="cases.clock")
def clock(timestamp: int) -> tuple[int, int]:
    """Take the clock's steps, then remind; return how many of each."""
    today = timezone.localdate()
    taken = sum(1 for _each in services.take_missed(on=today))
    return taken, services.remind(on=today)


@app.periodic(cron="40 7 * * *")
@app.task(name="cases.invite", queue="cases", queueing_lock="cases.invite")
def invite_experts(timestamp: int) -> int:
    """Write to experts of all that waits for them, once a day."""
    return invite(on=timezone.localdate())


@app.periodic(cron="20 7 * * *")
@app.task(name="cases.tell_officers", queue="cases", queueing_lock="cases.tell_officers")
def tell_each_officer(timestamp: int) -> int:
    """Tell officers of all that waits for them, once a working day."""
    return tell_officers(on=timezone.localdate())
