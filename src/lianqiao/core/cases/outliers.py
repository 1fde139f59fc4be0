"""Which of some scores stands apart: the modified z-score.

B. Iglewicz and D. C. Hoaglin, "How to Detect and Handle Outliers" (ASQC Basic References in Quality
Control 16, 1993): 0.6745 · (x − median) / MAD, and beyond ±3.5 a score is called an outlier.
Where more than half of the scores are equal the MAD is 0; then nothing is said of any but those
whose distance counts by the mean absolute deviation: (x − median) / (1.253314 · MeanAD).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

CONSISTENT, LIMIT, BY_MEAN = 0.6745, 3.5, 1.253314
FEWEST = 5
"""Of fewer scores nobody can tell which stands apart."""


def outlying(scores: Sequence[float]) -> list[bool]:
    """Tell of each score whether it stands apart from the others.

    >>> outlying([82, 80, 81, 79, 83, 40])
    [False, False, False, False, False, True]
    >>> outlying([82, 80, 40])
    [False, False, False]
    """
    if len(scores) < FEWEST:
        return [False] * len(scores)
    middle = median(scores)
    apart = [score - middle for score in scores]
    spread = median(abs(one) for one in apart) / CONSISTENT
    spread = spread or BY_MEAN * fmean(abs(one) for one in apart)
    return [bool(spread) and abs(one) / spread > LIMIT for one in apart]
