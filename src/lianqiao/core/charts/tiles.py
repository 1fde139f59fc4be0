"""A schematic map of a city's districts: one tile each, shaded by value.

No boundary file is free to ship, and a schema reads better on a phone anyway. Where a tile
stands is data (`data/tiles.csv`: city, code of GB/T 2260, column, row); another city adds its
rows there, and until then gets its tiles in rows of four.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

SIZE, GAP = 104, 4
SHADES = 4
ROW_OF_UNKNOWN = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A district's square, in the coordinates of the drawing."""

    left: int
    top: int
    label: str
    value: Any
    url: str | None
    shade: int

    @property
    def middle(self) -> int:
        """Return the x of its texts."""
        return self.left + SIZE // 2


ELSEWHERE = "elsewhere"
"""The code of a last row for all that lies outside the map."""


def tile_map(rows: Sequence[Mapping[str, Any]], *, title: str, heads: Sequence[Any]) -> SafeString:
    """Draw districts given as `code`, `label`, `value` and `url`; `heads` name label and value."""
    places = {row["code"]: place for row, place in zip(rows, _places(rows), strict=True)}
    highest = max((float(row["value"]) for row in rows), default=0)
    tiles = [_tile(row, places[row["code"]], highest) for row in rows]
    context = {
        "title": title,
        "tiles": tiles,
        "size": SIZE,
        "width": max((tile.left for tile in tiles), default=0) + SIZE,
        "height": max((tile.top for tile in tiles), default=0) + SIZE,
        "heads": heads,
        "places": "-2g",
        "rows": [([row["label"], row["value"]], row.get("url")) for row in rows],
    }
    return mark_safe(render_to_string("components/tile_map.html", context))  # noqa: S308


def district_map(
    found: Iterable[tuple[str | None, str, int]],
    address: Callable[[str], str],
    *,
    title: str,
    counted: str,
) -> SafeString | str:
    """Draw counts given as (code of the district, its name, count); '' where there are none.

    `address` says where a district's code leads. What lies on no map of the city is one tile.
    """
    rows = list(found)
    placed: list[dict[str, Any]] = [
        {"code": code, "label": label, "value": count, "url": address(code)}
        for code, label, count in rows
        if code and is_on_map(code)
    ]
    if elsewhere := sum(count for _code, _label, count in rows) - sum(r["value"] for r in placed):
        placed.append({"code": ELSEWHERE, "label": _("elsewhere"), "value": elsewhere})
    heads = (pgettext("on a map", "District"), counted)
    return tile_map(placed, title=title, heads=heads) if placed else ""


def is_on_map(code: str) -> bool:
    """Whether a region has a place on the map of its city."""
    return code in _layout()


def _tile(row: Mapping[str, Any], place: tuple[int, int], highest: float) -> Tile:
    column, line = place
    share = float(row["value"]) / highest if highest else 0
    return Tile(
        left=column * (SIZE + GAP),
        top=line * (SIZE + GAP),
        label=str(row["label"]),
        value=row["value"],
        url=row.get("url"),
        # Nothing at all is a shade of its own, so that one deal is told from none.
        shade=0 if share == 0 else min(SHADES, 1 + int(share * SHADES)),
    )


def _places(rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Return column and row of each district, or rows of four where one is not on the map."""
    known = [_layout().get(row["code"]) for row in rows]
    placed = [place for place in known if place is not None]
    if len(placed) == len(rows):
        return placed
    if placed and [row["code"] for row in rows][len(placed) :] == [ELSEWHERE]:
        # Below the map, on the left.
        return [*placed, (0, max(line for _column, line in placed) + 1)]
    return [(index % ROW_OF_UNKNOWN, index // ROW_OF_UNKNOWN) for index in range(len(rows))]


@cache
def _layout() -> dict[str, tuple[int, int]]:
    text = files("lianqiao.core.charts").joinpath("data/tiles.csv").read_text(encoding="utf-8")
    return {
        line["code"]: (int(line["column"]), int(line["row"]))
        for line in csv.DictReader(text.splitlines())
    }
