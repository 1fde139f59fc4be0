"""What the commands show in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from unicodedata import east_asian_width

WIDTH = 30


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function (done, total) that draws a bar; silent where nobody watches."""
    watched = sys.stderr.isatty()

    def report(done: int, total: int) -> None:
        if watched:
            share = done / total if total else 1.0
            bar = "█" * round(share * WIDTH)
            sys.stderr.write(f"\r{label} {bar:░<{WIDTH}} {done:,}/{total:,}")
            sys.stderr.flush()

    yield report
    if watched:
        sys.stderr.write("\n")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield lines in columns as wide as what stands in them; numbers stand to the right.

    >>> list(table(("名称", "n"), [("甲", "1,200"), ("ab", "7")]))
    ['  名称      n', '  甲    1,200', '  ab        7']
    """
    lines = [row for row in (heads, *rows) if any(row)]
    widths = [max(width(line[place]) for line in lines) for place in range(len(heads))]
    right = [_is_numbers(line[place] for line in lines[1:]) for place in range(len(heads))]
    for line in lines:
        cells = (_padded(*cell) for cell in zip(line, widths, right, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def width(text: str) -> int:
    """Return the columns that a text takes in a terminal: two for a Chinese character."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, columns: int, right: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if right else text + space


def _is_numbers(cells: Iterable[str]) -> bool:
    return all(cell.replace(",", "").replace(".", "").isdecimal() for cell in cells)
