"""What the dashboard and the home page count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.money import about
from lianqiao.desks.exchange.queries import figures
from lianqiao.desks.exchange.queries.figures import (
    CAPABILITY,
    NEED,
    RESULT,
    SIGNED,
    STEPS,
    WAY,
    Figure,
    Selection,
)

Totals = dict[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that the dashboard shows of one period."""

    selection: Selection
    step: str
    figures: list[Figure]
    way: list[dict[str, Any]]
    published: list[dict[str, Any]]
    signed: list[dict[str, Any]]
    needs_by_region: list[dict[str, Any]]
    signed_by_region: list[dict[str, Any]]
    needs_by_field: list[dict[str, Any]]
    offers_by_field: list[dict[str, Any]]


def this_year() -> Selection:
    """Return the current year up to today."""
    today = timezone.localdate()
    return Selection(first=date(today.year, 1, 1), last=today)


def dashboard(selection: Selection, step: str) -> Dashboard:
    """Count everything of a period; `step` is month, quarter or year."""
    step = step if step in STEPS else "month"
    totals = figures.totals(selection)
    periods = [_linked(selection, row, step) for row in figures.by_period(selection, step)]
    return Dashboard(
        selection=selection,
        step=step,
        figures=_figures(selection, totals),
        way=[_stage(selection, kind, totals) for kind in WAY],
        published=[row for row in periods if row["kind"] != SIGNED],
        signed=[row for row in periods if row["kind"] == SIGNED],
        needs_by_region=figures.by_region(replace(selection, kind=NEED)),
        signed_by_region=figures.by_region(replace(selection, kind=SIGNED)),
        needs_by_field=figures.by_field(replace(selection, kind=NEED)),
        offers_by_field=figures.by_field(replace(selection, kind=RESULT)),
    )


def figures_of_the_day() -> list[Figure]:
    """Return this year's main figures, which are open to everybody."""
    selection = this_year()
    return _figures(selection, figures.totals(selection))


def _figures(selection: Selection, totals: Totals) -> list[Figure]:
    count, amount, local = totals.get(SIGNED, (0, 0, 0))
    value, unit = about(amount)
    share = f"{local / count:.0%}" if count else "–"
    signed = replace(selection, kind=SIGNED)
    return [
        _published(selection, totals, NEED, _("Needs published")),
        _published(selection, totals, RESULT, _("Results published")),
        _published(selection, totals, CAPABILITY, _("Capabilities published")),
        Figure(_("Contracts signed"), f"{count:,}", signed.url, unit=_unit()),
        Figure(_("Sum of contracts"), value, signed.url, unit=unit),
        Figure(
            _("Put to use in this city"),
            f"{local:,}",
            replace(signed, local=True).url,
            unit=_unit(),
            note=_("%(share)s of the contracts") % {"share": share},
        ),
    ]


def _published(selection: Selection, totals: Totals, kind: str, label: str) -> Figure:
    count = totals.get(kind, (0, 0, 0))[0]
    return Figure(label, f"{count:,}", replace(selection, kind=kind).url, unit=_unit())


def _unit() -> str:
    return _("items")


def _stage(selection: Selection, kind: str, totals: Totals) -> dict[str, Any]:
    return {
        "name": figures.label_of(kind),
        "count": totals.get(kind, (0, 0, 0))[0],
        "url": replace(selection, kind=kind).url,
    }


def _linked(selection: Selection, row: dict[str, Any], step: str) -> dict[str, Any]:
    """Give a period its name, and the list of exactly its days within the selection."""
    first, last = row["period"], _end(row["period"], step)
    first = max(first, selection.first) if selection.first else first
    last = min(last, selection.last) if selection.last else last
    within = replace(selection, kind=row["kind"], first=first, last=last)
    return row | {
        "name": _name(row["period"], step),
        "side": figures.label_of(row["kind"]),
        "url": within.url,
    }


def _end(first: date, step: str) -> date:
    months = {"month": 1, "quarter": 3, "year": 12}[step]
    month = first.month - 1 + months
    following = date(first.year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _name(first: date, step: str) -> str:
    if step == "year":
        return str(first.year)
    if step == "quarter":
        return f"{first.year} Q{(first.month + 2) // 3}"
    return f"{first:%Y-%m}"
