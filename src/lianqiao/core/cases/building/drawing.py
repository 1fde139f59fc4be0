"""The way of a case as a picture: states as boxes, steps as arrows between them, in SVG.

States stand in rows, as far as the shortest way from a beginning; those where cases end stand in a
column at the right. Arrows go down, to the right, or back up round the left, so that hardly any
crosses a box. Colours are the stylesheet's.
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
BETWEEN, END_ROW, EDGE = 168, 68, 12
CHARACTERS = 10
LANE, LANES = 22, 3


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
    depth = _depths(states, steps)
    boxes = {box.key: box for box in _boxes(states, steps, depth)}
    width = max(box.x for box in boxes.values()) + WIDTH // 2 + EDGE
    height = max(box.y for box in boxes.values()) + ROW // 2
    return _svg(width, height, boxes.values(), list(_arrows(steps, boxes)))


def _depths(states: Sequence[Draft], steps: Sequence[Draft]) -> dict[str, int]:
    """Return in which row each state stands; what is never reached stands in the last."""
    keys = list(dict.fromkeys(str(one.get("key")) for one in states))
    row = [str(one.get("key")) for one in states if one.get("is_first")] or keys[:1]
    depth: dict[str, int] = {}
    while row:
        depth |= dict.fromkeys(row, max(depth.values(), default=-1) + 1)
        reached = (step.get("target") for step in steps if set(row) & set(step.get("sources", ())))
        row = [key for key in dict.fromkeys(map(str, reached)) if key in keys and key not in depth]
    last = max(depth.values()) + 1
    return {key: depth.get(key, last) for key in keys}


def _boxes(
    states: Sequence[Draft], steps: Sequence[Draft], depth: Mapping[str, int]
) -> Iterator[Box]:
    by_key = {str(one.get("key")): one for one in states}
    ends = [key for key, one in by_key.items() if one.get("is_final") and depth[key]]
    levels = sorted({depth[key] for key in by_key if key not in ends})
    rows = [[key for key in by_key if depth[key] == level and key not in ends] for level in levels]
    widest = max(len(row) for row in rows)
    middle = SIDE + (widest * (WIDTH + GAP) - GAP) // 2
    for number, row in enumerate(rows):
        left = middle - ((len(row) - 1) * (WIDTH + GAP)) // 2
        for place, key in enumerate(row):
            x = left + place * (WIDTH + GAP)
            yield Box(key, _name(by_key[key]), x, number * ROW + ROW // 2, _kind(by_key[key]))
    right = SIDE + widest * (WIDTH + GAP) - GAP + BETWEEN + WIDTH // 2
    space = max(len(rows) * ROW // max(len(ends), 1), END_ROW)
    ordered = sorted(ends, key=lambda key: _mean_source(key, steps, depth))
    for number, key in enumerate(ordered):
        yield Box(key, _name(by_key[key]), right, number * space + space // 2, "final")


def _mean_source(key: str, steps: Sequence[Draft], depth: Mapping[str, int]) -> float:
    """Return about how far down the steps to an end begin."""
    sources = [
        depth[source]
        for step in steps
        if step.get("target") == key
        for source in step.get("sources", ())
        if source in depth
    ]
    return sum(sources) / len(sources) if sources else 0.0


def _kind(state: Draft) -> str:
    if state.get("is_first"):
        return "first"
    return "final" if state.get("is_final") else "middle"


def _arrows(steps: Sequence[Draft], boxes: Mapping[str, Box]) -> Iterator[Arrow]:
    joined: dict[tuple[str, str], list[Draft]] = {}
    for step in steps:
        for source in step.get("sources", ()):
            if source in boxes and step.get("target") in boxes:
                joined.setdefault((source, str(step["target"])), []).append(step)
    lane = 0
    for (source, target), same in joined.items():
        start, end = boxes[source], boxes[target]
        if end.kind == "final" and end.x > start.x:
            path, x, y = _rightward(start, end)
        elif end.y - start.y == ROW:
            path, x, y = _downward(start, end)
        elif end.y == start.y and start is not end:
            path, x, y = _beside(start, end)
        else:
            lane = (lane + 1) % LANES
            path, x, y = _round(start, end, SIDE - EDGE - LANE * lane)
        label = " / ".join(map(_name, same))
        yield Arrow(label, path, x, y + 4, str(same[0].get("by")))


def _rightward(start: Box, end: Box) -> tuple[str, int, int]:
    """Return the path to an end, and where its name stands."""
    begin, goal = start.x + WIDTH // 2, end.x - WIDTH // 2
    middle = (begin + goal) // 2
    path = f"M{begin} {start.y}C{middle} {start.y} {middle} {end.y} {goal - 2} {end.y}"
    # Beyond the middle, where steps from above and from beside have parted again.
    return path, begin + 3 * (goal - begin) // 5, start.y + 2 * (end.y - start.y) // 3


def _downward(start: Box, end: Box) -> tuple[str, int, int]:
    """Return the path to a box in the next row."""
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


def _round(start: Box, end: Box, edge: int) -> tuple[str, int, int]:
    """Return the path round the left, up or down more than a row; `edge` is how far out it goes."""
    half, shift = WIDTH // 2, 12 if start is end else 8
    begin, goal, inner = start.x - half, end.x - half, edge - SIDE
    path = (
        f"M{begin} {start.y + shift}C{begin + inner} {start.y + shift} {goal + inner}"
        f" {end.y - shift} {goal - 2} {end.y - shift}"
    )
    return path, (begin + goal + 3 * inner // 2) // 2, (start.y + end.y) // 2


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
