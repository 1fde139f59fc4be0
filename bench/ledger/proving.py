"""What the proof of one entry takes in a large seal: its block, beside the whole seal."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.tables import Target, at_most, show

from . import filling

SIZE = 100_000
MOST_MS = 50


def main(superuser: str) -> list[Target]:
    """Seal so many entries at once, prove one of them both ways; print."""
    from lianqiao.core.ledger import merkle, queries, sealing
    from lianqiao.core.ledger.models import Seal, SealedEntry

    sealing.seal_all()
    filling.fill(superuser, SIZE)
    sealing.BATCH = SIZE
    sealing.seal_all()
    seal = Seal.objects.select_related("tree").latest("number")
    place = SealedEntry.objects.get(seal=seal, position=SIZE // 3)

    def whole() -> object:
        leaves = seal.entries.order_by("position").values_list("leaf", flat=True)
        return merkle.path([bytes(leaf) for leaf in leaves], place.position)

    block, all_of_it = _ms(lambda: queries.proof(place.pk)), _ms(whole)
    rows = [["its block", f"{block:,.1f}"], ["the whole seal", f"{all_of_it:,.1f}"]]
    show(f"Ledger: the proof of an entry among {seal.size:,} of a seal", ["reads", "ms"], rows)
    return [at_most("prove an entry of a large seal", block, MOST_MS, "ms")]


def _ms(work: Callable[[], object]) -> float:
    times = []
    for _time in range(5):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return 1000 * min(times)
