"""Charts as SVG, drawn on the server: they print, and work without JavaScript.

    bars(rows, "count", "field", title=_("Needs by field"), heads={...})

Rows are mappings; `x` and `y` name their keys. Under each chart stands its table, where a row's
`url` leads to the list behind the number. Colours are the stylesheet's custom properties, so a
chart follows the theme; nothing in it needs an inline style, which the policy forbids.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Rows = Sequence[Mapping[str, Any]]

SERIES = [f"var(--series-{number})" for number in range(1, 7)]
FONT_SIZE = 13
BAR_STEP = 30
COLUMNS_HEIGHT = 240
WIDTH = 620
WIDEST_NAME = 250
_INK, _RULE = "var(--ink-2)", "var(--rule)"
_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "labelFontSize": FONT_SIZE,
        "domainColor": _INK,
        "gridColor": _RULE,
        "ticks": False,
        "labelPadding": 6,
        "title": None,
    },
    "legend": {
        "labelColor": _INK,
        "labelFontSize": FONT_SIZE,
        "title": None,
        "orient": "top",
        "symbolType": "square",
        "labelLimit": 0,
    },
    "text": {"fill": "var(--ink)", "fontSize": FONT_SIZE},
}


def bars(
    rows: Rows, x: str, y: str, *, title: str, heads: Mapping[str, Any], color: str | None = None
) -> SafeString:
    """Draw a horizontal bar of length `x` for each row named `y`, in the order of the rows."""
    # Room for names, and for the label beyond the longest bar.
    left, right = _label_width(rows, y), 110
    named = [{**row, y: name} for row, name in zip(rows, _names(rows, y, color), strict=True)]
    chart = _base(named, x, y, color).encode(
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domainMin=0)),
        y=alt.Y("name:N", sort=None, axis=_name_axis(left)),
    )
    drawn = chart.mark_bar(cornerRadiusEnd=2, height={"band": 0.66})
    size: dict[str, Any] = {"width": WIDTH - left - right, "height": {"step": BAR_STEP}}
    if color is None:
        drawn += chart.mark_text(align="left", dx=6).encode(text="label:N")
        # Without a font of theirs, Vega takes Chinese names for twice as long as they are.
        padding = {"left": left, "right": right, "top": 5, "bottom": 5}
        size |= {"autosize": "none", "padding": padding}
    return _figure(drawn.properties(**size), rows, (y, x, color), title=title, heads=heads)


def columns(
    rows: Rows, x: str, y: str, *, title: str, heads: Mapping[str, Any], color: str | None = None
) -> SafeString:
    """Draw a column of height `y` for each `x`, such as a month; stacked where `color` is named."""
    chart = _base(rows, y, x, color).encode(
        x=alt.X("name:O", sort=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("value:Q", axis=alt.Axis(domain=False, tickCount=4, format=",~f")),
    )
    drawn = chart.mark_bar(width={"band": 0.66}).properties(width=WIDTH - 60, height=COLUMNS_HEIGHT)
    return _figure(drawn, rows, (x, y, color), title=title, heads=heads)


def funnel(rows: Rows, x: str, y: str, *, title: str, heads: Mapping[str, Any]) -> SafeString:
    """Draw the stages `y` of a way with how many `x` reached each, and the share that went on."""
    shares = [
        _share(row[x], before) for row, before in zip(rows, [None, *_values(rows, x)], strict=False)
    ]
    labelled = [
        {**row, "label": f"{_number(row[x])}{share}"}
        for row, share in zip(rows, shares, strict=True)
    ]
    return bars(labelled, x, y, title=title, heads=heads)


def _values(rows: Rows, key: str) -> list[Any]:
    return [row[key] for row in rows]


def _share(value: Any, before: Any) -> str:
    return f" · {value / before:.0%}" if before else ""


def _number(value: Any) -> str:
    return f"{float(value):,.2f}".rstrip("0").rstrip(".")


def _base(rows: Rows, value: str, name: str, color: str | None) -> alt.Chart:
    """Bind the data under fixed names: Vega reads dots and brackets in a name as paths."""
    values = [
        {
            "value": float(row[value]),
            "name": str(row[name]),
            "label": row.get("label") or _number(row[value]),
            "series": str(row[color]) if color else "",
        }
        for row in rows
    ]
    chart = alt.Chart({"values": values})
    if color is None:
        return chart.encode(color=alt.value(SERIES[0]))
    return chart.encode(color=alt.Color("series:N", sort=None, scale=alt.Scale(range=SERIES)))


def _name_axis(width: int) -> alt.Axis:
    # The server may lack a Chinese font and measure wrongly, so the room is computed here.
    return alt.Axis(domain=False, minExtent=width, maxExtent=width, labelLimit=0)


def _label_width(rows: Rows, key: str) -> int:
    """Return the pixels that the longest name takes, up to what a chart has room for."""
    widths = [_width(str(row[key])) for row in rows]
    return round(min(WIDEST_NAME, max(widths, default=FONT_SIZE))) + 12


def _width(name: str) -> float:
    """Return the pixels of a name: a Chinese character is as wide as high."""
    return FONT_SIZE * sum(1.0 if ord(c) > 0x2E7F else 0.6 for c in name)  # noqa: PLR2004


def _names(rows: Rows, key: str, color: str | None) -> list[str]:
    """Return names as they are drawn: cut to their room; alike ones get a bar each, unseen."""
    names: list[str] = []
    for row in rows:
        name = _cut(str(row[key]))
        while color is None and name in names:
            name += "\u200b"
        names.append(name)
    return names


def _cut(name: str) -> str:
    if _width(name) <= WIDEST_NAME:
        return name
    while _width(name) > WIDEST_NAME - FONT_SIZE:
        name = name[:-1]
    return f"{name}…"


def _figure(
    chart: Any, rows: Rows, keys: tuple[str | None, ...], *, title: str, heads: Mapping[str, Any]
) -> SafeString:
    shown = [key for key in keys if key]
    values = [float(row[key]) for row in rows for key in shown[:2] if _is_number(row[key])]
    description = _("{count} values, up to {highest}; the table under the chart holds them all.")
    spec = chart.configure(**_CONFIG).to_json(indent=None)
    context = {
        "title": title,
        "svg": labelled(
            draw(spec),
            title,
            description.format(count=len(rows), highest=_number(max(values, default=0))),
        ),
        "heads": [heads[key] for key in shown],
        "rows": [([row[key] for key in shown], row.get("url")) for row in rows],
    }
    return mark_safe(render_to_string("components/chart.html", context))  # noqa: S308


def _is_number(value: Any) -> bool:
    return not isinstance(value, str)


@lru_cache(maxsize=256)
def draw(spec: str) -> str:
    """Return the SVG of a Vega-Lite specification; a dashboard asks for the same ones again."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.loads(spec)))


def labelled(svg: str, title: str, description: str) -> SafeString:
    """Make one titled image of the drawing: its inner roles would be read out piece by piece."""
    own = "c" + hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    svg = re.sub(r'(id="|url\(#)(?=[a-z]*clip)', rf"\g<1>{own}-", svg)
    head = format_html(
        '<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>', own, title, description
    )
    opening, _tag, rest = svg.partition(">")
    opening += f' role="img" aria-labelledby="{own}-title {own}-desc"'
    return mark_safe(f"{opening}>{head}{rest}")  # noqa: S308 - Vega escapes the data's texts
