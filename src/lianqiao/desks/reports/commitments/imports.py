"""Promises and progress from lists: what would happen to each row, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO, Any, TypeVar

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.regions import Finder, region_finder
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem, Row, Sheet, read
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.columns import PROGRESS, PROMISES
from lianqiao.desks.reports.commitments.models import Commitment, Place, Progress, Stage
from lianqiao.desks.reports.commitments.queries import answers_for
from lianqiao.desks.reports.commitments.services import Draft, Reached, Spot
from lianqiao.desks.reports.commitments.services.checking import (
    places_known,
    require,
    require_places,
)
from lianqiao.desks.reports.commitments.services.reporting import wrong_in
from lianqiao.desks.reports.commitments.writing import read_places, written_places

Key = tuple[int, int]
"""Year and number of a promise, within the actor's department."""
T = TypeVar("T")
Known = Mapping[Key, Commitment]


def read_promises(file: IO[bytes], name: str, actor: Actor) -> Sheet:
    """Read a list of promises."""
    _require(actor)
    return read(file, name, PROMISES)


def read_progress(file: IO[bytes], name: str, actor: Actor) -> Sheet:
    """Read a list of progress."""
    _require(actor)
    return read(file, name, PROGRESS)


def plan_promises(sheet: Sheet, actor: Actor) -> Plan[Draft]:
    """Tell what an import of promises would do, row by row; a constant number of queries."""
    known, find, names, lines = _known(actor), region_finder(), _names(actor), _Lines()
    regions = places_known()

    def planned(row: Row) -> PlannedRow[Draft]:
        _require_own(row, names)
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

    return _plan(sheet, planned)


@transaction.atomic
def import_promises(sheet: Sheet, *, actor: Actor) -> Plan[Draft]:
    """Do what the plan says, all or nothing. Invalid if a row is bad."""
    plan = plan_promises(sheet, actor)
    plan.require_clean()
    services.save_many(((row.data, row.target) for row in _doing(plan) if row.data), actor=actor)
    return plan


def plan_progress(sheet: Sheet, actor: Actor) -> Plan[tuple[int, Reached]]:
    """Tell what an import of progress would do; an entry that is there stays as it is.

    So does one that was there and was corrected or withdrawn since.
    """
    known, names, lines = _known(actor), _names(actor), _Lines()

    def planned(row: Row) -> PlannedRow[tuple[int, Reached]]:
        _require_own(row, names)
        found = known.get(_key(row))
        if found is None or not found.is_published:
            raise NotFound(_("There is no published commitment of this year and number."))
        reached = _reached(row, found)
        if wrong := wrong_in(found, reached):
            raise Invalid(_("The entry cannot be taken like this."), wrong)
        lines.take((found.pk, *_facts(reached)), row.line)
        is_there = _facts(reached) in _said(found)
        action = Action.UNCHANGED if is_there else Action.CREATE
        return PlannedRow(row.line, str(found), action, (found.pk, reached), found.pk)

    return _plan(sheet, planned)


@transaction.atomic
def import_progress(sheet: Sheet, *, actor: Actor) -> Plan[tuple[int, Reached]]:
    """Do what the plan says, all or nothing. Invalid if a row is bad."""
    # The same list sent twice at once: the second plan sees what the first has added.
    own = Commitment.objects.filter(department=actor.organization).order_by("pk")
    list(own.select_for_update().values_list("pk"))
    plan = plan_progress(sheet, actor)
    plan.require_clean()
    services.report_many((row.data for row in _doing(plan) if row.data), actor=actor)
    return plan


class _Lines:
    """The lines on which something stood first: the same twice in a file is a slip."""

    def __init__(self) -> None:
        self.first: dict[Any, int] = {}

    def take(self, key: Any, line: int) -> None:
        """Raise Invalid where it stood in an earlier line."""
        earlier = self.first.setdefault(key, line)
        if earlier != line:
            raise Invalid(_("The same stands in line %(line)d as well.") % {"line": earlier})


def _require(actor: Actor) -> None:
    if not actor.is_bureau or actor.organization is None:
        raise NotAllowed(_("Only a department makes commitments."))


def _plan(sheet: Sheet, planned: Callable[[Row], PlannedRow[T]]) -> Plan[T]:
    return Plan([_one(row, planned) for row in sheet.rows], sheet.ignored)


def _one(row: Row, planned: Callable[[Row], PlannedRow[T]]) -> PlannedRow[T]:
    problems = list(row.problems)
    if not problems:
        try:
            return planned(row)
        except Refusal as refusal:
            fields = refusal.fields if isinstance(refusal, Invalid) else {}
            problems = [Problem(_heading(name), str(said)) for name, said in fields.items()]
            problems = problems or [Problem("", str(refusal))]
    label = str(row.values.get("title") or row.values.get("number") or "")
    return PlannedRow(row.line, label, Action.BAD, problems=problems)


def _heading(name: str) -> str:
    return next((one.heading for one in (*PROMISES, *PROGRESS) if one.name == name), "")


def _doing(plan: Plan[T]) -> list[PlannedRow[T]]:
    return [row for row in plan.rows if row.action in {Action.CREATE, Action.UPDATE}]


def _known(actor: Actor) -> Known:
    """Return the department's promises with their places and what was ever reported."""
    said = Progress.objects.filter(withdrawn=False)
    rows = Commitment.objects.filter(department=actor.organization).prefetch_related(
        Prefetch("places", Place.objects.filter(dropped_by=None).select_related("region")),
        Prefetch("progress", said, to_attr="steps"),
    )
    return {(row.year, row.number): row for row in rows if answers_for(row, actor)}


def _names(actor: Actor) -> set[str]:
    own = Organization.objects.filter(pk=actor.organization or 0).values_list("name", "name_en")
    return {name for pair in own for name in pair if name}


def _require_own(row: Row, names: set[str]) -> None:
    written = str(row.values.get("department") or "")
    if written and written not in names:
        said = _("“%(name)s” is not your department.") % {"name": written}
        raise NotAllowed(said)


def _key(row: Row) -> Key:
    return int(row.values["year"]), int(row.values["number"])


def _draft(row: Row, find: Finder) -> Draft:
    year, number = _key(row)
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
    return [_heading(name) for name in changed]


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
