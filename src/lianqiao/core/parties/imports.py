"""Organizations from a file: what would happen to each row, and doing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import IO, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.columns import COLUMNS
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.permissions import require_administrator
from lianqiao.core.parties.regions import industry_finder, region_finder
from lianqiao.core.parties.services import OrganizationData, save_organizations
from lianqiao.core.sheets import Action, Column, Plan, PlannedRow, Problem, Row, Sheet, read

HEADINGS: Mapping[str, Column] = {column.name: column for column in COLUMNS}
Planned = PlannedRow[OrganizationData]


def read_organizations(file: IO[bytes], name: str) -> Sheet:
    """Read a file of organizations; regions and industries become codes."""
    sheet = read(file, name, COLUMNS)
    finders = {"region": region_finder(), "industry": industry_finder()}
    return replace(sheet, rows=[_resolved(row, finders) for row in sheet.rows])


def plan_organizations(sheet: Sheet, *, lock: bool = False) -> Plan[OrganizationData]:
    """Tell what an import would do, row by row; three queries, however long the file.

    A row is known by its credit code, without one by its exact name. Empty cells leave what is
    known as it is. `lock` holds the rows that would change until the transaction ends.
    """
    known = _Known(sheet.rows, lock=lock)
    return Plan(_without_twins([_planned(row, known) for row in sheet.rows]), sheet.ignored)


@transaction.atomic
def import_organizations(sheet: Sheet, *, actor: Actor) -> Plan[OrganizationData]:
    """Do what the plan says, all or nothing, and return it. Invalid if a row is bad."""
    require_administrator(actor)
    plan = plan_organizations(sheet, lock=True)
    plan.require_clean()
    save_organizations(
        new=[row.data for row in plan.having(Action.CREATE) if row.data],
        changed={
            row.target: row.data for row in plan.having(Action.UPDATE) if row.target and row.data
        },
    )
    return plan


def _resolved(row: Row, finders: Mapping[str, Any]) -> Row:
    values, problems = dict(row.values), list(row.problems)
    for name, find in finders.items():
        if name in values:
            try:
                values[name] = find(values[name])
            except Invalid as refusal:
                problems.append(Problem(HEADINGS[name].heading, str(refusal)))
    return Row(row.line, values, problems)


class _Known:
    """The organizations that the file may mean, by credit code and by name."""

    def __init__(self, rows: Sequence[Row], *, lock: bool) -> None:
        codes = {row.values["uscc"] for row in rows if "uscc" in row.values}
        names = {row.values["name"] for row in rows if "name" in row.values}
        found = Organization.objects.filter(Q(uscc__in=codes) | Q(name__in=names)).order_by("pk")
        if lock:
            found = found.select_for_update()
        self.by_code: dict[str, Organization] = {}
        self.by_name: dict[str, list[Organization]] = defaultdict(list)
        for one in found:
            self.by_name[one.name].append(one)
            if one.uscc:
                self.by_code[one.uscc] = one

    def find(self, code: str, name: str) -> Organization | None:
        """Return the one that is meant. Invalid if the name alone does not tell."""
        if code in self.by_code:
            return self.by_code[code]
        bearers = self.by_name.get(name, [])
        if code:  # Known by name so far: the file brings the code.
            return next((one for one in bearers if one.uscc is None), None)
        if len(bearers) > 1:
            raise Invalid(_("Several organizations bear this name; give the credit code."))
        return bearers[0] if bearers else None


def _planned(row: Row, known: _Known) -> Planned:
    label = row.values.get("name", "")
    if row.problems:
        return PlannedRow(row.line, label, Action.BAD, problems=row.problems)
    warnings = [] if "uscc" in row.values else [_("No credit code: known by its name only.")]
    try:
        found = known.find(row.values.get("uscc", ""), label)
    except Invalid as refusal:
        problem = Problem(HEADINGS["uscc"].heading, str(refusal))
        return PlannedRow(row.line, label, Action.BAD, problems=[problem])
    if found is None:
        data = OrganizationData(**{"kind": Organization.Kind.ENTERPRISE, **row.values})
        return PlannedRow(row.line, label, Action.CREATE, data, warnings=warnings)
    data = replace(_data_of(found), **row.values)
    changes = [column.heading for column in _changes(row, found)]
    action = Action.UPDATE if changes else Action.UNCHANGED
    return PlannedRow(row.line, label, action, data, found.pk, changes, warnings=warnings)


def _changes(row: Row, found: Organization) -> Iterable[Column]:
    current = _data_of(found)
    return (HEADINGS[name] for name, value in row.values.items() if getattr(current, name) != value)


def _data_of(row: Organization) -> OrganizationData:
    return OrganizationData(
        name=row.name,
        kind=row.kind,
        uscc=row.uscc or "",
        name_en=row.name_en,
        region=row.region_id,
        zone=row.zone_id,
        industry=row.industry_id,
        founded_on=row.founded_on,
        address=row.address,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        contact_email=row.contact_email,
        is_invented=row.is_invented,
    )


def _without_twins(rows: Sequence[Planned]) -> list[Planned]:
    """Mark rows that mean one organization as bad, each naming the others' lines."""
    lines: dict[object, list[int]] = defaultdict(list)
    for row in rows:
        for key in _keys(row):
            lines[key].append(row.line)
    # The last key decides: a code alone tells bearers of one name apart.
    return [
        _twin(row, lines[keys[-1]]) if (keys := _keys(row)) and len(lines[keys[-1]]) > 1 else row
        for row in rows
    ]


def _keys(row: Planned) -> list[object]:
    if row.action == Action.BAD or row.data is None:
        return []
    if row.target is not None:
        return [row.target]
    by_name = ("name", row.data.name)
    return [by_name, row.data.uscc] if row.data.uscc else [by_name]


def _twin(row: Planned, lines: Sequence[int]) -> Planned:
    others = ", ".join(str(line) for line in lines if line != row.line)
    reason = _("The same organization stands in line %(lines)s as well.") % {"lines": others}
    return PlannedRow(row.line, row.label, Action.BAD, problems=[Problem("", reason)])
