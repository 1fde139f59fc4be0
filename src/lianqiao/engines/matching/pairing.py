"""What the engine says about one need and one offer: a score and what it is made of.

Codes and numbers only; sentences for people are written by the pages.

>>> pairing = Pairing(1, 2, 0.5, "possible", parts=(Part("field", 1.0, 2.0, 1.0, "field_same"),))
>>> Pairing.from_json(pairing.to_json()) == pairing
True
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

Band = Literal["likely", "possible", "weak"]


@dataclass(frozen=True, slots=True)
class Part:
    """One ground of the score.

    `code` says in a word how the two stand to each other ('region_same_city'). `value` is
    None where one of them says nothing; then the part has no share.
    """

    name: str
    value: float | None
    weight: float
    share: float
    code: str


@dataclass(frozen=True, slots=True)
class Span:
    """A place to highlight: characters of one field; keywords are joined by line ends."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A word of both texts, its share in what their words contribute, and where it stands."""

    term: str
    share: float
    need: tuple[Span, ...]
    result: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why this pair can't be, whatever its score."""

    code: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """A need and an offer (`result`, of whatever kind), by their ids.

    The score is the probability that the two fit, as calibrated on judged pairs, so it can be
    compared between needs. `verdict` is what a user said of this pair.
    """

    need: int
    result: int
    score: float
    band: Band
    parts: tuple[Part, ...] = ()
    terms: tuple[SharedTerm, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    verdict: bool | None = None

    def to_json(self) -> str:
        """Return all of it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, source: str | bytes) -> Pairing:
        """Return the pairing that `to_json` wrote."""
        values: dict[str, Any] = json.loads(source)
        values["parts"] = tuple(Part(**part) for part in values["parts"])
        values["terms"] = tuple(_term(**term) for term in values["terms"])
        values["exclusions"] = tuple(Exclusion(**one) for one in values["exclusions"])
        return cls(**values)


def _term(
    term: str, share: float, need: list[dict[str, Any]], result: list[dict[str, Any]]
) -> SharedTerm:
    spans = (tuple(Span(**span) for span in side) for side in (need, result))
    return SharedTerm(term, share, *spans)
