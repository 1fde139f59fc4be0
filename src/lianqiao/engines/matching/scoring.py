"""The score of one need against one offer.

The need is always the one that asks, whichever of the two was the starting point: so a pair
has one score, seen from either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .documents import Document
from .model import Model
from .pairing import Part
from .parts import STRUCTURED
from .profiles import Asked, Offered
from .queries import Rarity

TEXT_PARTS = ("title", "keywords", "text")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The values of all parts, with their codes."""

    values: Mapping[str, float | None]
    codes: Mapping[str, str]


def evidence(
    need: Document, offer: Document, asked: Asked, offered: Offered, rarity: Rarity
) -> Evidence:
    """Compare a need with an offer in every part."""
    found = {name: compare(need, offer) for name, compare in STRUCTURED.items()}
    values = text_values(asked, offered, rarity)
    codes = {name: f"{name}_shared" if value else f"{name}_apart" for name, value in values.items()}
    return Evidence(
        {**values, **{name: value for name, (value, _) in found.items()}},
        {**codes, **{name: code for name, (_, code) in found.items()}},
    )


def text_values(asked: Asked, offered: Offered, rarity: Rarity) -> dict[str, float]:
    """Return what the texts have in common, by field of the offer.

    Title and keywords: what part of them the need speaks of. Text: what part of the need it
    answers.
    """
    common = asked.terms.keys() & offered.terms
    title, keywords, text = (offered.fields[name] for name in TEXT_PARTS)
    sums = [0.0, 0.0, 0.0]
    for term in common:
        if term in title:
            sums[0] += rarity(term)
        if term in keywords:
            sums[1] += rarity(term)
        if term in text:
            sums[2] += asked.terms[term] * text[term]
    totals = (offered.totals["title"], offered.totals["keywords"], asked.total)
    return {
        name: part / total if total else 0.0
        for name, part, total in zip(TEXT_PARTS, sums, totals, strict=True)
    }


def contributions(asked: Asked, offered: Offered, model: Model, rarity: Rarity) -> dict[str, float]:
    """Return what each common term adds to the score, for the words of an explanation."""
    added: dict[str, float] = defaultdict(float)
    for term in asked.terms.keys() & offered.terms:
        for name in ("title", "keywords"):
            if term in offered.fields[name]:
                added[term] += model.weights[name] * rarity(term) / offered.totals[name]
        heard = asked.terms[term] * offered.fields["text"].get(term, 0.0)
        added[term] += model.weights["text"] * heard / asked.total
    return added


def parts(found: Evidence, model: Model) -> tuple[Part, ...]:
    """Return the grounds of a score, each with its share in what speaks for the pair."""
    gains = {name: weight * (found.values[name] or 0.0) for name, weight in model.weights.items()}
    total = sum(gains.values()) or 1.0
    return tuple(
        Part(name, found.values[name], weight, gains[name] / total, found.codes[name])
        for name, weight in model.weights.items()
    )
