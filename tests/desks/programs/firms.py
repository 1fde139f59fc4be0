"""The dictionary that ships as rules know it, and the example firms of each table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from lianqiao.core.parties import lists
from lianqiao.core.parties.dictionary import engine_fact
from lianqiao.core.parties.services.codes import OWN_FOLDER
from lianqiao.core.rules import scorecards
from lianqiao.core.rules.registry import OWN_FACTS, title_fact
from lianqiao.engines.rules import Fact, Type, Vocabulary

EXAMPLES = Path(__file__).parent / "examples"
CODES = tuple(scorecards.cards())
ON = {code: date(2026, 3, 15) if code.endswith("2022") else date(2026, 5, 15) for code in CODES}
"""A day on which each table is in force."""
TRUTHS = {"yes": True, "no": False, "": None}


@cache
def vocabulary() -> Vocabulary:
    """Facts and titles of the files that ship, without a database."""
    facts = {fact.name: fact for fact in OWN_FACTS}
    for code_list in lists.LISTS:
        if code_list.file not in {"facts.csv", "titles.csv"}:
            continue
        for row in code_list.read(OWN_FOLDER / code_list.file):
            fact = _fact(row)
            facts[fact.name] = fact
    return Vocabulary(facts)


def _fact(row: Any) -> Fact:
    if hasattr(row, "is_yearly"):
        row.clean_fields(exclude=["source"])
        return engine_fact(row)
    return Fact(title_fact(row.code), Type.BOOL, zh=row.name, en=row.name_en)


@dataclass(frozen=True)
class Example:
    """A firm of a file: what it tells, its columns, and what was reckoned by hand."""

    number: int
    tells: str
    source: str
    given: dict[str, Any]
    points: dict[str, int]
    total: int
    passes: bool

    @property
    def row(self) -> dict[str, Any]:
        """Return the firm as rules read it."""
        return stored(self.given)


def stored(given: dict[str, Any]) -> dict[str, Any]:
    """Return values of units (yuan, shares) as they stand in columns."""
    by_column = vocabulary().by_column
    return {name: by_column[name][0].stored(_number(value)) for name, value in given.items()}


def _number(value: Any) -> Any:
    return Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def examples(code: str) -> Iterator[Example]:
    """Yield the firms of a table's file."""
    with (EXAMPLES / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            given = {
                name: _value(name, text)
                for name, text in row.items()
                if name in vocabulary().by_column
            }
            points = {
                name.removeprefix("points_"): int(text)
                for name, text in row.items()
                if name.startswith("points_")
            }
            yield Example(
                int(row["firm"]),
                row["tells"],
                row["source"],
                given,
                points,
                int(row.get("total", 0)),
                row["verdict"] == "yes",
            )


def _value(name: str, text: str) -> Any:
    kind = vocabulary().by_column[name][0].type
    if kind == Type.BOOL:
        return TRUTHS[text]
    if kind == Type.NUMBER:
        value = Fraction(text)
        return int(value) if value.denominator == 1 else value
    return text
