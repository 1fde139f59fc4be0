"""Room for the names beside a chart's bars: reckoned here, cut to what there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# The server may lack a Chinese font and measure wrongly.
FONT_SIZE = 13
BEFORE_CHINESE = 0x2E7F
WIDE_IN_CHINESE = "“”‘’—…·"
GAP = 12


def room(names: Sequence[str], most: int) -> int:
    """Return the pixels that the longest name takes, up to what a chart has room for."""
    return round(min(most, max(map(_width, names), default=FONT_SIZE))) + GAP


def fitting(names: Sequence[str], most: int, *, told_apart: bool) -> Iterator[str]:
    """Yield names as they are drawn: cut to their room; alike ones made different, unseen."""
    seen: set[str] = set()
    for name in names:
        shown = _cut(name, most)
        while told_apart and shown in seen:
            shown += "\u200b"
        seen.add(shown)
        yield shown


def _width(name: str) -> float:
    """Return the pixels of a name: a Chinese character is as wide as high.

    >>> _width("“小巨人”")
    65.0
    """
    return FONT_SIZE * sum(1.0 if _is_wide(one) else 0.6 for one in name)


def _is_wide(one: str) -> bool:
    return ord(one) > BEFORE_CHINESE or one in WIDE_IN_CHINESE


def _cut(name: str, most: int) -> str:
    if _width(name) <= most:
        return name
    while _width(name) > most - FONT_SIZE:
        name = name[:-1]
    return f"{name}…"
