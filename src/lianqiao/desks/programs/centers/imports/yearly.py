"""Yearly reports from a list: errors by line and column, leaps as warnings."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.parties.actors import Actor
from lianqiao.core.sheets import Action, Column, Plan, PlannedRow, Problem, Row, Sheet, number, text
from lianqiao.core.sheets.columns import Parse
from lianqiao.desks.programs.centers.models import ENDED, Center, YearlyReport
from lianqiao.desks.programs.centers.operating import Figure, Figures, operating
from lianqiao.desks.programs.centers.plausibility import Deals, doubts, wrong_in
from lianqiao.desks.programs.centers.queries.yearly import deals_of, figures_of
from lianqiao.desks.programs.centers.services.reporting import Reported, report_many
from lianqiao.desks.programs.centers.services.writing import require_officer

WAN = Decimal(10_000)
TEXTS = ("progress", "problems", "next_year")


def _money(heading: str) -> Parse:
    """Read money as the heading says: 万元, else yuan."""
    if "万" not in heading:
        return number(2, least=Decimal(0))
    read = number(6, least=Decimal(0))
    return lambda cell: read(cell) * WAN


def _column(figure: Figure) -> Column:
    if not figure.is_money:
        return Column(figure.code, figure.zh, figure.en, number(0, least=Decimal(0)), required=True)
    heading = f"{figure.zh}（万元）"
    en = f"{figure.en} (CNY)"
    return Column(figure.code, heading, en, _money(heading), required=True, by_heading=_money)


COLUMNS = (
    Column("center", "中心名称", "Center", text(120), required=True),
    Column("year", "报告年度", "Year reported", number(0), required=True, aliases=("年度",)),
    *map(_column, operating().figures.values()),
    Column("progress", "建设与运行进展", "Progress", text(6000), aliases=("进展情况",)),
    Column("problems", "存在问题", "Problems", text(4000)),
    Column(
        "next_year", "下一年度计划", "Plan of the next year", text(4000), aliases=("下年度计划",)
    ),
)


def plan_reports(sheet: Sheet, *, actor: Actor) -> Plan[Reported]:
    """Tell what an import would do, row by row; three queries for a list of any length."""
    require_officer(actor)
    planner = _Planner(sheet)
    return Plan([planner.plan(row) for row in sheet.rows], sheet.ignored)


def import_reports(sheet: Sheet, *, actor: Actor) -> Plan[Reported]:
    """Do what the plan says, all or nothing. Invalid if a row is bad."""
    plan = plan_reports(sheet, actor=actor)
    plan.require_clean()
    wanted = {Action.CREATE, Action.UPDATE}
    items = [row.data for row in plan.rows if row.action in wanted and row.data]
    if items:
        report_many(items, actor=actor)
    return plan


class _Planner:
    """What is known while a list is gone through."""

    def __init__(self, sheet: Sheet) -> None:
        names = {str(row.values.get("center", "")).strip() for row in sheet.rows}
        rows = Center.objects.exclude(stage__in=ENDED).filter(name__in=names)
        self.centers = {row.name: row for row in rows}
        keys = [row.pk for row in self.centers.values()]
        reports = YearlyReport.objects.filter(center__in=keys)
        self.known = {(row.center_id, row.year): row for row in reports}
        self.figures = {key: figures_of(row) for key, row in self.known.items()}
        self.deals = deals_of([row.host_id for row in self.centers.values()])
        self.first: dict[tuple[int, int], int] = {}
        self.this_year = timezone.localdate().year

    def plan(self, row: Row) -> PlannedRow[Reported]:
        """Return what becomes of a row; all that is wrong in it, column by column."""
        label = f"{row.values.get('center', '')} {row.values.get('year', '')}".strip()
        problems = [*row.problems, *self._wrong(row.values, row.line)]
        if problems:
            return PlannedRow(row.line, label, Action.BAD, problems=problems)
        center, year = self.centers[_name(row.values)], int(row.values["year"])
        figures = _figures(row.values)
        texts = {name: str(row.values.get(name) or "") for name in TEXTS}
        data = Reported(center.pk, year, figures, **texts)
        deals = self.deals.get((center.host_id, year), Deals())
        before = self.figures.get((center.pk, year - 1))
        warnings = [one.text for one in doubts(figures, before, deals)]
        # The next line may be the year after this one.
        self.figures[center.pk, year] = figures
        return self._planned(row, label, data, warnings)

    def _planned(
        self, row: Row, label: str, data: Reported, warnings: list[str]
    ) -> PlannedRow[Reported]:
        found = self.known.get((data.center, data.year))
        if found is None:
            return PlannedRow(row.line, label, Action.CREATE, data, warnings=warnings)
        changes = _changes(found, data)
        action = Action.UPDATE if changes else Action.UNCHANGED
        return PlannedRow(row.line, label, action, data, found.pk, changes, warnings=warnings)

    def _wrong(self, given: Mapping[str, Any], line: int) -> list[Problem]:
        problems = [
            Problem(_heading(code), said) for code, said in wrong_in(_figures(given)).items()
        ]
        center = self.centers.get(_name(given))
        if center is None and _name(given):
            said = _("There is no center “%(name)s” in the register.")
            problems.append(Problem(_heading("center"), said % {"name": _name(given)}))
        if center is None or "year" not in given:
            return problems
        year, first = int(given["year"]), center.approved_on.year
        if not first <= year <= self.this_year:
            said = _("A year from %(first)d to %(last)d.")
            problems.append(
                Problem(_heading("year"), said % {"first": first, "last": self.this_year})
            )
        earlier = self.first.setdefault((center.pk, year), line)
        if earlier != line:
            said = _("The same stands in line %(line)d as well.")
            problems.append(Problem(_heading("year"), said % {"line": earlier}))
        return problems


def _name(given: Mapping[str, Any]) -> str:
    return str(given.get("center", "")).strip()


def _figures(given: Mapping[str, Any]) -> Figures:
    return {code: Decimal(given[code]) for code in operating().figures if code in given}


def _changes(found: YearlyReport, data: Reported) -> list[str]:
    mine = figures_of(found)
    changed = [code for code, value in data.figures.items() if mine.get(code) != value]
    changed += [name for name in TEXTS if getattr(found, name) != getattr(data, name)]
    return [_heading(name) for name in changed]


def _heading(name: str) -> str:
    return next((one.heading for one in COLUMNS if one.name == name), "")
