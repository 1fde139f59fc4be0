"""The score of one need against one offer.

The need is always the one that asks, whichever of the two was the starting point: so a pair
has one score, seen from either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import fsum
from operator import mul

from .documents import Document
from .model import Model
from .pairing import Part
from .parts import STRUCTURED, Finding
from .profiles import Offered, Profile

Values = Mapping[str, float | None]

# The rarity that the terms of a short title have together; eight characters or so. Else a
# product called by one word of a need would fit it better than what solves it.
SAYS_ENOUGH = 50.0


def values(need: Document, offer: Document, asked: Profile, offered: Offered) -> Values:
    """Compare a need with an offer in every part."""
    found = text_values(asked, offered)
    for name, compare in STRUCTURED.items():
        found[name], _ = compare(need, offer)
    return found


def findings(
    need: Document, offer: Document, asked: Profile, offered: Offered
) -> dict[str, Finding]:
    """Compare as `values` does, with a code for each part."""
    texts = text_values(asked, offered)
    return {
        **{name: (value, f"{name}_{_standing(value)}") for name, value in texts.items()},
        **{name: compare(need, offer) for name, compare in STRUCTURED.items()},
    }


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
    return {
        "title": _spoken_of(offered.title, asked),
        "keywords": _spoken_of(offered.keywords, asked),
        "text": _answered(asked, offered.text),
    }


def _spoken_of(short: Profile, asked: Profile) -> float | None:
    if not short.total:
        return None
    common = short.words & asked.words
    return fsum(map(short.terms.__getitem__, common)) / weight_of(short)


def weight_of(short: Profile) -> float:
    """Return what a title or the keywords say in all; of a single word, not all is in it."""
    return max(short.total, SAYS_ENOUGH)


def _answered(asked: Profile, used: Profile) -> float | None:
    if not asked.total or not used.total:
        return None
    common = asked.words & used.words
    weights = map(asked.terms.__getitem__, common)
    return fsum(map(mul, weights, map(used.terms.__getitem__, common))) / asked.total


def contributions(asked: Profile, offered: Offered, model: Model) -> dict[str, float]:
    """Return what each common term adds to the score, for the words of an explanation."""
    added: dict[str, float] = defaultdict(float)
    for name, short in (("title", offered.title), ("keywords", offered.keywords)):
        for term in short.words & asked.words:
            added[term] += model.weights[name] * short.terms[term] / weight_of(short)
    for term in asked.words & offered.text.words:
        used = offered.text.terms[term]
        added[term] += model.weights["text"] * asked.terms[term] * used / asked.total
    return added


def parts(found: Mapping[str, Finding], model: Model) -> tuple[Part, ...]:
    """Return the grounds of a score, each with its share in what speaks for the pair."""
    gains = {name: weight * (found[name][0] or 0.0) for name, weight in model.weights.items()}
    total = sum(gains.values()) or 1.0
    return tuple(
        Part(name, found[name][0], weight, gains[name] / total, found[name][1])
        for name, weight in model.weights.items()
    )
