"""Many needs, many offers: the best pairs, with none of either side taking all.

>>> best([(0.9, 1, 7), (0.8, 2, 7), (0.7, 2, 8)], per_need=1, per_result=1)
[(0.9, 1, 7), (0.7, 2, 8)]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

Candidate = tuple[float, int, int]  # score, need, result


def best(candidates: Iterable[Candidate], *, per_need: int, per_result: int) -> list[Candidate]:
    """Take pairs from the best down, while both sides have room; equal ones in order of ids."""
    needs: Counter[int] = Counter()
    results: Counter[int] = Counter()
    taken = []
    for candidate in sorted(candidates, key=lambda one: (-one[0], one[1], one[2])):
        _, need, result = candidate
        if needs[need] < per_need and results[result] < per_result:
            needs[need] += 1
            results[result] += 1
            taken.append(candidate)
    return taken
