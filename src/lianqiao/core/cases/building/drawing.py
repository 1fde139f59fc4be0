"""The way of a case as a picture: states as boxes in rows, steps as arrows between them, in SVG.

Rows follow from the states in which cases begin. Arrows down go straight or round the right, those
back up round the left, so that none runs through a box. Colours are the stylesheet's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lianqiao.core.cases.building.editing import Draft
from lianqiao.core.language import speaks_chinese

WIDTH, HEIGHT, GAP, ROW, SIDE = 148, 44, 28, 104, 92
CHARACTERS = 10
LANE, LANES = 22, 4


@dataclass(frozen=True, slots=True)
class Box:
    """A state: its middle and what it is."""

    key: str
    label: str
    x: int
    y: int
    kind: str

    @property
    def top(self) -> int:
        """Where arrows arrive."""
        return self.y - HEIGHT // 2

    @property
    def bottom(self) -> int:
        """Where arrows leave."""
        return self.y + HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step between two boxes: its path, and where its name stands."""

    label: str
    path: str
    x: int
    y: int
    by: str


def drawn(draft: Draft) -> SafeString:
    """Return the states and steps of a draft, sound or not, as SVG; '' where there are none."""
    states = [one for one in draft.get("states", ()) if isinstance(one, dict)]
    steps = [one for one in draft.get("steps", ()) if isinstance(one, dict)]
    if not states:
        return SafeString("")
    rows = _rows(states, steps)
    widest = max(len(row) for row in rows)
    width = widest * WIDTH + (widest - 1) * GAP + 2 * SIDE
    boxes = {box.key: box for box in _boxes(states, rows, width)}
    arrows = list(_arrows(steps, boxes, width))
    return _svg(width, len(rows) * ROW, boxes.values(), arrows)


def _rows(states: Sequence[Draft], steps: Sequence[Draft]) -> list[list[str]]:
    """Return the states' keys row by row: as far as the shortest way from a beginning, ends last.

    Of the ends, those that are reached early stand to the right, where their arrows come down.
    """
    keys = list(dict.fromkeys(str(one.get("key")) for one in states))
    begun = [str(one.get("key")) for one in states if one.get("is_first")] or keys[:1]
    depth, row = dict.fromkeys(begun, 0), begun
    while row:
        deeper = depth[row[0]] + 1
        reached = (step.get("target") for step in steps if set(row) & set(step.get("sources", ())))
        row = [key for key in dict.fromkeys(map(str, reached)) if key in keys and key not in depth]
        depth |= dict.fromkeys(row, deeper)
    last = max(depth.values()) + 1
    ends = {str(one.get("key")) for one in states if one.get("is_final")} - set(begun)
    ends = {key for key in ends if key in depth}
    middle = [[key for key in keys if depth.get(key) == n and key not in ends] for n in range(last)]
    final = sorted(ends, key=lambda key: (-depth[key], keys.index(key)))
    left = [key for key in keys if key not in depth]
    return [row for row in (*middle, final, left) if row]


def _boxes(states: Sequence[Draft], rows: Sequence[Sequence[str]], width: int) -> Iterator[Box]:
    by_key = {str(one.get("key")): one for one in states}
    for number, row in enumerate(rows):
        left = (width - len(row) * WIDTH - (len(row) - 1) * GAP) // 2
        for place, key in enumerate(row):
            x = left + WIDTH // 2 + place * (WIDTH + GAP)
            yield Box(key, _name(by_key[key]), x, number * ROW + ROW // 2, _kind(by_key[key]))


def _kind(state: Draft) -> str:
    if state.get("is_first"):
        return "first"
    return "final" if state.get("is_final") else "middle"


def _arrows(steps: Sequence[Draft], boxes: Mapping[str, Box], width: int) -> Iterator[Arrow]:
    joined: dict[tuple[str, str], list[Draft]] = {}
    for step in steps:
        for source in step.get("sources", ()):
            if source in boxes and step.get("target") in boxes:
                joined.setdefault((source, str(step["target"])), []).append(step)
    lanes = {"left": 0, "right": 0}
    for (source, target), same in joined.items():
        start, end = boxes[source], boxes[target]
        if end.y - start.y == ROW:
            path, x, y = _straight(start, end)
        elif end.y == start.y and start is not end:
            path, x, y = _beside(start, end)
        else:
            side = "right" if end.y > start.y else "left"
            lanes[side] = (lanes[side] + 1) % LANES
            path, x, y = _round(start, end, 12 + LANE * lanes[side], width)
        label = " / ".join(map(_name, same))
        yield Arrow(label, path, x, y + 4, str(same[0].get("by")))


def _straight(start: Box, end: Box) -> tuple[str, int, int]:
    """Return the path to a box in the next row, and where its name stands."""
    middle = (start.bottom + end.top) // 2
    bend = f"M{start.x} {start.bottom}C{start.x} {middle} {end.x} {middle}"
    return f"{bend} {end.x} {end.top - 2}", (start.x + end.x) // 2, middle


def _beside(start: Box, end: Box) -> tuple[str, int, int]:
    """Return the path to a box in the same row: an arc over what stands between."""
    over = start.top - 30
    return (
        f"M{start.x} {start.top}C{start.x} {over} {end.x} {over} {end.x} {end.top - 2}",
        (start.x + end.x) // 2,
        start.top - 22,
    )


def _round(start: Box, end: Box, out: int, width: int) -> tuple[str, int, int]:
    """Return the path down round the right, or up round the left, `out` from where boxes end."""
    if end.y > start.y:
        edge = width - SIDE + out
        bend = f"M{start.x + WIDTH // 2} {start.y}C{edge} {start.y} {end.x} {start.bottom + GAP}"
        x = (start.x + WIDTH // 2 + 3 * edge + 4 * end.x) // 8
        return f"{bend} {end.x} {end.top - 2}", x, (start.y + end.top) // 2
    edge, half, shift = SIDE - out, WIDTH // 2, 12 if start is end else 8
    path = (
        f"M{start.x - half} {start.y + shift}C{edge} {start.y + shift} {edge} {end.y - shift}"
        f" {end.x - half - 2} {end.y - shift}"
    )
    return path, (start.x + 6 * edge + end.x - 2 * half) // 8, (start.y + end.y) // 2


def _svg(width: int, height: int, boxes: Any, arrows: Sequence[Arrow]) -> SafeString:
    return format_html(
        '<svg class="flow" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" '
        'aria-label="{2}"><defs><marker id="flow-tip" viewBox="0 0 8 8" refX="7" refY="4" '
        'markerWidth="8" markerHeight="8" orient="auto"><path class="flow__tip" d="M0 0 8 4 0 8Z"/>'
        "</marker></defs>{3}{4}{5}</svg>",
        width,
        height,
        _("States and the steps between them; the tables below say the same"),
        format_html_join(
            "",
            '<path class="flow__step flow__step--{}" d="{}" marker-end="url(#flow-tip)"/>',
            ((one.by, one.path) for one in arrows),
        ),
        format_html_join("", "{}", ((_box(one),) for one in boxes)),
        format_html_join(
            "",
            '<text class="flow__name" x="{}" y="{}">{}</text>',
            ((one.x, one.y, _short(one.label, 2 * CHARACTERS)) for one in arrows),
        ),
    )


def _box(box: Box) -> SafeString:
    return format_html(
        '<g><title>{}</title><rect class="flow__state flow__state--{}" x="{}" y="{}" width="{}" '
        'height="{}" rx="{}"/><text class="flow__label" x="{}" y="{}">{}</text></g>',
        box.label,
        box.kind,
        box.x - WIDTH // 2,
        box.top,
        WIDTH,
        HEIGHT,
        HEIGHT // 2 if box.kind == "final" else 4,
        box.x,
        box.y + 5,
        _short(box.label, CHARACTERS),
    )


def _short(text: str, most: int) -> str:
    """Cut a text that is wider than so many Chinese characters; Latin ones are half as wide."""
    wide = 0.0
    for number, character in enumerate(text):
        wide += 1 if ord(character) > 0x2E7F else 0.55  # noqa: PLR2004 -- where CJK begins
        if wide > most:
            return text[:number] + "…"
    return text


def _name(part: Draft) -> str:
    label = part.get("label") or {}
    zh, en = str(label.get("zh", "")), str(label.get("en", ""))
    return (zh if speaks_chinese() else en) or zh or str(part.get("key", ""))
