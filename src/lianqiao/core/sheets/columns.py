"""What a list's columns are called and what stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lianqiao.core.language import speaks_chinese

Parse = Callable[[Any], Any]
"""Turns a cell (text, number, date or truth value; never empty) into a value, or raises Invalid."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading in both languages, other headings it goes by, its cells' parser.

    `example` stands in the template's example row. `by_heading` makes the parser of what stands
    below a heading, where the heading says how cells are read: 营业收入（万元）.
    """

    name: str
    zh: str
    en: str
    parse: Parse
    required: bool = False
    aliases: Sequence[str] = ()
    example: str = ""
    by_heading: Callable[[str], Parse] | None = None

    @property
    def heading(self) -> str:
        """The heading in the reader's language."""
        return self.zh if speaks_chinese() else self.en

    def answers_to(self, heading: str) -> bool:
        """Tell whether a heading in a file means this column."""
        return folded(heading) in {folded(one) for one in (self.zh, self.en, *self.aliases)}

    def under(self, heading: str) -> Column:
        """Return the column as it stands under a heading of a file."""
        return replace(self, parse=self.by_heading(heading)) if self.by_heading else self


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row can't be taken: the column's heading (empty: the row as a whole) and the reason."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its line, its parsed cells (empty ones are missing), its problems."""

    line: int
    values: Mapping[str, Any]
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read; `ignored` are the headings that mean nothing here."""

    rows: list[Row]
    ignored: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Stream:
    """A file that is being read: the columns found in it, and its rows one by one."""

    columns: Sequence[Column]
    rows: Iterator[Row]
    ignored: Sequence[str] = field(default=())


def folded(heading: str) -> str:
    """Return a heading without case, blanks, marks of required columns and bracketed remarks.

    >>> folded("统一社会信用代码 （18位） *")
    '统一社会信用代码'
    """
    plain = unicodedata.normalize("NFKC", heading).lower()
    return re.sub(r"\(.*?\)|[\s*_:]", "", plain)
