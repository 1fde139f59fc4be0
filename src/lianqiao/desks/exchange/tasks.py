"""Background work of the exchange."""

from procrastinate.contrib.django import app

from lianqiao.desks.exchange.services import meaning, proposals


@app.task(name="exchange.find_matches", queue="exchange")
def find_matches(listing: int) -> int:
    """Look for matches of a listing that the index has just taken in."""
    meaning.remember([listing])
    return proposals.propose_for(listing)


@app.periodic(cron="30 3 * * *")
@app.task(name="exchange.match_all", queue="exchange", queueing_lock="match_all")
def match_all(timestamp: int) -> int:
    """Match all needs anew at night, when new results may answer old needs better."""
    return proposals.propose_all()
