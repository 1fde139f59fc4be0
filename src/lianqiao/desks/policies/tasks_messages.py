"""The daily letter of messages on policies."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianqiao.desks.policies.services import digest


@app.periodic(cron="30 7 * * *")
@app.task(name="policies.send_digest", queue="policies", queueing_lock="policies.send_digest")
def send_digest(timestamp: int) -> int:
    """Write to those who have unread messages, once a day."""
    return digest.send()
