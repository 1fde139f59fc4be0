"""One sitting of scoring: each listing is cut and weighed once, however many pairs it is in."""

from __future__ import annotations

from functools import lru_cache

from .documents import Document
from .index import Index
from .model import Model
from .pairing import Part, SharedTerm
from .profiles import asked, offered
from .scoring import Values, contributions, findings, parts, values
from .words import places, shared_terms

Pair = tuple[Document, Document]
REMEMBERED = 8192  # listings of each kind; a listing's terms take some 30 kB


class Sheet:
    """Scores pairs as one state of the index sees them."""

    def __init__(self, index: Index, model: Model) -> None:
        self._model = model
        rarity = index.reader().rarity
        remember = lru_cache(maxsize=REMEMBERED)
        self._asked = remember(lambda document: asked(document, model, rarity))
        self._offered = remember(lambda document: offered(document, model, rarity))
        self._places = remember(places)

    def score(self, pair: Pair) -> float:
        """Return the probability that the two fit."""
        return self._model.score(self.values(pair))

    def values(self, pair: Pair) -> Values:
        """Return how the two stand to each other in every part."""
        need, offer = pair
        return values(need, offer, self._asked(need), self._offered(offer))

    def parts(self, pair: Pair) -> tuple[Part, ...]:
        """Return the grounds of the score."""
        need, offer = pair
        return parts(findings(need, offer, self._asked(need), self._offered(offer)), self._model)

    def terms(self, pair: Pair) -> tuple[SharedTerm, ...]:
        """Return the words that carried the score, and where they stand."""
        need, offer = pair
        added = contributions(self._asked(need), self._offered(offer), self._model)
        return shared_terms(self._places(need), self._places(offer), added)
