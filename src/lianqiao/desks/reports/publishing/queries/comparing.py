"""This year's report beside last year's, figure by figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lianqiao.core.indicators.models import Frozen, Version
from lianqiao.core.indicators.queries import change
from lianqiao.desks.reports.publishing.models import Report, Stage


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
