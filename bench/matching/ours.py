"""Our own engine, in the form that the measurements know."""

from __future__ import annotations

from collections.abc import Sequence

from bench import scratch
from lianqiao.engines.matching import AUDIENCES, Document, Filters, Index

from .peers import Ranking

EVERYONE = Filters(audiences=AUDIENCES)


class OurSearch:
    """`Index.search` with plain words."""

    name = "lianqiao, search"

    def __init__(self, documents: Sequence[Document]) -> None:
        self.index = Index(scratch.folder())
        with self.index.writer() as writer:
            writer.add_all(documents)

    def rank(self, query: str, limit: int) -> Ranking:
        page = self.index.search(query, filters=EVERYONE, limit=limit)
        return [hit.id for hit in page.hits]
