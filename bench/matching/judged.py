"""The open test collection as documents, with their grades by ids."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bench import scratch
from lianqiao.engines.matching import Document, Index

from .records import Collection, Record, document


@dataclass
class Judged:
    """Needs and offers with the grades between them, by need and offer."""

    needs: list[Document]
    offers: list[Document]
    grades: dict[int, dict[int, int]]
    index: Index  # of all needs and offers, as an office has it

    def only(self, needs: set[int]) -> Judged:
        """The same offers and index, fewer needs to ask about."""
        return replace(self, needs=[need for need in self.needs if need.id in needs])


def judged(collection: Collection) -> Judged:
    """All of the collection; ids count on from 0, offers after needs."""
    owners: dict[str, int] = {}
    records: list[Record] = [*collection.needs, *collection.results]
    numbers = {record["id"]: number for number, record in enumerate(records)}
    documents = [document(record, numbers[record["id"]], owners) for record in records]
    grades: dict[int, dict[int, int]] = {}
    for (need, result), grade in collection.grades.items():
        grades.setdefault(numbers[need], {})[numbers[result]] = grade
    index = Index(scratch.folder())
    with index.writer() as writer:
        writer.add_all(documents)
    size = len(collection.needs)
    return Judged(documents[:size], documents[size:], grades, index)


def part(collection: Collection, name: str) -> Judged:
    """The needs of one side of the split ('train', 'test') that have judgements."""
    everything = judged(collection)
    wanted = {
        number
        for number, record in enumerate(collection.needs)
        if collection.split.get(record["id"]) == name and everything.grades.get(number)
    }
    return everything.only(wanted)
