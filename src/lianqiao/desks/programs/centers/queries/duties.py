"""Who owes which yearly report: for a center year by year, for the office all of a year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from lianqiao.core.cases.models import Case, Filing
from lianqiao.core.cases.queries.grace import taken_until
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers.models import ENDED, Center, CenterStage, YearlyReport
from lianqiao.desks.programs.centers.operating import operating

FORM = "yearly"
"""The form of procedures/innovation_center.yaml that a yearly report fills in."""


@dataclass(frozen=True, slots=True)
class Duty:
    """The report of a year: until when it is due, what there is of it, and whether it can be
    filled in now."""

    year: int
    due: date
    report: YearlyReport | None
    is_begun: bool
    is_open: bool
    is_late: bool


def duties(center: Center, today: date) -> list[Duty]:
    """Return a center's reports from the year of its approval on, the newest first; three queries.

    While a center is built, the term of its case is that of the first report which is missing, and
    only that one can be filled in.
    """
    reports, begun = {row.year: row for row in center.reports.all()}, _begun(center.case)
    asked = _years_of(center, reports, today)
    terms = _terms(center, asked, reports)
    opened = _open_of(center, asked, terms, today)
    found = []
    for year in reversed(asked):
        due, report = terms.get(year) or operating().due(year), reports.get(year)
        is_late = report is None and not center.has_ended and today > due
        found.append(Duty(year, due, report, year in begun, year in opened, is_late))
    return found


def _years_of(center: Center, reports: Collection[int], today: date) -> range:
    first, last = center.approved_on.year, max(reports, default=center.approved_on.year)
    return range(first, (last if center.has_ended else max(last, today.year)) + 1)


def _terms(
    center: Center, asked: Iterable[int], reports: Collection[int]
) -> dict[int, date | None]:
    """Return the report that the case of a center under construction waits for, with its term."""
    if (
        center.case is None
        or center.stage != CenterStage.BUILDING
        or not _takes_report(center.case)
    ):
        return {}
    missing = [year for year in asked if year not in reports]
    return dict.fromkeys(missing[:1], center.case.due_on)


def _open_of(
    center: Center, asked: Iterable[int], terms: Mapping[int, date | None], today: date
) -> Collection[int]:
    if center.case is None or not _takes_report(center.case):
        return ()
    last = taken_until(center.case)
    if last and today > last:
        return ()
    return terms if center.stage == CenterStage.BUILDING else frozenset(asked)


def _takes_report(case: Case) -> bool:
    return document(case.procedure).state(case.state).form == FORM


def owing(year: int) -> QuerySet[Center]:
    """Return the centers that have not reported a year, by host; `reminded` is the last day on
    which each was reminded of it."""
    reported = YearlyReport.objects.filter(center=OuterRef("pk"), year=year)
    rows = Center.objects.filter(~Exists(reported), approved_on__year__lte=year)
    last = Max("reminders__on", filter=Q(reminders__year=year))
    shown = rows.exclude(stage__in=ENDED).select_related("host", "case").annotate(reminded=last)
    return shown.order_by("host__name", "name", "pk")


def years(today: date) -> list[int]:
    """Return the years of which reports are asked for, the newest first."""
    first = Center.objects.order_by("approved_on").values_list("approved_on", flat=True).first()
    return list(range(today.year, (first or today).year - 1, -1))


def may_fill_in(actor: Actor, center: Center) -> bool:
    """Tell whether an actor fills in the reports of a center: he acts for whose case it is."""
    return center.case is not None and actor.acts_for(center.case.organization_id)


def _begun(case: Case | None) -> set[int]:
    rows = Filing.objects.filter(case=case, form=FORM, snapshots=None, period__isnull=False)
    return {year for year in rows.values_list("period", flat=True) if year} if case else set()
