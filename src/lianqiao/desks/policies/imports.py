"""Lists of policies from a file: what would happen to each row, and doing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import IO

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.regions import region_finder
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem, Row, Sheet, read
from lianqiao.desks.policies.columns import COLUMNS
from lianqiao.desks.policies.drafts import PolicyDraft, draft_of
from lianqiao.desks.policies.models import Level, Stage, Version
from lianqiao.desks.policies.queries.access import editable
from lianqiao.desks.policies.services import versions

HEADINGS = {column.name: column for column in COLUMNS}
NAMES = [field.name for field in fields(PolicyDraft)]

Planned = PlannedRow[PolicyDraft]


def read_policies(file: IO[bytes], name: str, actor: Actor) -> Sheet:
    """Read a list of policies; regions become codes."""
    _require_bureau(actor)
    sheet = read(file, name, COLUMNS)
    find = region_finder()
    rows = []
    for row in sheet.rows:
        values, problems = dict(row.values), list(row.problems)
        if region := values.pop("region", None):
            try:
                values["region"] = find(region)
            except Invalid as refusal:
                problems.append(Problem(HEADINGS["region"].heading, str(refusal)))
        rows.append(Row(row.line, values, problems))
    return replace(sheet, rows=rows)


def plan_policies(sheet: Sheet, actor: Actor) -> Plan[PolicyDraft]:
    """Tell what an import would do, row by row.

    A row is known by its document number, without one by its title. A new one becomes a draft;
    what is published already stays as it is. Empty cells leave what is known.
    """
    known = _known(sheet.rows, actor)
    planned: list[Planned] = []
    lines: dict[str, int] = {}
    for row in sheet.rows:
        key = _key(row.values)
        earlier = lines.setdefault(key, row.line) if key else row.line
        planned.append(_planned(row, known.get(key), earlier))
    return Plan(planned, sheet.ignored)


@transaction.atomic
def import_policies(sheet: Sheet, *, actor: Actor) -> Plan[PolicyDraft]:
    """Do what the plan says, all or nothing, and return it. Invalid if a row is bad."""
    _require_bureau(actor)
    plan = plan_policies(sheet, actor)
    plan.require_clean()
    for row in plan.rows:
        if row.data is not None and row.action in {Action.CREATE, Action.UPDATE}:
            versions.save_draft(actor=actor, draft=row.data, version=row.target)
    return plan


def _require_bureau(actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a bureau publishes policies."))


def _key(values: Mapping[str, object]) -> str:
    return str(values.get("document_number") or values.get("title") or "")


def _known(rows: Sequence[Row], actor: Actor) -> dict[str, Version]:
    """Return the versions that rows may mean; a draft before what is published."""
    keys = [_key(row.values) for row in rows]
    found = Version.objects.filter(
        Q(document_number__in=keys) | Q(title__in=keys), policy__in=editable(actor)
    ).exclude(stage=Stage.WITHDRAWN)
    by_key: dict[str, Version] = {}
    for version in found.defer("terms").order_by("number", "pk"):
        by_key[version.document_number or version.title] = version
    return by_key


def _planned(row: Row, known: Version | None, earlier: int) -> Planned:
    label = str(row.values.get("title", ""))
    problems = list(row.problems)
    if earlier != row.line:
        reason = _("The same policy stands in line %(line)d as well.") % {"line": earlier}
        problems.append(Problem("", reason))
    values = {name: row.values[name] for name in NAMES if name in row.values}
    before = draft_of(known, with_measures=False) if known else None
    after = replace(before, **values) if before else PolicyDraft(**{"title": "", **values})
    problems += _wrong(after)
    if problems:
        return PlannedRow(row.line, label, Action.BAD, problems=problems)
    if known is None or before is None:
        return PlannedRow(row.line, label, Action.CREATE, after)
    changes = [HEADINGS[name].heading for name in values if getattr(before, name) != values[name]]
    if known.stage != Stage.DRAFT:
        warnings = [_("Published or submitted already: it stays as it is.")] if changes else []
        return PlannedRow(row.line, label, Action.UNCHANGED, warnings=warnings)
    action = Action.UPDATE if changes else Action.UNCHANGED
    return PlannedRow(row.line, label, action, after, known.pk, changes)


def _wrong(draft: PolicyDraft) -> list[Problem]:
    """Name what the database would refuse of a whole row."""
    problems = []
    if draft.valid_from and draft.valid_to and draft.valid_to < draft.valid_from:
        problems.append(
            Problem(HEADINGS["valid_to"].heading, _("The last day lies before the first."))
        )
    if draft.level == Level.DISTRICT and not draft.region:
        problems.append(
            Problem(HEADINGS["region"].heading, _("A district's policy names its district."))
        )
    return problems
