"""One sitting of scoring: each listing is cut and weighed once, however many pairs it is in."""

from __future__ import annotations

from .documents import Document
from .index import Index
from .model import Model
from .profiles import Asked, Offered, asked, offered
from .scoring import Evidence, contributions, evidence

Pair = tuple[Document, Document]


class Sheet:
    """Scores pairs as one state of the index sees them."""

    def __init__(self, index: Index, model: Model) -> None:
        self._model = model
        self._rarity = index.reader().rarity
        self._asked: dict[int, Asked] = {}
        self._offered: dict[int, Offered] = {}

    def score(self, pair: Pair) -> float:
        """Return the probability that the two fit."""
        return self._model.score(self.evidence(pair).values)

    def evidence(self, pair: Pair) -> Evidence:
        """Return the values of all parts."""
        return evidence(*pair, *self._profiles(pair), self._rarity)

    def contributions(self, pair: Pair) -> dict[str, float]:
        """Return what each common term adds."""
        return contributions(*self._profiles(pair), self._model, self._rarity)

    def _profiles(self, pair: Pair) -> tuple[Asked, Offered]:
        need, offer = pair
        if need.id not in self._asked:
            self._asked[need.id] = asked(need, self._model, self._rarity)
        if offer.id not in self._offered:
            self._offered[offer.id] = offered(offer, self._model, self._rarity)
        return self._asked[need.id], self._offered[offer.id]
