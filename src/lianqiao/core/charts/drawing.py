"""Charts as SVG, drawn on the server: they print, and work without JavaScript.

    bars(rows, "count", "field", title=_("Needs by field"), heads={...})

Rows are mappings; `x` and `y` name their keys. Under each chart stands its table, where a row's
`url` leads to the list behind the number. Colours are the stylesheet's custom properties, so a
chart follows the theme; nothing in it needs an inline style, which the policy forbids.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
from django.utils.safestring import SafeString

from lianqiao.core.charts.figures import NARROW, Rows, figure, number
from lianqiao.core.charts.names import fitting, room
from lianqiao.core.language import speaks_chinese

SERIES = [f"var(--series-{number})" for number in range(1, 7)]
BAR_STEP = 30
COLUMNS_HEIGHT = 240
AXIS = 60
PALE = 0.4
_LARGE = {
    True: "datum.value >= 1e8 ? format(datum.value / 1e8, ',~f') + '亿'"
    " : datum.value >= 1e6 ? format(datum.value / 1e4, ',~f') + '万' : datum.label",
    False: "datum.value >= 1e6 ? replace(format(datum.value, '~s'), 'G', 'bn') : datum.label",
}


def bars(
    rows: Rows, x: str, y: str, *, title: str, heads: Mapping[str, Any], color: str | None = None
) -> SafeString:
    """Draw a horizontal bar of length `x` for each row named `y`, in the order of the rows."""

    def plot(width: int) -> Any:
        # Room for names, and for the label beyond the longest bar.
        widest, right = (250, 110) if width > NARROW else (120, 84)
        names = [str(row[y]) for row in rows]
        left = room(names, widest)
        shown = fitting(names, widest, told_apart=color is None)
        named = [{**row, y: name} for row, name in zip(rows, shown, strict=True)]
        chart = _base(named, x, y, color).encode(
            x=alt.X("value:Q", axis=None, scale=alt.Scale(domainMin=0)),
            y=alt.Y("name:N", sort=None, axis=_name_axis(left)),
        )
        drawn: Any = chart.mark_bar(cornerRadiusEnd=2, height={"band": 0.66})
        size: dict[str, Any] = {"width": width - left - right, "height": {"step": BAR_STEP}}
        if color is None:
            drawn += chart.mark_text(align="left", dx=6).encode(text="label:N")
            # Without a font of theirs, Vega takes Chinese names for twice as long as they are.
            padding = {"left": left, "right": right, "top": 5, "bottom": 5}
            size |= {"autosize": "none", "padding": padding}
        return drawn.properties(**size)

    return figure(plot, rows, _keys(y, x, color), title=title, heads=heads)


def whiskers(
    rows: Rows,
    x: str,
    y: str,
    bounds: tuple[str, str],
    *,
    title: str,
    heads: Mapping[str, Any],
    most: float,
) -> SafeString:
    """Draw bars from 0 to `most`, each with a line from its lower to its upper bound.

    Estimates are told to one decimal place, round ones too: 85.0 beside 87.6.
    """
    low, high = bounds
    values = [
        {
            "name": str(row[y]), "value": float(row[x]), "low": float(row[low]),
            "high": float(row[high]), "label": f"{row[x]:.1f}",
        }
        for row in rows
    ]  # fmt: skip

    def plot(width: int) -> Any:
        widest, right = (250, 64) if width > NARROW else (120, 56)
        names = [str(one["name"]) for one in values]
        left = room(names, widest)
        shown = fitting(names, widest, told_apart=True)
        named = [{**one, "name": name} for one, name in zip(values, shown, strict=True)]
        scale = alt.Scale(domain=[0, most])
        chart = alt.Chart(alt.InlineData(values=named)).encode(
            y=alt.Y("name:N", sort=None, axis=_name_axis(left))
        )
        bar = chart.mark_bar(cornerRadiusEnd=2, height={"band": 0.6}).encode(
            x=alt.X("value:Q", axis=None, scale=scale), color=alt.value(SERIES[0])
        )
        line = chart.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", scale=scale), x2="high:Q", color=alt.value(SERIES[1])
        )
        said = chart.mark_text(align="left", dx=8).encode(
            x=alt.X("high:Q", scale=scale), text="label:N"
        )
        return alt.layer(bar, line, said).properties(
            width=width - left - right,
            height={"step": BAR_STEP},
            autosize="none",
            padding={"left": left, "right": right, "top": 5, "bottom": 5},
        )

    return figure(plot, rows, (y, x, low, high), title=title, heads=heads, places="1")


def columns(
    rows: Rows, x: str, y: str, *, title: str, heads: Mapping[str, Any], color: str | None = None
) -> SafeString:
    """Draw a column of height `y` for each `x`, such as a month; stacked where `color` is named."""

    def plot(width: int) -> Any:
        # Side by side, Vega gives Chinese names twice the room that they take.
        legend = alt.Legend(columns=1) if width == NARROW else alt.Undefined
        chart = _base(rows, y, x, color, legend).encode(x=_steps(), y=_heights())
        drawn = chart.mark_bar(width={"band": 0.66})
        return drawn.properties(width=width - AXIS, height=COLUMNS_HEIGHT)

    return figure(plot, rows, _keys(x, y, color), title=title, heads=heads)


def pairs(
    rows: Rows, x: str, before: str, now: str, *, title: str, heads: Mapping[str, Any]
) -> SafeString:
    """Draw two columns for each `x`: pale what was `before`, strong what is `now`.

    Where a row has None there is no column, as of a month that is still to come.
    """
    names = [str(heads[key]) for key in (before, now)]
    values = [
        {"name": str(row[x]), "series": name, "value": float(row[key])}
        for row in rows
        for key, name in zip((before, now), names, strict=True)
        if row[key] is not None
    ]
    legend = alt.Legend(symbolFillColor=SERIES[0], symbolStrokeWidth=0)
    shades = alt.Scale(domain=names, range=[PALE, 1])

    def plot(width: int) -> Any:
        chart = alt.Chart(alt.InlineData(values=values)).encode(
            x=_steps([str(row[x]) for row in rows]),
            xOffset=alt.XOffset("series:N", sort=names),
            y=_heights(),
            color=alt.value(SERIES[0]),
            opacity=alt.Opacity("series:N", scale=shades, legend=legend),
        )
        return chart.mark_bar().properties(width=width - AXIS, height=COLUMNS_HEIGHT)

    return figure(plot, rows, (x, before, now), title=title, heads=heads)


def funnel(rows: Rows, x: str, y: str, *, title: str, heads: Mapping[str, Any]) -> SafeString:
    """Draw the stages `y` of a way with how many `x` reached each, and the share that went on."""
    values = [row[x] for row in rows]
    shares = [_share(row[x], before) for row, before in zip(rows, [None, *values], strict=False)]
    labelled = [
        {**row, "label": f"{number(row[x])}{share}"}
        for row, share in zip(rows, shares, strict=True)
    ]
    return bars(labelled, x, y, title=title, heads=heads)


def _keys(*keys: str | None) -> list[str]:
    return [key for key in keys if key]


def _share(value: Any, before: Any) -> str:
    return f" · {value / before:.0%}" if before else ""


def _base(
    rows: Rows, value: str, name: str, color: str | None, legend: Any = alt.Undefined
) -> alt.Chart:
    """Bind the data under fixed names: Vega reads dots and brackets in a name as paths."""
    values = [
        {
            "value": float(row[value]),
            "name": str(row[name]),
            "label": row.get("label") or number(row[value]),
            "series": str(row[color]) if color else "",
        }
        for row in rows
    ]
    chart = alt.Chart(alt.InlineData(values=values))
    if color is None:
        return chart.encode(color=alt.value(SERIES[0]))
    scale = alt.Scale(range=SERIES)
    return chart.encode(color=alt.Color("series:N", sort=None, scale=scale, legend=legend))


def _steps(names: list[str] | None = None) -> alt.X:
    axis = alt.Axis(labelAngle=0, labelOverlap=True)
    scale = alt.Scale(domain=names) if names else alt.Scale()
    return alt.X("name:O", sort=None, axis=axis, scale=scale)


def _heights() -> alt.Y:
    labels = _LARGE[speaks_chinese()]
    axis = alt.Axis(domain=False, tickCount=4, format=",~f", labelExpr=labels)
    return alt.Y("value:Q", axis=axis)


def _name_axis(width: int) -> alt.Axis:
    return alt.Axis(domain=False, minExtent=width, maxExtent=width, labelLimit=0)
