"""The terms of a listing, weighed: what a need asks, and how strongly an offer speaks of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from .documents import Document
from .model import Model
from .queries import Rarity
from .tokens import tokenize

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """Weighed terms, the same as a set (quick to intersect), and the sum of the weights."""

    terms: Terms
    words: frozenset[str]
    total: float


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer: how rare the terms of its short fields are; how often it uses those of its text.

    The use of a term is its frequency, saturated to [0, 1) as BM25 does.
    """

    title: Profile
    keywords: Profile
    text: Profile


def asked(document: Document, model: Model, rarity: Rarity) -> Profile:
    """Weigh the terms of a need: frequent in it, and rare elsewhere."""
    weights: dict[str, float] = defaultdict(float)
    for name, text in document.texts().items():
        for term, count in Counter(tokenize(text)).items():
            weights[term] += model.need[name] * count / (count + model.k1)
    return _profile({term: weight * rarity(term) for term, weight in weights.items()})


def offered(document: Document, model: Model, rarity: Rarity) -> Offered:
    """Weigh the terms of an offer."""
    title, keywords = (set(tokenize(document.texts()[name])) for name in ("title", "keywords"))
    return Offered(
        _profile({term: rarity(term) for term in title}),
        _profile({term: rarity(term) for term in keywords}),
        _profile(_saturated(tokenize(document.text), model)),
    )


def _profile(terms: Terms) -> Profile:
    return Profile(terms, frozenset(terms), fsum(terms.values()))


def _saturated(terms: list[str], model: Model) -> Terms:
    damped = model.k1 * (1 - model.b + model.b * len(terms) / model.length)
    return {term: count / (count + damped) for term, count in Counter(terms).items()}
