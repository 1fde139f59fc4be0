"""The score of one need against one offer.

The need is always the one that asks, whichever of the two was the starting point: so a pair
has one score, seen from either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from operator import mul

from .documents import Document
from .model import Model
from .pairing import Part
from .parts import STRUCTURED
from .profiles import Offered, Profile


@dataclass(frozen=True, slots=True)
class Evidence:
    """The values of all parts, with their codes."""

    values: Mapping[str, float | None]
    codes: Mapping[str, str]


def evidence(need: Document, offer: Document, asked: Profile, offered: Offered) -> Evidence:
    """Compare a need with an offer in every part."""
    found = {name: compare(need, offer) for name, compare in STRUCTURED.items()}
    values = text_values(asked, offered)
    codes = {name: f"{name}_{_standing(value)}" for name, value in values.items()}
    return Evidence(
        {**values, **{name: value for name, (value, _) in found.items()}},
        {**codes, **{name: code for name, (_, code) in found.items()}},
    )


def _standing(value: float | None) -> str:
    if value is None:
        return "unknown"
    return "shared" if value else "apart"


def text_values(asked: Profile, offered: Offered) -> dict[str, float | None]:
    """Return what the texts have in common, by field of the offer.

    Title and keywords: what part of them the need speaks of. Text: what part of the need it
    answers. Sums are exact (`fsum`), so that a score is the same in every process, in whatever
    order a set gives its terms.
    """
    wanted, used = asked.terms, offered.text
    answered = wanted.keys() & used.keys()
    heard = fsum(map(mul, map(wanted.__getitem__, answered), map(used.__getitem__, answered)))
    return {
        "title": _spoken_of(offered.title, asked),
        "keywords": _spoken_of(offered.keywords, asked),
        "text": heard / asked.total if asked.total and used else None,
    }


def _spoken_of(short: Profile, asked: Profile) -> float | None:
    if not short.total:
        return None
    common = short.terms.keys() & asked.terms.keys()
    return fsum(map(short.terms.__getitem__, common)) / short.total


def contributions(asked: Profile, offered: Offered, model: Model) -> dict[str, float]:
    """Return what each common term adds to the score, for the words of an explanation."""
    added: dict[str, float] = defaultdict(float)
    for name, short in (("title", offered.title), ("keywords", offered.keywords)):
        for term in short.terms.keys() & asked.terms.keys():
            added[term] += model.weights[name] * short.terms[term] / short.total
    for term in asked.terms.keys() & offered.text.keys():
        added[term] += model.weights["text"] * asked.terms[term] * offered.text[term] / asked.total
    return added


def parts(found: Evidence, model: Model) -> tuple[Part, ...]:
    """Return the grounds of a score, each with its share in what speaks for the pair."""
    gains = {name: weight * (found.values[name] or 0.0) for name, weight in model.weights.items()}
    total = sum(gains.values()) or 1.0
    return tuple(
        Part(name, found.values[name], weight, gains[name] / total, found.codes[name])
        for name, weight in model.weights.items()
    )
