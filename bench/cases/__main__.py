"""`python -m bench.cases [--quick]`: the queue of an office with 5,000 open cases."""

from __future__ import annotations

import argparse
import time
from statistics import median
from typing import TYPE_CHECKING

from bench import scratch_database
from bench.tables import Target, at_most, show, show_targets

if TYPE_CHECKING:
    from django.test import Client

CASES, QUICK = 5_000, 500
ROUNDS, LIMIT = 20, 200
PAGES = {
    "open, first page": "/cases/queue/",
    "open, last page": "/cases/queue/?page=9999",
    "overdue": "/cases/queue/?group=late",
    "mine, one state": "/cases/queue/?group=mine&state=submitted",
    "by a word": "/cases/queue/?q=测试",
    "stages and delays": "/cases/queue/statistics/",
}


def run(quick: bool) -> list[Target]:
    """Fill a database of the bench's own, ask for each page, print; return the targets."""
    count = QUICK if quick else CASES
    with scratch_database.database():
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client

        from . import filling

        call_command("collectstatic", verbosity=0, interactive=False)
        lead = filling.fill(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE cases_case, cases_snapshot, cases_filing, cases_casestep")
        client = Client(SERVER_NAME="localhost")
        client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
        took = {name: _milliseconds(client, url) for name, url in PAGES.items()}
    rows = [[name, f"{ms:.0f}"] for name, ms in took.items()]
    show(f"Queue of an office with {count:,} open cases", ["", "ms, median"], rows)
    queue = {name: ms for name, ms in took.items() if name != "stages and delays"}
    targets = [
        at_most("the queue's slowest page, the server's part", max(queue.values()), LIMIT, "ms")
    ]
    show_targets("Cases: targets", targets)
    return targets


def _milliseconds(client: Client, url: str) -> float:
    """Return how long a page takes from request to whole answer, the first time left out."""
    took = []
    for _round in range(ROUNDS + 1):
        begun = time.perf_counter()
        answer = client.get(url)
        took.append(1_000 * (time.perf_counter() - begun))
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.status_code}")
    return median(took[1:])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="500 cases")
    run(parser.parse_args().quick)


if __name__ == "__main__":
    main()
