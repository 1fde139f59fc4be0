"""Charts, maps and promises of a report: what they show, as rows that can be kept, and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lianqiao.core.charts import columns
from lianqiao.core.indicators.charts import districts_map, entries_url
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import by_month, by_region
from lianqiao.desks.reports.publishing import promises
from lianqiao.desks.reports.publishing.references import COMMITMENTS, Reference

Rows = list[dict[str, Any]]


def counted(found: Sequence[Reference]) -> dict[str, Rows]:
    """Return the rows of each chart, map and list of promises, by its key."""
    return {one.key: _rows(one) for one in found if one.kind != "figure"}


def _rows(one: Reference) -> Rows:
    if one.kind == COMMITMENTS:
        return promises.rows(one)
    if one.kind == "map":
        values = by_region(one.code, one.period)
        return [{"place": row.region, "value": float(row.value or 0)} for row in values]
    values = by_month(one.code, one.period.last.year, one.region)
    return [
        {"place": row.period.code, "value": float(row.value)}
        for row in values
        if row.value is not None
    ]


def drawn(one: Reference, rows: Rows, versions: Mapping[str, Version]) -> Any:
    """Return a chart, map or table of the rows; '' where there is nothing to draw."""
    if one.kind == COMMITMENTS:
        return promises.Table(promises.read(rows))
    version = versions.get(one.code)
    if not rows or version is None:
        return ""
    title = f"{version} · {one.period}"
    if one.kind == "map":
        values = {row["place"]: row["value"] for row in rows}
        return districts_map(version, one.period, values, title)
    return _months(one, rows, title, version.unit)


def _months(one: Reference, rows: Rows, title: str, unit: str) -> Any:
    shown = [
        {
            "month": Period.read(row["place"]).last.month,
            "value": row["value"],
            "url": entries_url(one.code, Period.read(row["place"]), one.region),
        }
        for row in rows
    ]
    heads = {"month": title, "value": unit or title}
    return columns(shown, "month", "value", title=title, heads=heads)
