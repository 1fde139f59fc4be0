"""Volunteers from lists: what would happen to each row, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, Refusal
from lianqiao.core.parties.actors import Actor
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem, Row, Sheet, read
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.columns import NO, VOLUNTEERS
from lianqiao.desks.reports.evaluation.models import Round, Stratum
from lianqiao.desks.reports.evaluation.queries import managed_round
from lianqiao.desks.reports.evaluation.services import Applicant
from lianqiao.desks.reports.evaluation.services.conditions import fitting


def read_volunteers(file: IO[bytes], name: str) -> Sheet:
    """Read a list of volunteers."""
    return read(file, name, VOLUNTEERS)


def plan_volunteers(pk: int, sheet: Sheet, *, actor: Actor) -> Plan[Applicant]:
    """Tell what an import would do, row by row; whoever is on the roll stays as he is."""
    planner = _Planner(managed_round(actor, pk))
    return Plan([planner.plan(row) for row in sheet.rows], sheet.ignored)


def import_volunteers(pk: int, sheet: Sheet, *, actor: Actor) -> Plan[Applicant]:
    """Do what the plan says, all or nothing. Invalid if a row is bad."""
    plan = plan_volunteers(pk, sheet, actor=actor)
    plan.require_clean()
    people = [row.data for row in plan.having(Action.CREATE) if row.data]
    if people:
        services.enter_many(pk, people, actor=actor)
    return plan


class _Planner:
    """What is known of a round while a list is gone through: two queries for any list."""

    def __init__(self, row: Round) -> None:
        self.round = row
        self.strata: Mapping[str, Stratum] = {one.code: one for one in row.strata.all()}
        self.known = dict(row.volunteers.values_list("identity_hmac", "stratum"))
        self.first: dict[str, int] = {}

    def plan(self, row: Row) -> PlannedRow[Applicant]:
        """Return what becomes of a row."""
        label = str(row.values.get("name") or "")
        problems = list(row.problems)
        if not problems:
            try:
                return self._planned(row, label)
            except Invalid as refusal:
                problems = [Problem(_heading(n), str(said)) for n, said in refusal.fields.items()]
                problems = problems or [Problem("", str(refusal))]
            except Refusal as refusal:
                problems = [Problem("", str(refusal))]
        return PlannedRow(row.line, label, Action.BAD, problems=problems)

    def _planned(self, row: Row, label: str) -> PlannedRow[Applicant]:
        stratum = self._stratum(str(row.values["stratum"]))
        given = _applicant(row, stratum)
        key = fitting(self.round, stratum, given)["identity_hmac"]
        earlier = self.first.setdefault(key, row.line)
        if earlier != row.line:
            raise Conflict(_("The same person stands in line %(line)d.") % {"line": earlier})
        if key not in self.known:
            return PlannedRow(row.line, label, Action.CREATE, given)
        if self.known[key] != stratum.pk:
            raise Conflict(_("This person has signed up in another stratum."))
        return PlannedRow(row.line, label, Action.UNCHANGED, given)

    def _stratum(self, code: str) -> Stratum:
        if code not in self.strata:
            said = _("There is no stratum “%(code)s”; there are: %(codes)s.")
            known = ", ".join(self.strata)
            raise Invalid(said, {"stratum": said % {"code": code, "codes": known}})
        return self.strata[code]


def _applicant(row: Row, stratum: Stratum) -> Applicant:
    given = row.values
    return Applicant(
        stratum.pk,
        given["name"],
        given["phone"],
        given["identity"],
        given.get("is_registered") != NO,
        given.get("resident_since"),
        str(given.get("employer") or ""),
    )


def _heading(name: str) -> str:
    return next((one.heading for one in VOLUNTEERS if one.name == name), "")
