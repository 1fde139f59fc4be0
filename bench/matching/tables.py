"""Plain tables for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a title and a table, the first column left, the others right."""
    print(f"\n{title}")
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        print(
            "  " + "  ".join(_padded(*cell) for cell in zip(row, widths, range(99), strict=False))
        )


def _padded(text: str, width: int, column: int) -> str:
    space = " " * (width - _width(text))
    return space + text if column else text + space


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
