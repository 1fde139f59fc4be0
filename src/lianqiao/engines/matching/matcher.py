"""Find what answers a need, or the needs that something answers, and say why.

>>> from lianqiao.engines.matching import Document, Index, Matcher
>>> import pathlib, tempfile
>>> index = Index(pathlib.Path(tempfile.mkdtemp()))
>>> coating = Document(id=1, kind="result", title="碳化硅涂层", text="在1200℃下不开裂")
>>> with index.writer() as writer:
...     writer.add(coating)
>>> need = Document(id=2, kind="need", title="喷嘴涂层开裂", text="喷嘴在1200℃下开裂")
>>> [pairing.result for pairing in Matcher(index).match(need, kinds={"result"})]
[1]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from .assignment import Candidate, best
from .constraints import exclusions
from .documents import AUDIENCES, Document
from .filters import Filters
from .fusion import fuse
from .index import Index
from .model import Model
from .pairing import Pairing
from .profiles import asked
from .sheet import Pair, Sheet

# Listings looked at closely for each one matched: `bench.matching` shows what more would bring.
CANDIDATES = 100
Neighbours = Callable[[Document, int], Sequence[int]]
Progress = Callable[[int, int], None]


class Matcher:
    """Ranks pairs of listings by one score.

    `neighbours` gives the ids nearest in meaning to a listing, nearest first; they are fused
    with the ranking by score. `today` is the day on which listings must still be valid.
    """

    def __init__(
        self,
        index: Index,
        model: Model | None = None,
        *,
        neighbours: Neighbours | None = None,
        today: date | None = None,
    ) -> None:
        self.index = index
        self.model = model or Model.default()
        self.neighbours = neighbours
        self.today = today

    def match(
        self,
        subject: Document,
        *,
        kinds: Collection[str],
        limit: int = 10,
        verdicts: Mapping[int, bool] | None = None,
        audiences: Collection[str] = AUDIENCES,
    ) -> list[Pairing]:
        """Return the best partners of a listing among the kinds, explained, best first.

        `verdicts` says of other listings, by id, whether a user found that they fit. The
        default looks at all audiences, for work that nobody reads; name those of a reader.
        """
        verdicts = verdicts or {}
        sheet = Sheet(self.index, self.model)
        near = self.neighbours(subject, CANDIDATES) if self.neighbours else ()
        also = {*near, *(one for one, fits in verdicts.items() if fits)}
        pairs = self._pairs(subject, kinds, audiences, also, {})
        scores = {
            other: self.model.judged(sheet.score(pair), verdicts.get(other))
            for other, pair in pairs.items()
        }
        ranked = sorted(scores, key=lambda other: (-scores[other], other))
        if near:
            ranked = fuse([ranked, [other for other in near if other in scores]])
        return [self._explain(sheet, pairs[other], verdicts.get(other)) for other in ranked[:limit]]

    def explain(self, need: Document, result: Document, verdict: bool | None = None) -> Pairing:
        """Return what the engine says about this pair, be it excluded or not."""
        return self._explain(Sheet(self.index, self.model), (need, result), verdict)

    def best_pairs(
        self,
        needs: Sequence[Document],
        *,
        kinds: Collection[str],
        per_need: int = 10,
        per_result: int = 20,
        verdicts: Mapping[tuple[int, int], bool] | None = None,
        progress: Progress | None = None,
    ) -> list[Pairing]:
        """Return the best pairs of all needs, no side in more than its cap, best first.

        `verdicts` says of pairs (need, result) whether a user found that they fit.
        """
        verdicts = verdicts or {}
        also: dict[int, list[int]] = defaultdict(list)
        for (asker, answer), fits in verdicts.items():
            if fits:
                also[asker].append(answer)
        sheet = Sheet(self.index, self.model)
        found: list[Candidate] = []
        offers: dict[int, Document] = {}  # read once, however many needs they come up for
        for count, need in enumerate(needs, start=1):
            for offer, pair in self._pairs(need, kinds, AUDIENCES, also[need.id], offers).items():
                score = self.model.judged(sheet.score(pair), verdicts.get((need.id, offer)))
                found.append((score, need.id, offer))
            if progress:
                progress(count, len(needs))
        asking = {need.id: need for need in needs}
        taken = best(found, per_need=per_need, per_result=per_result)
        return [
            self._explain(sheet, (asking[ask], offers[answer]), verdicts.get((ask, answer)))
            for _, ask, answer in taken
        ]

    def _pairs(
        self,
        subject: Document,
        kinds: Collection[str],
        audiences: Collection[str],
        also: Collection[int],
        known: dict[int, Document],
    ) -> dict[int, Pair]:
        """Return the pairs worth scoring, by the other's id: what words find, and `also`.

        `known` holds listings that were read already, and takes up those read now.
        """
        filters = Filters(
            kinds=kinds, audiences=audiences, not_owner=subject.owner, valid_on=self.today
        )
        terms = asked(subject, self.model, lambda _: 1.0).terms
        wanted = {*self.index.retrieve(terms, filters, CANDIDATES), *also} - {subject.id}
        known.update(self.index.get(wanted - known.keys()))
        others = (known[other] for other in wanted & known.keys())
        pairs = {
            other.id: _pair(subject, other)
            for other in others
            if other.kind in kinds and other.audience in audiences
        }
        return {other: pair for other, pair in pairs.items() if not exclusions(*pair, self.today)}

    def _explain(self, sheet: Sheet, pair: Pair, verdict: bool | None) -> Pairing:
        need, offer = pair
        score = self.model.judged(sheet.score(pair), verdict)
        return Pairing(
            need=need.id,
            result=offer.id,
            score=score,
            band=self.model.band(score),
            parts=sheet.parts(pair),
            terms=sheet.terms(pair),
            exclusions=exclusions(need, offer, self.today),
            verdict=verdict,
        )


def _pair(subject: Document, other: Document) -> Pair:
    """Put the need first, whichever of the two it is."""
    return (subject, other) if subject.is_need else (other, subject)
