"""How good a ranking is. Documents that nobody graded count as 0.

>>> round(ndcg([5, 9, 7], {9: 3, 7: 1}), 3)
0.66
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def ndcg(ranking: Sequence[int], grades: Mapping[int, int], depth: int = 10) -> float:
    """Discounted gain (2^grade - 1) beside that of the best possible order."""
    best = sorted(grades.values(), reverse=True)
    ideal = _gain(best[:depth])
    return _gain([grades.get(one, 0) for one in ranking[:depth]]) / ideal if ideal else 0.0


def recall(
    ranking: Sequence[int], grades: Mapping[int, int], depth: int = 50, least: int = 1
) -> float:
    """What part of the documents with at least this grade is among the first."""
    wanted = {one for one, grade in grades.items() if grade >= least}
    return len(wanted & set(ranking[:depth])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranking: Sequence[int], grades: Mapping[int, int], least: int = 1) -> float:
    """One divided by the place of the first document with at least this grade."""
    good = (place for place, one in enumerate(ranking, 1) if grades.get(one, 0) >= least)
    return 1 / next(good, math.inf)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
