"""How fast entries are sealed, verified and listed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from bench.tables import Target, at_least, show

from . import filling

Found = TypeVar("Found")
SPEED = 100_000


def main(superuser: str, quick: bool) -> list[Target]:
    """Fill a ledger, seal it, verify it, ask for a page of it; print."""
    from lianqiao.core.ledger import queries, sealing

    filling.fill(superuser, 100_000 if quick else 1_000_000)
    sealed, sealing_time = _timed(sealing.seal_all)
    found, verifying_time = _timed(queries.verify)
    if found.difference or found.entries != sealed:
        raise RuntimeError(f"the ledger does not verify: {found}")
    speed = sealed / verifying_time
    rows = [["seal", f"{sealed / sealing_time:,.0f}"], ["verify", f"{speed:,.0f}"]]
    show(f"Ledger: {sealed:,} entries", ["", "entries a second"], rows)
    show("Ledger: pages of the list", ["", "ms"], _pages())
    return [at_least(f"verify {sealed:,} entries", speed, SPEED, "entries/s")]


def _pages() -> list[list[str]]:
    from lianqiao.core.ledger.queries import EntryFilter, page_of
    from lianqiao.core.parties.actors import Actor, Role

    officer, member = Actor(role=Role.OFFICER), Actor(organization=4321)
    signed = EntryFilter("exchange.match.signed", region="370211")
    asked: list[tuple[str, Callable[[], object]]] = [
        ("newest", lambda: page_of(officer, EntryFilter())),
        ("oldest", lambda: page_of(officer, EntryFilter(), before=60)),
        ("one kind in one county", lambda: page_of(officer, signed)),
        ("an organization's own", lambda: page_of(member, EntryFilter())),
    ]
    return [[name, f"{1000 * _fastest(work):.1f}"] for name, work in asked]


def _fastest(work: Callable[[], object]) -> float:
    return min(_timed(work)[1] for _ in range(5))


def _timed(work: Callable[[], Found]) -> tuple[Found, float]:
    started = time.perf_counter()
    found = work()
    return found, time.perf_counter() - started
