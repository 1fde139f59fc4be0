"""The terms of a listing, weighed: what a need asks, and how strongly an offer speaks of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .documents import TEXT_FIELDS, Document
from .model import Model
from .queries import Rarity
from .tokens import tokenize

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A need: the weight of each term, and their sum."""

    terms: Terms
    total: float


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer: for each field its terms with a saturated frequency in (0, 1]."""

    fields: Mapping[str, Terms]
    terms: frozenset[str]
    totals: Mapping[str, float]  # of the rarities of a field's terms


def asked(document: Document, model: Model, rarity: Rarity) -> Asked:
    """Weigh the terms of a need: frequent in it, and rare elsewhere."""
    frequencies: Counter[str] = Counter()
    for name, text in document.texts().items():
        for term, count in Counter(tokenize(text)).items():
            frequencies[term] += model.need[name] * count / (count + model.k1)  # type: ignore[assignment]
    terms = {term: weight * rarity(term) for term, weight in frequencies.items()}
    return Asked(terms, sum(terms.values()))


def offered(document: Document, model: Model, rarity: Rarity) -> Offered:
    """Weigh the terms of an offer as BM25 does, each field by itself."""
    texts = document.texts()
    fields = {name: _saturated(texts[name], name, model) for name in TEXT_FIELDS}
    totals = {name: sum(map(rarity, terms)) for name, terms in fields.items()}
    return Offered(fields, frozenset().union(*fields.values()), totals)


def _saturated(text: str, name: str, model: Model) -> Terms:
    terms = tokenize(text)
    long = 1 - model.b + model.b * len(terms) / model.lengths[name]
    return {term: count / (count + model.k1 * long) for term, count in Counter(terms).items()}
