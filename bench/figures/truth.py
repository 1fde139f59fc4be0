"""The hand-made truth of the seed page, and what of it was found.

Rows of kind `figure` are to be found. `not_figure` and whatever the truth does not name must not
be. `structure` (四个主攻方向) and `rule` (3年建设期) count neither way.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lianqiao.engines.figures import Figure

SEED = Path(__file__).resolve().parents[3] / "shared" / "data" / "seed"
NOTE = re.compile(r"\(断栏.*\)$")  # the truth's own remark: a column breaks off here
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """One number of the page, as a reader judged it."""

    id: str
    start: int
    kind: str
    value: Decimal | None
    unit: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How many were right, of those given and of those there are."""

    right: int
    given: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.given + self.there) if self.given + self.there else 0.0


Same = Callable[[Figure, Row], bool]


def rows() -> list[Row]:
    """Return the truth table."""
    with (SEED / "figures.tsv").open(encoding="utf-8", newline="") as file:
        return [_row(one) for one in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def page() -> str:
    """Return the page whose offsets the truth gives."""
    return (SEED / "page.txt").read_bytes().decode("utf-8")


def quality(found: Sequence[Figure], truth: Sequence[Row], same: Same) -> Quality:
    """Compare figure by figure at the same place of the text."""
    by_start = {row.start: row for row in truth}
    judged = [one for one in found if _kind(by_start.get(one.start)) not in {"structure", "rule"}]
    pairs = [(one, by_start[one.start]) for one in judged if one.start in by_start]
    right = sum(row.kind == "figure" and same(one, row) for one, row in pairs)
    return Quality(right, len(judged), sum(row.kind == "figure" for row in truth))


def same_value(one: Figure, row: Row) -> bool:
    """Value, unit and the exact stretch of text agree."""
    return (one.value, one.unit, one.text) == (row.value, row.unit, row.text)


def same_subject(one: Figure, row: Row) -> bool:
    """Value and unit agree, and the subjects share half of their characters (Dice)."""
    return same_value(one, row) and alike(one.subject, row.subject) >= ALIKE


def alike(one: str, other: str) -> float:
    """Return twice the characters common to both by the characters of both.

    >>> alike("新建学校", "新建学校数")
    0.8888888888888888
    """
    first, second = _characters(one), _characters(other)
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _characters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


def _kind(row: Row | None) -> str:
    return row.kind if row else ""


def _row(cells: dict[str, str]) -> Row:
    value = Decimal(cells["value"]) if cells["value"] else None
    subject = NOTE.sub("", cells["subject"])
    place = int(cells["offset"])
    told = (cells["kind"], value, cells["unit"], subject, cells["text"])
    return Row(cells["id"], place, *told)
