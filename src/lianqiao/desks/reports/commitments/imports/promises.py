"""Promises from a list: what would happen to each row, and doing it."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.regions import Finder, region_finder
from lianqiao.core.sheets import Action, Plan, PlannedRow, Row, Sheet, read
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.columns import PROMISES
from lianqiao.desks.reports.commitments.imports.rows import (
    Lines,
    doing,
    heading,
    key_of,
    known_to,
    own_names,
    planned_rows,
    require_department,
    require_own,
)
from lianqiao.desks.reports.commitments.models import Commitment, Stage
from lianqiao.desks.reports.commitments.services import Draft, Spot
from lianqiao.desks.reports.commitments.services.checking import (
    places_known,
    require,
    require_places,
)
from lianqiao.desks.reports.commitments.writing import read_places


def read_promises(file: IO[bytes], name: str, actor: Actor) -> Sheet:
    """Read a list of promises."""
    require_department(actor)
    return read(file, name, PROMISES)


def plan_promises(sheet: Sheet, actor: Actor) -> Plan[Draft]:
    """Tell what an import of promises would do, row by row; a constant number of queries."""
    known, find, names, lines = known_to(actor), region_finder(), own_names(actor), Lines()
    regions = places_known()

    def planned(row: Row) -> PlannedRow[Draft]:
        require_own(row, names)
        draft = _draft(row, find)
        require(draft)
        require_places(draft.places, draft.target, regions)
        lines.take((draft.year, draft.number), row.line)
        found = known.get((draft.year, draft.number))
        if found is None:
            return PlannedRow(row.line, draft.title, Action.CREATE, draft)
        changes = _changes(found, draft)
        action = Action.UPDATE if changes else Action.UNCHANGED
        if changes and found.stage != Stage.DRAFT:
            said = _("It is by now “%(stage)s”; a list does not change it.")
            raise Conflict(said % {"stage": found.get_stage_display()})
        return PlannedRow(row.line, draft.title, action, draft, found.pk, changes)

    return planned_rows(sheet, planned)


@transaction.atomic
def import_promises(sheet: Sheet, *, actor: Actor) -> Plan[Draft]:
    """Do what the plan says, all or nothing. Invalid if a row is bad."""
    plan = plan_promises(sheet, actor)
    plan.require_clean()
    services.save_many(((row.data, row.target) for row in doing(plan) if row.data), actor=actor)
    return plan


def _draft(row: Row, find: Finder) -> Draft:
    year, number = key_of(row)
    given = row.values
    try:
        places = [Spot(*one) for one in read_places(str(given.get("places") or ""), find)]
    except Invalid as refusal:
        raise Invalid(str(refusal), {"places": str(refusal)}) from refusal
    return Draft(
        year,
        number,
        given["title"],
        given["promise"],
        given["target"],
        given["unit"],
        given["due_on"],
        given.get("begins_on"),
        str(given.get("title_en") or ""),
        str(given.get("promise_en") or ""),
        places,
    )


def _changes(row: Commitment, draft: Draft) -> list[str]:
    """Return the headings of what differs."""
    names = ("title", "title_en", "promise", "promise_en", "target", "unit", "due_on")
    changed = [name for name in names if getattr(row, name) != getattr(draft, name)]
    if row.begins_on != draft.starts:
        changed.append("begins_on")
    there = {(one.name, one.region_id, one.address, one.target) for one in row.places.all()}
    if there != {(one.name, one.region, one.address, one.target) for one in draft.places}:
        changed.append("places")
    return [heading(name) for name in changed]
