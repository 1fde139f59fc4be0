"""A report as PDF, fit to be handed out."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core import prints
from lianqiao.core.language import language
from lianqiao.core.prints import Block, chart, heading, items, paragraph, run, table
from lianqiao.desks.reports.publishing.models import Report
from lianqiao.desks.reports.publishing.promises import Table
from lianqiao.desks.reports.publishing.queries import Shown, shown

SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def pdf(report: Report) -> bytes:
    """Return a report as it reads, with its figures and charts."""
    found = shown(report)
    published = report.published_at
    day = timezone.localdate(published).isoformat() if published else _("Draft")
    return prints.pdf(
        str(report),
        [block for part in found.parts if (block := _block(part))],
        subtitle=f"{report.publisher} · {day}",
        notice=_notice(report, found),
        footer=report.text_sha256[:16],
        language=language(),
    )


def _notice(report: Report, found: Shown) -> str:
    said = [_("All data in this report are invented.")] if report.is_invented else []
    for mark in found.marks.values():
        said += [f"{mark.words}: {one.reason}" for one in mark.errata]
    return " ".join(said)


def _block(part: dict[str, Any]) -> Block | None:
    runs = [run(_words(one, mark), one.style) for one, mark in part["runs"]]
    match part["kind"]:
        case "heading":
            return heading(part["level"], *runs)
        case "items":
            rows = [[run(_words(*pair), pair[0].style) for pair in row[0]] for row in part["rows"]]
            return items(rows, numbered=part["numbered"])
        case "table":
            rows = [
                ["".join(_words(*pair) for pair in cell) for cell in row] for row in part["rows"]
            ]
            return table(rows[0], rows[1:], max(len(rows[0]) - 1, 1)) if rows else None
        case "chart" | "map" | "commitments":
            return _drawn(part["chart"])
        case "rule":
            return None
    return paragraph(*runs)


def _drawn(shown: Any) -> Block | None:
    if isinstance(shown, Table):
        return shown.printed()
    found = SVG.search(str(shown))
    return chart("", found[0]) if found else None


def _words(one: Any, mark: Any) -> str:
    return mark.words if mark else one.text
