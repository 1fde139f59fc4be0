"""A line of time: what was planned on which day in some lanes, what of it is done, and today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
from django.utils.safestring import SafeString

from lianqiao.core.charts.figures import NARROW, figure
from lianqiao.core.charts.names import room

LANE_HEIGHT, MARK = 54, 420
DONE, OPEN, LATE = "done", "open", "late"
COLOURS = {DONE: "var(--series-1)", OPEN: "var(--surface)", LATE: "var(--bad)"}
INKS = {DONE: "var(--surface)", OPEN: "var(--ink)", LATE: "var(--surface)"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a day in a lane, with a short number inside; open, done or late.

    `name` and `said` stand in the table under the picture.
    """

    lane: str
    day: date
    number: str
    name: str
    state: str
    said: str


def timeline(
    marks: Sequence[Mark], *, today: date, title: str, heads: Mapping[str, Any]
) -> SafeString:
    """Draw marks in their lanes, the first lane on top. `heads`: lane, number, name, day, said."""
    lanes = list(dict.fromkeys(one.lane for one in marks))
    values = [
        {"day": one.day.isoformat(), "lane": one.lane, "number": one.number, "state": one.state}
        for one in marks
    ]

    def plot(width: int) -> Any:
        left = room(lanes, 120 if width > NARROW else 70)
        x = alt.X("day:T", scale=alt.Scale(type="utc", padding=18), axis=_days(width))
        y = alt.Y("lane:N", sort=lanes, axis=_lanes(left))
        base = alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y)
        line = alt.Chart(alt.InlineData(values=[{"day": today.isoformat()}])).encode(x=x)
        drawn = alt.layer(
            line.mark_rule(strokeDash=[4, 3], color="var(--ink-2)"),
            base.mark_circle(size=MARK, opacity=1, stroke="var(--series-1)").encode(
                color=_by_state(COLOURS)
            ),
            base.mark_text(fontSize=12, baseline="middle").encode(
                text="number:N", color=_by_state(INKS)
            ),
        )
        return drawn.resolve_scale(color="independent").properties(
            width=width - left - 24,
            height=LANE_HEIGHT * len(lanes),
            autosize="none",
            padding={"left": left, "right": 24, "top": 10, "bottom": 28},
        )

    rows = [
        {"lane": one.lane, "number": one.number, "name": one.name, "day": one.day, "said": one.said}
        for one in marks
    ]
    return figure(plot, rows, ("lane", "number", "name", "day", "said"), title=title, heads=heads)


def _by_state(colours: Mapping[str, str]) -> alt.Color:
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color("state:N", scale=scale, legend=None)


def _days(width: int) -> alt.Axis:
    return alt.Axis(format="%Y-%m", tickCount=4 if width > NARROW else 3, grid=False)


def _lanes(width: int) -> alt.Axis:
    return alt.Axis(domain=False, minExtent=width, maxExtent=width, labelLimit=0, grid=True)
