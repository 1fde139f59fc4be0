"""What `record` costs beside a plain INSERT of the same row, by the same connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median

from bench.tables import Target, at_most, show

COLUMNS = (
    "happened_at, kind, subject_type, subject_id, organization_id, department, region,"
    " actor_user, actor_membership, quantities, evidence, corrects, withdrawn, salt"
)
PLAIN = f"INSERT INTO ledger_entry ({COLUMNS}) VALUES ({', '.join(['%s'] * 14)})"
RATIO = 1.5


def main(quick: bool) -> list[Target]:
    """Measure many entries in one transaction, and a transaction for each; print."""
    rounds = 6 if quick else 20
    together = _compare(_together, rounds, 1_000)
    apart = _compare(_apart, rounds, 200)
    rows = [
        _row("1,000 entries in one transaction", *together),
        _row("a transaction for each entry", *apart),
    ]
    show("Ledger: recording, µs an entry", ["", "record()", "plain INSERT", "ratio"], rows)
    return [
        at_most("record() beside a plain INSERT of the same row", together[0] / together[1], RATIO)
    ]


def _row(name: str, ours: float, plain: float) -> list[str]:
    return [name, f"{ours * 1e6:,.0f}", f"{plain * 1e6:,.0f}", f"{ours / plain:.2f}"]


def _compare(run: Callable[..., float], rounds: int, count: int) -> tuple[float, float]:
    """Return the medians of seconds per entry, ours and plain by turns."""
    for write in (_record, _insert):
        run(write, 50)
    ours, plain = zip(
        *((run(_record, count), run(_insert, count)) for _ in range(rounds)), strict=True
    )
    return median(ours), median(plain)


def _together(write: Callable[[int], object], count: int) -> float:
    from django.db import transaction

    started = time.perf_counter()
    with transaction.atomic():
        for number in range(count):
            write(number)
    return (time.perf_counter() - started) / count


def _apart(write: Callable[[int], object], count: int) -> float:
    from django.db import transaction

    started = time.perf_counter()
    for number in range(count):
        with transaction.atomic():
            write(number)
    return (time.perf_counter() - started) / count


def _record(number: int) -> int:
    from lianqiao.core.ledger.services import Evidence, record
    from lianqiao.core.parties.actors import Actor, Role

    return record(
        "exchange.match.signed",
        subject=number,
        actor=Actor(12, 34, 56, Role.OFFICER),
        organization=78,
        region="370212",
        quantities={"amount": Decimal("1280500.00"), "local": Decimal(1)},
        evidence=[Evidence("exchange.deal", number, "ab" * 32)],
    )


def _insert(number: int) -> None:
    """Insert what `_record` inserts, written out."""
    from django.db import connection
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute(
            PLAIN,
            [
                timezone.now(),
                "exchange.match.signed",
                "exchange.match",
                number,
                78,
                "exchange",
                "370212",
                12,
                34,
                '{"amount": ["1280500.00", "CNY"], "local": ["1", "1"]}',
                f'[["exchange.deal", {number}, "{"ab" * 32}"]]',
                None,
                False,
                b"0123456789abcdef",
            ],
        )
