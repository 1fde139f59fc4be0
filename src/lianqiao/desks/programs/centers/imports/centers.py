"""Existing centers from a list: what would happen to each row, and doing it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, Refusal
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization, TechnicalField
from lianqiao.core.parties.regions import region_finder
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem, Row, Sheet
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.columns import CENTERS
from lianqiao.desks.programs.centers.models import ENDED, Center, CenterStage
from lianqiao.desks.programs.centers.services.entering import CenterData, wrong_in
from lianqiao.desks.programs.centers.services.writing import require_officer

PARTED = re.compile(r"[;；\n]+")
COMPARED = ("field_id", "host_id", "leader", "stage", "grade", "approved_on")


def plan_centers(sheet: Sheet, *, actor: Actor) -> Plan[CenterData]:
    """Tell what an import would do, row by row; five queries for a list of any length.

    A center that is there already stays as it is: it changes by what happens to it.
    """
    require_officer(actor)
    planner = _Planner(sheet)
    return Plan([planner.plan(row) for row in sheet.rows], sheet.ignored)


def import_centers(sheet: Sheet, *, actor: Actor) -> Plan[CenterData]:
    """Do what the plan says, all or nothing. Invalid if a row is bad."""
    plan = plan_centers(sheet, actor=actor)
    plan.require_clean()
    new = [row.data for row in plan.having(Action.CREATE) if row.data]
    if new:
        services.enter_many(new, actor=actor)
    return plan


class _Planner:
    """What is known while a list is gone through."""

    def __init__(self, sheet: Sheet) -> None:
        rows = [row.values for row in sheet.rows]
        self.fields = {
            said: one.code
            for one in TechnicalField.objects.all()
            for said in (one.code, one.name, one.name_en)
        }
        self.region = region_finder()
        self.hosts = _Hosts(rows)
        named = [str(row.get("name", "")).strip() for row in rows]
        known = Center.objects.exclude(stage__in=ENDED).filter(name__in=named)
        self.known = {row.name: row for row in known}
        self.first: dict[str, int] = {}

    def plan(self, row: Row) -> PlannedRow[CenterData]:
        """Return what becomes of a row, with all that is wrong in it, column by column."""
        label = str(row.values.get("name") or "")
        problems = list(row.problems)
        data = None if problems else self._data(row, problems)
        if data is None or problems:
            return PlannedRow(row.line, label, Action.BAD, problems=problems)
        found = self.known.get(data.name)
        if found is None:
            return PlannedRow(row.line, label, Action.CREATE, data)
        return PlannedRow(
            row.line, label, Action.UNCHANGED, data, found.pk, warnings=_unlike(found, data)
        )

    def _data(self, row: Row, problems: list[Problem]) -> CenterData | None:
        given, read_as = row.values, self._read(row, problems)
        name = str(given["name"]).strip()
        earlier = self.first.setdefault(name, row.line)
        if earlier != row.line:
            said = _("The same stands in line %(line)d as well.")
            problems.append(Problem(_heading("name"), said % {"line": earlier}))
        if problems:
            return None
        data = CenterData(
            name=name,
            field=read_as["field"],
            host=read_as["host"].pk,
            leader=given["leader"],
            region=read_as["region"] or read_as["host"].region_id,
            approved_on=given["approved_on"],
            build_until=given.get("build_until"),
            partners=read_as["partners"],
            stage=given.get("stage") or CenterStage.BUILDING,
            grade=given.get("grade") or "",
            valid_to=given.get("valid_to"),
            rectify_by=given.get("rectify_by"),
            ended_on=given.get("ended_on"),
            reason=str(given.get("note") or ""),
            is_invented=read_as["host"].is_invented,
        )
        problems += [Problem(_heading(key), said) for key, said in wrong_in(data).items()]
        return data

    def _read(self, row: Row, problems: list[Problem]) -> dict[str, Any]:
        readers = {
            "field": self._field,
            "host": self._host,
            "region": self._region,
            "partners": self._partners,
        }
        found = {}
        for name, reader in readers.items():
            try:
                found[name] = reader(row.values)
            except Refusal as refusal:
                problems.append(Problem(_heading(name), str(refusal)))
        return found

    def _field(self, given: Mapping[str, Any]) -> str:
        said = str(given["field"]).strip()
        if said not in self.fields:
            raise Invalid(_("There is no technical field “%(name)s”.") % {"name": said})
        return self.fields[said]

    def _host(self, given: Mapping[str, Any]) -> Organization:
        return self.hosts.one(str(given["host"]), str(given.get("uscc") or ""))

    def _region(self, given: Mapping[str, Any]) -> str | None:
        return self.region(str(given["region"])) if given.get("region") else None

    def _partners(self, given: Mapping[str, Any]) -> list[int]:
        return [self.hosts.one(name).pk for name in _parted(given)]


class _Hosts:
    """The organizations that a list names, by credit code and by name: one query."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        names = {str(row.get("host", "")).strip() for row in rows}
        names |= {name for row in rows for name in _parted(row)}
        codes = {str(row["uscc"]).strip().upper() for row in rows if row.get("uscc")}
        found = Organization.objects.exclude(kind=Organization.Kind.BUREAU).filter(
            Q(name__in=names) | Q(uscc__in=codes)
        )
        self.by_name: dict[str, list[Organization]] = {}
        self.by_code: dict[str, Organization] = {}
        for one in found:
            self.by_name.setdefault(one.name, []).append(one)
            if one.uscc:
                self.by_code[one.uscc] = one

    def one(self, name: str, code: str = "") -> Organization:
        """Return the organization that is meant. Invalid where none is, or several are."""
        if code.strip():
            found = self.by_code.get(code.strip().upper())
            if found is None:
                said = _("No organization has the credit code %(code)s.")
                raise Invalid(said % {"code": code.strip()})
            return found
        several = self.by_name.get(name.strip(), [])
        if not several:
            said = _("There is no organization “%(name)s”; enter it first.")
            raise Invalid(said % {"name": name.strip()})
        if len(several) > 1:
            said = _("Several organizations are called “%(name)s”; give the credit code.")
            raise Invalid(said % {"name": name.strip()})
        return several[0]


def _parted(given: Mapping[str, Any]) -> list[str]:
    parts = PARTED.split(str(given.get("partners") or ""))
    return [part.strip() for part in parts if part.strip()]


def _unlike(found: Center, data: CenterData) -> list[str]:
    mine = {
        "field_id": data.field,
        "host_id": data.host,
        "leader": data.leader.strip(),
        "stage": data.stage,
        "grade": data.grade,
        "approved_on": data.approved_on,
    }
    names = [name.removesuffix("_id") for name in COMPARED if getattr(found, name) != mine[name]]
    if not names:
        return []
    said = _("The register says otherwise, and stays so: %(columns)s.")
    return [said % {"columns": ", ".join(map(_heading, names))}]


def _heading(name: str) -> str:
    return next((one.heading for one in CENTERS if one.name == name), "")
