"""Closing a round: the urn is emptied in random order, counted, and what may be told is written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import numpy as np
from django.db import connection, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict
from lianqiao.core.ledger.services import Evidence
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation import kinds
from lianqiao.desks.reports.evaluation.models import (
    Group,
    Panelist,
    Result,
    Round,
    Stage,
    Volunteer,
)
from lianqiao.desks.reports.evaluation.queries.results import digest_of, findings
from lianqiao.desks.reports.evaluation.results import Estimate, Stratum, Told, judge, withheld
from lianqiao.desks.reports.evaluation.services.locking import locked, noted, require_lead

Progress = Callable[[int, int], None]

CHUNK = 5_000
CENT, POINT = Decimal("0.01"), Decimal(1)
ALIKE = """
SELECT d.key, c.stratum_id, d.value::text, count(*)
FROM evaluation_counted c, jsonb_each(c.scores) d WHERE c.group_id = %s GROUP BY 1, 2, 3
"""
ENDED = "SELECT clock_timestamp() >= vote_until FROM evaluation_round WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Frame:
    """What results are reckoned with, by the keys of items, choices and strata."""

    row: Round
    items: dict[int, float]
    points: dict[int | None, float]
    strata: dict[int, Stratum]

    @property
    def given(self) -> list[float]:
        """Return the points that choices give."""
        return [points for choice, points in self.points.items() if choice is not None]


@transaction.atomic
def close(pk: int, *, actor: Actor, progress: Progress = lambda done, total: None) -> int:
    """Close a round whose voting is over, count it, and return how many ballots there were.

    The entry says how many volunteers, seats and ballots there were, and the digest of the results,
    so that they cannot change before they are published. Conflict while one still votes. All of it
    is one transaction: where it ends midway, one has not begun. `progress` is told the steps.
    """
    row = closable(pk, actor)
    groups = list(row.groups.all())
    progress(0, 1 + len(groups))
    with connection.cursor() as cursor:
        cursor.execute("SELECT evaluation_close(%s)", [row.pk])
        ballots = int(cursor.fetchone()[0])
    frame = frame_of(row)
    for done, group in enumerate(groups, 1):
        progress(done, 1 + len(groups))
        Result.objects.bulk_create(results_of(group, frame), CHUNK)
    row.refresh_from_db()
    noted(
        kinds.COUNTED,
        row,
        actor,
        evidence=Evidence(kinds.RESULTS, row.pk, digest_of(findings(row))),
        volunteers=Volunteer.objects.filter(round=row, state=Volunteer.State.ACCEPTED).count(),
        seats=Panelist.objects.filter(round=row).count(),
        ballots=ballots,
    )
    return ballots


def closable(pk: int, actor: Actor) -> Round:
    """Return a round, locked, that the actor may close now. Conflict while one still votes."""
    row = locked(pk, actor, Stage.VOTING)
    require_lead(actor)
    with connection.cursor() as cursor:
        cursor.execute(ENDED, [row.pk])
        if not cursor.fetchone()[0]:
            raise Conflict(_("One may still vote; close it when voting is over."))
    return row


def frame_of(row: Round) -> Frame:
    """Return a round's weights and points; a stratum's frame is its accepted volunteers."""
    accepted = Volunteer.objects.filter(round=row, state=Volunteer.State.ACCEPTED).order_by()
    sizes = dict(accepted.values_list("stratum").annotate(Count("pk")))
    return Frame(
        row,
        {one.pk: float(one.weight) for one in row.items.all()},
        {None: float("nan"), **{one.pk: float(one.points) for one in row.choices.all()}},
        {one.pk: Stratum(float(one.weight), sizes.get(one.pk, 0)) for one in row.strata.all()},
    )


def results_of(group: Group, frame: Frame) -> Iterator[Result]:
    """Yield the results of a group's departments, those that must not be told without figures.

    The database counts equal marks together, so that what is read grows with their variety.
    """
    strata, weights = list(frame.strata.values()), list(frame.items.values())
    place = {stratum: at for at, stratum in enumerate(frame.strata)}
    patterns = _patterns(group)
    seen: dict[str, int] = {}
    for found in patterns.values():
        for _stratum, marks, _count in found:
            seen.setdefault(marks, len(seen))
    table = np.array([_points(marks, frame) for marks in seen], np.float64)
    table = table.reshape(-1, len(weights))
    for department in group.judged.values_list("department", flat=True):
        found = patterns.get(str(department), [])
        times = np.array([count for _stratum, _marks, count in found], np.int64)
        where = np.array([place[stratum] for stratum, _marks, _count in found], np.int64)
        which = np.array([seen[marks] for _stratum, marks, _count in found], np.int64)
        told = judge(table[which.repeat(times)], where.repeat(times), weights, strata)
        yield from _rows(department, told, frame)


def _patterns(group: Group) -> dict[str, list[tuple[int, str, int]]]:
    """Return for each department: stratum, marks as JSON, and how many ballots have them."""
    found: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, [group.pk])
        for department, *pattern in cursor.fetchall():
            found[department].append(tuple(pattern))
    return found


def _points(marks: str, frame: Frame) -> list[float]:
    given = json.loads(marks)
    return [frame.points[given.get(str(item))] for item in frame.items]


def _rows(department: int, told: Told, frame: Frame) -> Iterator[Result]:
    smallest, given = frame.row.smallest, frame.given
    weights = [one.weight for one in frame.strata.values()]
    items = withheld(told.items, list(frame.items.values()), smallest, given)
    strata = withheld(told.strata, weights, smallest, given)
    # Of a cent's sum few ballots can be told by trying all ways to fill them in.
    finely = not strata
    if told.whole is None or told.whole.ballots < smallest:
        items, strata = set(range(len(told.items))), set(range(len(told.strata)))
        yield _row(department, None, frame)
    else:
        yield _row(department, told.whole, frame, finely=finely)
    for at, item in enumerate(frame.items):
        said = None if at in items else told.items[at]
        yield _row(department, said, frame, item=item, finely=finely)
    for at, stratum in enumerate(frame.strata):
        yield _row(department, None if at in strata else told.strata[at], frame, stratum=stratum)


def _row(
    department: int,
    said: Estimate | None,
    frame: Frame,
    item: int | None = None,
    stratum: int | None = None,
    *,
    finely: bool = True,
) -> Result:
    row = Result(round=frame.row, department_id=department, item_id=item, stratum_id=stratum)
    if said is not None:
        row.mean, row.low, row.high = bounded(said, CENT if finely else POINT)
        row.ballots = said.ballots
    return row


def bounded(said: Estimate, unit: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Return mean and bounds in whole units; points widen the interval, never cut it."""
    down, up = (ROUND_HALF_UP,) * 2 if unit == CENT else (ROUND_FLOOR, ROUND_CEILING)
    ways = ((said.mean, ROUND_HALF_UP), (said.low, down), (said.high, up))
    mean, low, high = (Decimal(value).quantize(unit, way) for value, way in ways)
    return mean, low, high
