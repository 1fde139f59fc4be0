"""`python -m bench.indicators [--quick]`: a year of a city's indicators, in one pass."""

from __future__ import annotations

import argparse
import random
import time
from statistics import mean
from typing import Any

from bench import scratch_database
from bench.tables import Target, at_least, show, show_targets

from . import filling

ENTRIES, QUICK = 10_000_000, 300_000
SAMPLE = 120
YEAR = 2024
# The ratio says how much more a figure costs when it is asked for alone.
WANTED = {False: 5.0, True: 5.0}

BY_HAND = """
SELECT {what} FROM ledger_entry e
WHERE e.kind = %s AND e.happened_at >= %s AND e.happened_at < %s AND e.region = %s
    AND NOT e.withdrawn
    AND NOT EXISTS (SELECT FROM ledger_entry later WHERE later.corrects = e.id){more}
"""
AMOUNT = "(e.quantities #>> '{amount,0}')::numeric"
SHAPES = (
    ("count(*)", ""),
    (f"sum({AMOUNT})", ""),
    ("count(*)", f" AND {AMOUNT} >= 50000000 AND e.quantities #>> '{{local,0}}' = '1'"),
)


def run(quick: bool) -> list[Target]:
    """Fill a database of the bench's own, measure, compare each sampled figure, print."""
    count = QUICK if quick else ENTRIES
    with scratch_database.database() as superuser:
        from lianqiao.core.parties.services import load_codes

        load_codes()
        codes = filling.lay_down()
        filling.fill(superuser, count)
        table, together = _together(codes)
        alone = _alone(table)
    figures = len(table)
    rows = [
        _row("all in one pass", figures, together),
        _row("a query each, written by hand", SAMPLE, alone * SAMPLE),
    ]
    show(f"Indicators: {count:,} entries", ["", "figures", "took", "a figure"], rows)
    ratio = alone * figures / together
    targets = [at_least("one hand-written query a figure, beside one pass", ratio, WANTED[quick])]
    show_targets("Indicators: targets", targets)
    return targets


def _row(name: str, figures: int, took: float) -> list[str]:
    return [name, f"{figures:,}", f"{took:,.2f} s", f"{took / figures * 1e3:.3f} ms"]


def _together(codes: list[str]) -> tuple[dict[Any, Any], float]:
    from lianqiao.core.indicators.queries import year_table

    started = time.perf_counter()
    table = year_table(codes, YEAR)
    return dict(table), time.perf_counter() - started


def _alone(table: dict[Any, Any]) -> float:
    """Return the mean seconds of a figure by hand; each must be what the pass found."""
    from django.db import connection

    from lianqiao.core.indicators.periods import Period

    dice = random.Random(7)
    places = dice.sample(sorted(place for place in table if place[2] in filling.DISTRICTS), SAMPLE)
    took = []
    for code, month, region in places:
        number = int(code.removeprefix("bench.figure"))
        what, more = SHAPES[number % len(SHAPES)]
        period = Period.month(YEAR, month)
        given = [filling.KINDS[number % len(filling.KINDS)], period.begins, period.ends, region]
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND.format(what=what, more=more).replace("{{", "{"), given)
            [found] = cursor.fetchone()
        took.append(time.perf_counter() - started)
        same = found == table[code, month, region]
        if not same and not (found is None and table[code, month, region] is None):
            raise SystemExit(f"{code} {month} {region}: {found}, {table[code, month, region]}")
    return mean(took)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} entries")
    run(parser.parse_args().quick)


if __name__ == "__main__":
    main()
