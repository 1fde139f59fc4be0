"""Background work: long texts are read here."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.desks.reports.statements import services
from lianqiao.desks.reports.statements.models import Reading, Text


@app.periodic(cron="* * * * *")
@app.task(name="statements.read", queue="statements", queueing_lock="statements.read")
def read_waiting(timestamp: int) -> int:
    """Read texts that wait, the oldest first; one that cannot be read is marked so."""
    waiting = Text.objects.filter(reading=Reading.WAITING).order_by("pk")
    done = 0
    for pk in waiting.values_list("pk", flat=True):
        try:
            services.read(pk, actor=OPERATOR)
        except Exception:
            services.mark_unreadable(pk)
            raise
        done += 1
    return done
