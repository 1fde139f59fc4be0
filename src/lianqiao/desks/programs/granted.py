"""Titles granted elsewhere, from a list: a dry run first, then all or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization, Title, TitleKind
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem, Row, Sheet
from lianqiao.core.titles.services import Grant, grant_many
from lianqiao.desks.programs.columns import GRANTED
from lianqiao.desks.programs.queries import access

Term = tuple[date, date]


def plan_titles(sheet: Sheet, *, actor: Actor) -> Plan[Grant]:
    """Tell what an import would do, row by row; four queries for a list of any length.

    A title that stands with the same days is left as it is; terms that overlap another are bad.
    NotFound but for bureaus.
    """
    access.require_bureau(actor)
    planner = _Planner(sheet)
    return Plan([planner.plan(row) for row in sheet.rows], sheet.ignored)


def import_titles(sheet: Sheet, *, actor: Actor) -> Plan[Grant]:
    """Do what the plan says, all or nothing. Invalid if a row is bad."""
    plan = plan_titles(sheet, actor=actor)
    plan.require_clean()
    new = [row.data for row in plan.having(Action.CREATE) if row.data]
    if new:
        # By first days: 'for the first time' is told by what was granted before.
        grant_many(actor=actor, grants=sorted(new, key=lambda one: one.valid_from))
    return plan


class _Planner:
    """What is known while a list is gone through."""

    def __init__(self, sheet: Sheet) -> None:
        rows = [row.values for row in sheet.rows]
        self.kinds = {
            said: kind.code
            for kind in TitleKind.objects.all()
            for said in (kind.code, kind.name, kind.name_en)
            if said
        }
        self.by_code, self.by_name = _organizations(rows)
        self.terms = self._terms()

    def plan(self, row: Row) -> PlannedRow[Grant]:
        """Return what becomes of a row, with what is wrong in it."""
        given, problems = row.values, list(row.problems)
        label = str(given.get("name") or "")
        data = None if problems else self._grant(given, problems)
        if data is None:
            return PlannedRow(row.line, label, Action.BAD, problems=problems)
        terms, term = self.terms[data.organization, data.kind], (data.valid_from, data.valid_to)
        if term in terms:
            return PlannedRow(row.line, label, Action.UNCHANGED, data)
        if overlapping := next((one for one in terms if _overlap(one, term)), None):
            said = _("It is held from %(first)s to %(last)s already.")
            days = {"first": overlapping[0].isoformat(), "last": overlapping[1].isoformat()}
            problems.append(Problem(_heading("valid_from"), said % days))
            return PlannedRow(row.line, label, Action.BAD, problems=problems)
        terms.append(term)
        return PlannedRow(row.line, label, Action.CREATE, data)

    def _grant(self, given: Mapping[str, Any], problems: list[Problem]) -> Grant | None:
        kind = self.kinds.get(str(given["title"]).strip())
        if kind is None:
            said = _("There is no title “%(name)s”.") % {"name": given["title"]}
            problems.append(Problem(_heading("title"), said))
        organization = self._organization(given, problems)
        if given["valid_to"] < given["valid_from"]:
            problems.append(Problem(_heading("valid_to"), _("It ends before it begins.")))
        if problems or kind is None or organization is None:
            return None
        return Grant(
            organization,
            kind,
            given["valid_from"],
            given["valid_to"],
            str(given["granted_by"]).strip(),
            str(given.get("number") or "").strip(),
        )

    def _organization(self, given: Mapping[str, Any], problems: list[Problem]) -> int | None:
        try:
            return self._meant(given)
        except Invalid as refusal:
            problems.append(Problem(_heading("name"), str(refusal)))
            return None

    def _meant(self, given: Mapping[str, Any]) -> int:
        code, name = _code(given), str(given["name"]).strip()
        if code:
            if code not in self.by_code:
                raise Invalid(_("No organization has the credit code %(code)s.") % {"code": code})
            return self.by_code[code]
        several = self.by_name[name]
        if len(several) == 1:
            return several[0]
        said = (
            _("Several organizations are called “%(name)s”; give the credit code.")
            if several
            else _("There is no organization “%(name)s”; enter it first.")
        )
        raise Invalid(said % {"name": name})

    def _terms(self) -> dict[tuple[int, str], list[Term]]:
        meant = {*self.by_code.values(), *(pk for pks in self.by_name.values() for pk in pks)}
        rows = Title.objects.filter(organization__in=meant)
        found: dict[tuple[int, str], list[Term]] = defaultdict(list)
        for pk, kind, first, last in rows.values_list(
            "organization", "kind__code", "valid_from", "valid_to"
        ):
            found[pk, kind].append((first, last))
        return found


def _organizations(
    rows: list[Mapping[str, Any]],
) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Return those that a list names, by credit code and by name: one query."""
    names = {str(row.get("name", "")).strip() for row in rows}
    codes = {code for row in rows if (code := _code(row))}
    found = Organization.objects.exclude(kind=Organization.Kind.BUREAU).filter(
        Q(name__in=names) | Q(uscc__in=codes)
    )
    by_code, by_name = {}, defaultdict(list)
    for pk, name, code in found.values_list("pk", "name", "uscc"):
        by_name[name].append(pk)
        if code:
            by_code[code] = pk
    return by_code, by_name


def _code(given: Mapping[str, Any]) -> str:
    return str(given.get("uscc") or "").strip().upper()


def _overlap(one: Term, other: Term) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _heading(name: str) -> str:
    return next((one.heading for one in GRANTED if one.name == name), "")
