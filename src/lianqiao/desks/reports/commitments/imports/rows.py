"""What the lists of promises and of progress have in common: whose rows, known rows, bad rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed, Refusal
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem, Row, Sheet
from lianqiao.desks.reports.commitments.columns import PROGRESS, PROMISES
from lianqiao.desks.reports.commitments.models import Commitment, Place, Progress
from lianqiao.desks.reports.commitments.queries import answers_for

Key = tuple[int, int]
"""Year and number of a promise, within the actor's department."""
T = TypeVar("T")
Known = Mapping[Key, Commitment]


class Lines:
    """The lines on which something stood first: the same twice in a file is a slip."""

    def __init__(self) -> None:
        self.first: dict[Any, int] = {}

    def take(self, key: Any, line: int) -> None:
        """Raise Invalid where it stood in an earlier line."""
        earlier = self.first.setdefault(key, line)
        if earlier != line:
            raise Invalid(_("The same stands in line %(line)d as well.") % {"line": earlier})


def require_department(actor: Actor) -> None:
    """Raise NotAllowed for who belongs to no department."""
    if not actor.is_bureau or actor.organization is None:
        raise NotAllowed(_("Only a department makes commitments."))


def planned_rows(sheet: Sheet, planned: Callable[[Row], PlannedRow[T]]) -> Plan[T]:
    """Return the plan of a sheet; what a row is refused for stands at it."""
    return Plan([_one(row, planned) for row in sheet.rows], sheet.ignored)


def _one(row: Row, planned: Callable[[Row], PlannedRow[T]]) -> PlannedRow[T]:
    problems = list(row.problems)
    if not problems:
        try:
            return planned(row)
        except Refusal as refusal:
            fields = refusal.fields if isinstance(refusal, Invalid) else {}
            problems = [Problem(heading(name), str(said)) for name, said in fields.items()]
            problems = problems or [Problem("", str(refusal))]
    label = str(row.values.get("title") or row.values.get("number") or "")
    return PlannedRow(row.line, label, Action.BAD, problems=problems)


def heading(name: str) -> str:
    """Return the heading of a column by its name; '' for none."""
    return next((one.heading for one in (*PROMISES, *PROGRESS) if one.name == name), "")


def doing(plan: Plan[T]) -> list[PlannedRow[T]]:
    """Return the rows that change something."""
    return [row for row in plan.rows if row.action in {Action.CREATE, Action.UPDATE}]


def known_to(actor: Actor) -> Known:
    """Return the department's promises with their places and what was ever reported."""
    said = Progress.objects.filter(withdrawn=False)
    rows = Commitment.objects.filter(department=actor.organization).prefetch_related(
        Prefetch("places", Place.objects.filter(dropped_by=None).select_related("region")),
        Prefetch("progress", said, to_attr="steps"),
    )
    return {(row.year, row.number): row for row in rows if answers_for(row, actor)}


def own_names(actor: Actor) -> set[str]:
    """Return by which names the actor's department goes."""
    own = Organization.objects.filter(pk=actor.organization or 0).values_list("name", "name_en")
    return {name for pair in own for name in pair if name}


def require_own(row: Row, names: set[str]) -> None:
    """Raise NotAllowed where a row names another department."""
    written = str(row.values.get("department") or "")
    if written and written not in names:
        said = _("“%(name)s” is not your department.") % {"name": written}
        raise NotAllowed(said)


def key_of(row: Row) -> Key:
    """Return year and number of a row."""
    return int(row.values["year"]), int(row.values["number"])
