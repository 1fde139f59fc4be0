"""Codes that contain each other: a county lies in a city, a class in a division.

>>> region_line("370202"), industry_line("C3511")
(('37', '3702', '370202'), ('C', 'C35', 'C351', 'C3511'))
"""

from __future__ import annotations

import re
from functools import lru_cache

Line = tuple[str, ...]  # codes, widest first


@lru_cache(maxsize=4096)
def region_line(code: str) -> Line:
    """Return a region's code with those of what it lies in, widest first (GB/T 2260).

    >>> region_line("370200"), region_line("370000")
    (('37', '3702'), ('37',))
    """
    code = significant_region(code)
    return tuple(code[:end] for end in (2, 4, 6) if end <= len(code))


def significant_region(code: str) -> str:
    """Return a region's code without the zeros that stand for 'all of it'."""
    return re.sub("(?<=..)(00)+$", "", code)


@lru_cache(maxsize=4096)
def industry_line(code: str) -> Line:
    """Return an industry's code with those of what it belongs to, widest first (GB/T 4754)."""
    letter, digits = code[: code[:1].isalpha()], code[code[:1].isalpha() :]
    line = tuple(letter + digits[:end] for end in (2, 3, 4) if end <= len(digits))
    return (letter, *line) if letter else line


def shared_depth(one: Line, other: Line) -> int:
    """Return how many levels two lines have in common, from the widest on."""
    depth = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        depth += 1
    return depth
