"""What the commands show in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
