"""Reported figures from a list: what would happen to each row, and doing it."""

from __future__ import annotations

from decimal import Decimal
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed, Refusal
from lianqiao.core.indicators.columns import REPORTED
from lianqiao.core.indicators.kinds import FIGURE
from lianqiao.core.indicators.models import Reported, Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import in_force
from lianqiao.core.indicators.services.reporting import (
    Figure,
    Key,
    report_figures,
    require_reportable,
)
from lianqiao.core.ledger.queries import current
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.regions import Finder, region_finder
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem, Row, Sheet, read


def read_figures(file: IO[bytes], name: str, actor: Actor) -> Sheet:
    """Read a list of reported figures."""
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department reports figures."))
    return read(file, name, REPORTED)


def plan_figures(sheet: Sheet, actor: Actor) -> Plan[Figure]:
    """Tell what an import would do, row by row; a constant number of queries."""
    known = {one.code: one for one in in_force(actor)}
    said = _said({str(row.values.get("code", "")) for row in sheet.rows})
    find = region_finder()
    lines: dict[Key, int] = {}
    planned = []
    for row in sheet.rows:
        label = str(known.get(str(row.values.get("code")), row.values.get("code", "")))
        problems, figure = list(row.problems), None
        if not problems:
            figure, problems = _read(row, known, find, actor)
        if figure is not None:
            problems += _twice(figure, row.line, lines)
        planned.append(_planned(row.line, label, figure, problems, said))
    return Plan(planned, sheet.ignored)


def import_figures(sheet: Sheet, *, actor: Actor) -> Plan[Figure]:
    """Do what the plan says, all or nothing, and return it. Invalid if a row is bad."""
    plan = plan_figures(sheet, actor)
    plan.require_clean()
    doing = {Action.CREATE, Action.UPDATE}
    figures = [row.data for row in plan.rows if row.data is not None and row.action in doing]
    report_figures(figures, actor=actor)
    return plan


def _said(codes: set[str]) -> dict[Key, Decimal]:
    """Return what was reported so far, by code, period and region."""
    rows = {row.pk: row for row in Reported.objects.filter(indicator__in=codes)}
    entries = current().filter(kind=FIGURE, subject_id__in=rows)
    values = {one.subject_id: Decimal(one.quantities["value"][0]) for one in entries}
    return {
        (row.indicator_id, row.period, row.region): values[pk]
        for pk, row in rows.items()
        if pk in values
    }


def _key(figure: Figure) -> Key:
    return figure.code, figure.period.code, figure.region


def _read(
    row: Row, known: dict[str, Version], find: Finder, actor: Actor
) -> tuple[Figure | None, list[Problem]]:
    try:
        return _figure(row, known, find, actor), []
    except Refusal as refusal:
        return None, [Problem("", str(refusal))]


def _twice(figure: Figure, line: int, lines: dict[Key, int]) -> list[Problem]:
    earlier = lines.setdefault(_key(figure), line)
    if earlier == line:
        return []
    said = _("The same figure stands in line %(line)d as well.") % {"line": earlier}
    return [Problem("", said)]


def _planned(
    line: int, label: str, figure: Figure | None, problems: list[Problem], said: dict[Key, Decimal]
) -> PlannedRow[Figure]:
    if problems or figure is None:
        return PlannedRow(line, label, Action.BAD, problems=problems)
    before = said.get(_key(figure))
    if before is None:
        return PlannedRow(line, label, Action.CREATE, figure)
    action = Action.UNCHANGED if before == figure.value else Action.UPDATE
    return PlannedRow(line, label, action, figure)


def _figure(row: Row, known: dict[str, Version], find: Finder, actor: Actor) -> Figure:
    code, region = str(row.values["code"]), str(row.values.get("region") or "")
    if code not in known:
        raise Invalid(_("There is no indicator “%(code)s”.") % {"code": code})
    figure = Figure(
        code=code,
        period=Period.read(str(row.values["period"])),
        value=Decimal(str(row.values["value"])),
        region=_district(find(region)) if region else "",
        source=str(row.values.get("source") or ""),
    )
    require_reportable(known[code], figure, actor)
    return figure


def _district(code: str) -> str:
    return "" if code == settings.CITY else code
