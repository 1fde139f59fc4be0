"""The weights of the score, as learned from judged pairs by `bench.matching.train`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .errors import ModelError
from .pairing import Band

LEFT_OF_A_NO = 0.01
SHIPPED = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, calibrated so that the score is the probability of a fit.

    `neutral` stands in for a part that one side says nothing about. `need` weighs the fields
    of a need's text; `k1`, `b` and the usual `length` are BM25's, for the text of an offer.
    `bands` are the least scores for 'likely' and 'possible'. `note` says how the weights were
    made.
    """

    note: str
    bias: float
    weights: Mapping[str, float]
    neutral: Mapping[str, float]
    need: Mapping[str, float]
    bands: Mapping[str, float]
    k1: float
    b: float
    length: float

    @classmethod
    def default(cls) -> Model:
        """Return the model that ships with the engine."""
        return _shipped()

    @classmethod
    def read(cls, path: Path) -> Model:
        """Return a model from its file."""
        try:
            values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(**values)
        except (OSError, ValueError, TypeError) as error:
            raise ModelError(f"{path} holds no weights: {error}") from error

    def write(self, path: Path) -> None:
        """Write the model to a file that `read` understands."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")

    def score(self, values: Mapping[str, float | None]) -> float:
        """Return the probability of a fit, given the values of the parts."""
        total = self.bias
        for name, weight in self.weights.items():
            value = values[name]
            total += weight * (self.neutral[name] if value is None else value)
        return 1 / (1 + math.exp(-total))

    def band(self, score: float) -> Band:
        """Return the band that a score lies in."""
        if score >= self.bands["likely"]:
            return "likely"
        return "possible" if score >= self.bands["possible"] else "weak"

    def judged(self, score: float, verdict: bool | None) -> float:
        """Return the score as moved by a user's verdict, in the order that it had.

        What was said to fit comes to lie in 'likely'; what was said not to, at the very end.
        """
        if verdict is None:
            return score
        if verdict:
            return 1 - (1 - score) * (1 - self.bands["likely"])
        return score * LEFT_OF_A_NO


@cache
def _shipped() -> Model:
    return Model.read(SHIPPED)
