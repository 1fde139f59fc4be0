"""Background work of the ledger."""

from procrastinate.contrib.django import app

from lianqiao.core.ledger.sealing import seal_all


@app.periodic(cron="* * * * *")
@app.task(name="ledger.seal", queue="ledger", queueing_lock="ledger.seal")
def seal(timestamp: int) -> int:
    """Seal each minute what has been recorded since."""
    return seal_all()
