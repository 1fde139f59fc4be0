"""The sets on which ranking is measured. What is not on this machine is skipped, not invented.

The real data are third parties' and stay where they lie, beside the repository.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lianqiao.engines.matching import Document

from .records import HOME

DATA = HOME.parent / "shared" / "data" / "matching"
MIX_SIZE = 100_000
MIX = (
    "100,000 documents: 4,000 CSL abstracts (2,000 alone, the same 2,000 with their titles), the "
    "articles that STARD's questions ask for, 40,000 other law articles, the rest product names "
    "with a company and its industry as short listings"
)
Grades = Mapping[int, int]  # place of a document -> grade


@dataclass(frozen=True)
class Task:
    """Documents, questions, and which documents answer each: by their places, which are ids."""

    name: str
    documents: list[Document]
    questions: list[tuple[str, Grades]]

    def sample(self, size: int) -> Task:
        """Return the same task with fewer questions, evenly chosen by a fixed seed."""
        if size >= len(self.questions):
            return self
        return Task(self.name, self.documents, random.Random(7).sample(self.questions, size))


def present() -> bool:
    """Whether the real data are on this machine."""
    return DATA.is_dir()


def csl(kind: str) -> list[tuple[str, str]]:
    """Pairs of abstract and target: kind 'ts' has titles, 'kg' keywords."""
    rows = []
    for part in ("dev", "test"):
        lines = (DATA / f"csl_{kind}_{part}.tsv").read_text(encoding="utf-8").splitlines()
        rows += [tuple(line.split("\t")[1:3]) for line in lines]
    return rows


def known_items(name: str, kind: str) -> Task:
    """Find the abstract by its title or its keywords."""
    rows = csl(kind)
    documents = [_text(place, abstract) for place, (abstract, _) in enumerate(rows)]
    questions = [(target.replace("_", " "), {place: 1}) for place, (_, target) in enumerate(rows)]
    return Task(name, documents, questions)


def stard(distractors: int) -> Task:
    """Find the law articles that answer a layperson's question, among other articles."""
    questions, articles = _stard()
    documents = [_article(place, name, text) for place, (name, text) in enumerate(articles.items())]
    documents += _other_laws(len(documents), distractors, set(articles.values()))
    places = {name: place for place, name in enumerate(articles)}
    asked = [(question, {places[name]: 1 for name in names}) for question, names in questions]
    return Task("STARD", documents, asked)


def mix() -> list[Task]:
    """Three kinds of questions over the same 100,000 documents."""
    texts: list[tuple[str, str]] = [("", row[0]) for kind in ("ts", "kg") for row in csl(kind)]
    half = len(texts) // 2
    questions, articles = _stard()
    first_article = len(texts)
    texts += articles.items()
    texts += [(one.title, one.text) for one in _other_laws(0, 40_000, set(articles.values()))]
    texts += itertools.islice(_products(), MIX_SIZE - len(texts))
    documents = [_article(place, *row) for place, row in enumerate(texts)]
    places = {name: first_article + place for place, name in enumerate(articles)}
    return [
        Task(f"mix: {name}", documents, asked)
        for name, asked in {
            "titles": _both_halves("ts", half),
            "keywords": _both_halves("kg", half),
            "STARD": [(text, {places[name]: 1 for name in names}) for text, names in questions],
        }.items()
    ]


def _both_halves(kind: str, half: int) -> list[tuple[str, Grades]]:
    """In the mix each abstract stands twice, alone and with its title: both answer."""
    targets = enumerate(target for _, target in csl(kind))
    return [(target.replace("_", " "), {place: 1, place + half: 1}) for place, target in targets]


def _stard() -> tuple[list[tuple[str, list[str]]], dict[str, str]]:
    rows = json.loads((DATA / "stard_dev.json").read_text(encoding="utf-8"))
    articles = {name: text for row in rows for name, text in row["相关法规"].items()}
    return [(row["问题"], list(row["相关法规"])) for row in rows], articles


def _other_laws(first: int, most: int, known: set[str]) -> list[Document]:
    """Law articles that no question asks for; the same text under another name is left out."""
    known = {"".join(text.split()) for text in known}
    with gzip.open(DATA / "laws_articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        others = (row for row in rows if "".join(row[2].split()) not in known)
        chosen = itertools.islice(others, most)
        return [
            _article(place, f"{row[0]}{row[1]}", row[2])
            for place, row in enumerate(chosen, start=first)
        ]


def _products() -> Iterator[tuple[str, str]]:
    """Product names with an industry and a company that has it, as short listings."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in _lines("ckg_company_industry.json"):
        members[row["industry_name"]].append(row["company_name"])
    industries = sorted(members)
    for place, row in enumerate(_lines("ckg_product.json")):
        industry = industries[place % len(industries)]
        company = members[industry][place % len(members[industry])]
        yield row["name"], f"{company} {industry} {row['name']}"


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _text(place: int, text: str) -> Document:
    return Document(id=place, kind="result", title="", text=text)


def _article(place: int, title: str, text: str) -> Document:
    return Document(id=place, kind="result", title=title, text=text)
