"""Plain tables for a terminal, and targets beside what was measured."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """Something that was promised, and what was found."""

    what: str
    found: str
    wanted: str
    met: bool

    @property
    def verdict(self) -> str:
        return "PASS" if self.met else "MISS"


def at_most(what: str, found: float, limit: float, unit: str = "") -> Target:
    """A target that holds while the figure is no higher than a limit.

    >>> at_most("search, p95", 4.2, 5, "ms").verdict
    'PASS'
    """
    return Target(what, _figure(found, unit), f"<= {_figure(limit, unit)}", found <= limit)


def at_least(what: str, found: float, limit: float, unit: str = "") -> Target:
    """A target that holds while the figure is no lower than a limit."""
    return Target(what, _figure(found, unit), f">= {_figure(limit, unit)}", found >= limit)


def _figure(value: float, unit: str) -> str:
    """A number with three digits that tell something, and its unit.

    >>> _figure(8641.7, "listings/s"), _figure(0.0421, "s"), _figure(10, "s")
    ('8,642 listings/s', '0.0421 s', '10 s')
    """
    shown = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return f"{shown} {unit}".rstrip()


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a title and a table, the first column left, the others right."""
    print(f"\n{title}")
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = zip(row, widths, range(len(row)), strict=True)
        print("  " + "  ".join(_padded(*cell) for cell in cells))


def show_targets(title: str, targets: Sequence[Target]) -> None:
    """Print a table of targets with their verdicts."""
    rows = [[one.what, one.found, one.wanted, one.verdict] for one in targets]
    show(title, ["what", "measured", "target", "verdict"], rows)


def _padded(text: str, width: int, column: int) -> str:
    space = " " * (width - _width(text))
    return space + text if column else text + space


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
