"""A chart as a page has it: drawn for wide and for narrow screens, its table under it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lianqiao.core.charts.names import FONT_SIZE

Rows = Sequence[Mapping[str, Any]]

WIDE, NARROW = 620, 340
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


def figure(
    plot: Callable[[int], Any],
    rows: Rows,
    keys: Sequence[str],
    *,
    title: str,
    heads: Mapping[str, Any],
    places: str = "-2g",
) -> SafeString:
    """Return the chart that `plot` draws for a width in pixels; its table shows `keys` of rows.

    `places` is how the table rounds, in the words of the filter `floatformat`.
    """
    values = [float(row[key]) for row in rows for key in keys if _is_number(row[key])]
    description = _("{count} values, up to {highest}; the table under the chart holds them all.")
    said = description.format(count=len(rows), highest=number(max(values, default=0)))
    wide, narrow = (
        labelled(draw(plot(width).configure(**_CONFIG).to_json(indent=None)), title, said)
        for width in (WIDE, NARROW)
    )
    context = {
        "title": title,
        "svg": wide,
        "narrow": narrow,
        "places": places,
        "heads": [heads[key] for key in keys],
        "rows": [([row[key] for key in keys], row.get("url")) for row in rows],
    }
    return mark_safe(render_to_string("components/chart.html", context))  # noqa: S308


def number(value: Any) -> str:
    """Return a value with its thousands parted, to two decimals at most."""
    return f"{float(value):,.2f}".rstrip("0").rstrip(".")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal)


@lru_cache(maxsize=512)
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
