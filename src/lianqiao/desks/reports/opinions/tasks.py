"""Background work."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianqiao.desks.reports.opinions import services


@app.periodic(cron="40 2 * * *")
@app.task(name="opinions.nightly", queueing_lock="opinions.nightly")
def nightly(timestamp: int) -> dict[str, int]:
    """Erase contacts whose term is over, forget addresses, compare what was not compared."""
    return {
        "erased": services.erase_contacts(),
        "forgotten": services.forget_arrivals(),
        "compared": services.compare_rest(),
    }


@app.task(name="opinions.mail_answer")
def mail_answer(pk: int) -> int:
    """Mail an answer to who asked."""
    return services.mail_answer(pk)
