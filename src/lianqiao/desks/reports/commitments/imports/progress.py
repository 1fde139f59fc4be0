"""Progress from a list: what would happen to each row, and doing it."""

from __future__ import annotations

from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.sheets import Action, Plan, PlannedRow, Row, Sheet, read
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.columns import PROGRESS
from lianqiao.desks.reports.commitments.imports.rows import (
    Lines,
    doing,
    key_of,
    known_to,
    own_names,
    planned_rows,
    require_department,
    require_own,
)
from lianqiao.desks.reports.commitments.models import Commitment, Progress
from lianqiao.desks.reports.commitments.services import Reached
from lianqiao.desks.reports.commitments.services.reporting import wrong_in
from lianqiao.desks.reports.commitments.writing import written_places


def read_progress(file: IO[bytes], name: str, actor: Actor) -> Sheet:
    """Read a list of progress."""
    require_department(actor)
    return read(file, name, PROGRESS)


def plan_progress(sheet: Sheet, actor: Actor) -> Plan[tuple[int, Reached]]:
    """Tell what an import of progress would do; an entry that is there stays as it is.

    So does one that was there and was corrected or withdrawn since.
    """
    known, names, lines = known_to(actor), own_names(actor), Lines()

    def planned(row: Row) -> PlannedRow[tuple[int, Reached]]:
        require_own(row, names)
        found = known.get(key_of(row))
        if found is None or not found.is_published:
            raise NotFound(_("There is no published commitment of this year and number."))
        reached = _reached(row, found)
        if wrong := wrong_in(found, reached):
            raise Invalid(_("The entry cannot be taken like this."), wrong)
        lines.take((found.pk, *_facts(reached)), row.line)
        is_there = _facts(reached) in _said(found)
        action = Action.UNCHANGED if is_there else Action.CREATE
        return PlannedRow(row.line, str(found), action, (found.pk, reached), found.pk)

    return planned_rows(sheet, planned)


@transaction.atomic
def import_progress(sheet: Sheet, *, actor: Actor) -> Plan[tuple[int, Reached]]:
    """Do what the plan says, all or nothing. Invalid if a row is bad."""
    # The same list sent twice at once: the second plan sees what the first has added.
    own = Commitment.objects.filter(department=actor.organization).order_by("pk")
    list(own.select_for_update().values_list("pk"))
    plan = plan_progress(sheet, actor)
    plan.require_clean()
    services.report_many((row.data for row in doing(plan) if row.data), actor=actor)
    return plan


def _reached(row: Row, found: Commitment) -> Reached:
    given = row.values
    return Reached(
        given["amount"],
        given["on"],
        _place(str(given.get("place") or ""), found),
        str(given.get("location") or ""),
        given.get("longitude"),
        given.get("latitude"),
        str(given.get("note") or ""),
    )


def _place(name: str, found: Commitment) -> int | None:
    if not name:
        return None
    places = {place.name: place.pk for place in found.places.all()}
    if name not in places:
        said = _("There is no place “%(name)s”; there are: %(places)s.")
        raise Invalid(said % {"name": name, "places": written_places(found.places.all())})
    return places[name]


def _said(found: Commitment) -> set[tuple[Any, ...]]:
    rows: list[Progress] = getattr(found, "steps", [])
    return {(one.amount, one.on, one.place_id, one.location, one.note) for one in rows}


def _facts(reached: Reached) -> tuple[Any, ...]:
    return reached.amount, reached.on, reached.place, reached.location, reached.note
