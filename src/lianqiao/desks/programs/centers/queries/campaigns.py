"""Evaluations and their ranking: reckoned while open, as written down once frozen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers import schemes
from lianqiao.desks.programs.centers.models import (
    Assessment,
    Campaign,
    Grade,
    Outcome,
    YearlyReport,
)
from lianqiao.desks.programs.centers.operating import Figures
from lianqiao.desks.programs.centers.queries.yearly import figures_of
from lianqiao.desks.programs.centers.schemes import Scheme, Score


@dataclass(frozen=True, slots=True)
class Placed:
    """A center in the ranking: `place` from 1, None for who is not scored; years without report."""

    row: Assessment
    place: int | None
    score: Score | None
    grade: str
    missing: tuple[int, ...] = ()

    @property
    def grade_label(self) -> str:
        """The grade in words."""
        return str(Grade(self.grade).label) if self.grade else ""

    def as_data(self) -> list[dict[str, Any]]:
        """Return the lines as they are written down when the campaign freezes."""
        return [
            {
                "code": line.item.code,
                "value": None if line.value is None else format(line.value, "f"),
                "points": format(line.points, "f"),
            }
            for line in (self.score.lines if self.score else ())
        ]


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Return evaluations with how many centers each has. NotFound but for bureaus."""
    _require_bureau(actor)
    scored = Count("assessments", filter=Q(assessments__outcome=Outcome.SCORED))
    return Campaign.objects.annotate(centers=Count("assessments"), scored=scored)


def campaign(actor: Actor, pk: int) -> Campaign:
    """Return an evaluation. NotFound where there is none, and but for bureaus."""
    _require_bureau(actor)
    row = Campaign.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such evaluation."))
    return row


def ranking(row: Campaign) -> list[Placed]:
    """Return all centers of an evaluation, the best first, then who is not scored; two queries.

    Of a frozen one the grades are those written down: later reports change nothing.
    """
    rows = list(
        row.assessments.select_related("center__host", "center__case").order_by("center__name")
    )
    scheme, reports = schemes.read(row.scheme), _reports(row)
    years = range(row.first_year, row.last_year + 1)
    is_open = row.state == Campaign.State.OPEN
    scores = {
        one.pk: schemes.scored(scheme, list(reports[one.center_id].values()), one.expert)
        if is_open
        else _written(scheme, one)
        for one in rows
        if one.outcome == Outcome.SCORED
    }
    grades = schemes.graded(scheme, scores)
    ranked = sorted(scores, key=lambda key: (-scores[key].total, -scores[key].local, key))
    order = {key: place for place, key in enumerate(ranked, 1)}
    rows.sort(key=lambda one: order.get(one.pk, len(rows) + 1))
    return [
        Placed(
            one,
            order.get(one.pk),
            scores.get(one.pk),
            grades.get(one.pk, "") if is_open else one.grade,
            tuple(year for year in years if year not in reports[one.center_id]),
        )
        for one in rows
    ]


def _written(scheme: Scheme, one: Assessment) -> Score:
    values = {line["code"]: line["value"] for line in one.lines}
    known = {code: None if value is None else Decimal(value) for code, value in values.items()}
    lines = [schemes.line_of(item, known[item.code]) for item in scheme.items]
    return schemes.summed(scheme, lines, one.expert)


def placed(actor: Actor, pk: int) -> tuple[Campaign, Placed]:
    """Return a center's assessment with its campaign. NotFound where there is none."""
    _require_bureau(actor)
    row = Assessment.objects.select_related("campaign").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such assessment."))
    return row.campaign, next(one for one in ranking(row.campaign) if one.row.pk == pk)


def _reports(row: Campaign) -> dict[int, dict[int, Figures]]:
    found: dict[int, dict[int, Figures]] = defaultdict(dict)
    reports = YearlyReport.objects.filter(
        center__assessments__campaign=row, year__range=(row.first_year, row.last_year)
    )
    for one in reports:
        found[one.center_id][one.year] = figures_of(one)
    return found


def by_grade(found: list[Placed]) -> list[tuple[Grade, int]]:
    """Return how many got each grade."""
    return [(grade, sum(one.grade == grade for one in found)) for grade in Grade]


def mean(found: list[Placed]) -> Decimal | None:
    """Return the mean of all totals; None where nobody is scored."""
    totals = [one.score.total for one in found if one.score]
    return sum(totals, Decimal(0)) / len(totals) if totals else None


def _require_bureau(actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))
