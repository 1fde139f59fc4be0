"""This year's report beside last year's, figure by figure and promise by promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lianqiao.core.errors import Invalid
from lianqiao.core.indicators.models import Frozen, Version
from lianqiao.core.indicators.queries import change
from lianqiao.desks.reports.commitments.queries import Outcome, outcomes
from lianqiao.desks.reports.publishing.models import Report, Stage
from lianqiao.desks.reports.publishing.promises import read
from lianqiao.desks.reports.publishing.references import COMMITMENTS, department_of, references


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator in both reports, or in one of them."""

    version: Version
    then: Frozen | None
    now: Frozen | None

    @property
    def change(self) -> Decimal | None:
        """The change as a share of what it was."""
        return change(self.now.value, self.then.value) if self.now and self.then else None


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise of the year before: as its report said, where it did, and as it stands now."""

    said: Outcome | None
    now: Outcome


def promises(
    report: Report, before: Report | None, today: date
) -> tuple[list[Kept], list[Outcome]]:
    """Return what became of last year's promises, and what is promised for this year.

    They are those of the departments that the report names promises of; else its publisher's.
    """
    whose = _promising(report) or {report.publisher_id}
    departments = {None} if None in whose else whose
    then, now = (
        [one for pk in departments for one in outcomes(year, today, pk)]
        for year in (report.year - 1, report.year)
    )
    said = _said(before)
    return [Kept(said.get(one.commitment), one) for one in then], now


def _promising(report: Report) -> set[int | None]:
    """Return the departments whose promises a report names, None where it names all."""
    try:
        named = [one for one in references(report.body) if one.kind == COMMITMENTS]
        return {department_of(one) for one in named}
    except Invalid:
        # A draft may name what there is not; its own page says so.
        return set()


def _said(before: Report | None) -> dict[int, Outcome]:
    """Return how promises stood when the report was published, by their keys."""
    kept = before.charts.items() if before else ()
    rows = [row for key, rows in kept if key.startswith(f"{COMMITMENTS} ") for row in rows]
    return {one.commitment: one for one in read(rows)}


def compared(report: Report) -> tuple[Report | None, list[Compared]]:
    """Return the publisher's report of the year before, and the figures of the two."""
    before = (
        Report.objects.filter(
            publisher=report.publisher_id, year=report.year - 1, stage=Stage.PUBLISHED
        )
        .order_by("-published_at")
        .first()
    )
    now, then = _figures(report), _figures(before) if before else {}
    rows = [
        Compared((now.get(key) or then[key]).version, then.get(key), now.get(key))
        for key in {**now, **then}
    ]
    return before, rows


def _figures(report: Report) -> dict[tuple[str, str], Frozen]:
    """Return figures by what they are of and where; the first of each counts."""
    found: dict[tuple[str, str], Frozen] = {}
    for row in report.figures.select_related("frozen__version__department"):
        found.setdefault((row.frozen.version.code, row.frozen.region), row.frozen)
    return found
