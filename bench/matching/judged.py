"""The open test collection as documents, with their grades by ids."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from lianqiao.engines.matching import Document, Index

from .records import Collection, Record, document


@dataclass
class Judged:
    """Needs and offers with the grades between them, by need and offer."""

    needs: list[Document]
    offers: list[Document]
    grades: dict[int, dict[int, int]]
    _folder: tempfile.TemporaryDirectory[str] = field(default_factory=tempfile.TemporaryDirectory)

    def index(self) -> Index:
        """An index of all needs and offers, as an office has it."""
        index = Index(Path(self._folder.name) / "index")
        if not index.path.exists():
            with index.writer() as writer:
                writer.add_all([*self.needs, *self.offers])
        return index

    def only(self, needs: set[int]) -> Judged:
        """The same offers and index, fewer needs to ask about."""
        chosen = [need for need in self.needs if need.id in needs]
        return Judged(chosen, self.offers, self.grades, self._folder)


def judged(collection: Collection) -> Judged:
    """All of the collection; ids count on from 0, offers after needs."""
    owners: dict[str, int] = {}
    records: list[Record] = [*collection.needs, *collection.results]
    numbers = {record["id"]: number for number, record in enumerate(records)}
    documents = [document(record, numbers[record["id"]], owners) for record in records]
    grades: dict[int, dict[int, int]] = {}
    for (need, result), grade in collection.grades.items():
        grades.setdefault(numbers[need], {})[numbers[result]] = grade
    size = len(collection.needs)
    everything = Judged(documents[:size], documents[size:], grades)
    everything.index()
    return everything


def part(collection: Collection, name: str) -> Judged:
    """The needs of one side of the split ('train', 'test') that have judgements."""
    everything = judged(collection)
    wanted = {
        number
        for number, record in enumerate(collection.needs)
        if collection.split.get(record["id"]) == name and everything.grades.get(number)
    }
    return everything.only(wanted)
