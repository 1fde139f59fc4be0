"""The draw of a panel: plain data in, plain data out, so that anybody can repeat it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256


def in_order(seed: str, experts: Iterable[int]) -> list[int]:
    """Return experts in the order of SHA-256(seed, line feed, number), the same for ever.

    >>> in_order("2026", [3, 1, 2]) == in_order("2026", [1, 2, 3])
    True
    """
    return sorted(experts, key=lambda one: (sha256(f"{seed}\n{one}".encode()).digest(), one))


def seated(
    pool: Sequence[int],
    homes: Mapping[int, Collection[str]],
    seats: int,
    taken: Iterable[str] = (),
) -> list[int]:
    """Return who takes the seats, down the pool: at most one of each organization.

    `homes` has the organizations of each expert, `taken` those of whoever sits already. Fewer than
    `seats` where the pool does not give more.

    >>> seated([5, 3, 8], {5: ["A"], 3: ["A"], 8: ["B"]}, 2)
    [5, 8]
    """
    found: list[int] = []
    sitting = set(taken)
    for one in pool:
        if len(found) < seats and sitting.isdisjoint(homes[one]):
            found.append(one)
            sitting.update(homes[one])
    return found
