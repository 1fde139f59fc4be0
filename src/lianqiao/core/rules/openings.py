"""What a title would open to an organization: desks that know are asked, none knows another.

A desk declares a finder once, when its app is ready; the ladder of titles asks them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Row = Mapping[str, int | bool | str | date | None]


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that a title opens: what it is called, where it stands, what it is worth."""

    name: str
    url: str
    worth: str = ""


Finder = Callable[[Sequence[str], Row, date], Mapping[str, Sequence[Opening]]]
"""From codes of titles, an organization's columns and a day to what each title would open."""

_finders: list[Finder] = []


def declare(finder: Finder) -> None:
    """Make a finder known."""
    if finder not in _finders:
        _finders.append(finder)


def openings(titles: Sequence[str], row: Row, on: date) -> dict[str, list[Opening]]:
    """Return by title what it would open to an organization that does not hold it."""
    found: dict[str, list[Opening]] = {title: [] for title in titles}
    for finder in _finders:
        for title, opened in finder(titles, row, on).items():
            found[title] += opened
    return found
