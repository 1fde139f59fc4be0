"""What waits for the people of an office: counted for all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from lianqiao.core.cases.documents.flow import State
from lianqiao.core.cases.models import Digest
from lianqiao.core.cases.queries import queue
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import WorkingDay
from lianqiao.core.parties.queries import deadline

DAYS_BEFORE = 3
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many open cases somebody has that are due soon, overdue, overdue for very long; and how
    many there are at all."""

    due: int = 0
    late: int = 0
    escalated: int = 0
    all: int = 0


def waiting(actor: Actor, on: date) -> Mapping[int, Waiting]:
    """Return what waits in the actor's office on a day by officer, `NOBODY` for cases that nobody
    has. Where it is the applicant's turn, a day that comes is not the officer's."""
    found = queue.read(actor)
    until, _is_provisional = deadline(on, DAYS_BEFORE)
    turn = queue.at(found, lambda state: not state.form)
    closed = queue.closed(found)
    late = queue.of_group("late", actor, closed, on)
    rows = queue.handed_in(actor, found).filter(~closed).order_by()
    counted = rows.values_list("officer").annotate(
        due=Count("pk", filter=turn & Q(due_on__range=(on, until))),
        late=Count("pk", filter=late),
        escalated=Count("pk", filter=escalated(found, on)),
        all=Count("pk"),
    )
    return {officer or NOBODY: Waiting(*numbers) for officer, *numbers in counted}


def escalated(found: queue.Documents, on: date) -> Q:
    """Return which cases are overdue for as many working days as their procedure says."""
    terms = {_escalates(state) for read in found.values() for state in read.states} - {0}
    where = Q(pk__in=())
    for days in terms:
        here = queue.at(found, lambda state, days=days: _escalates(state) == days)  # type: ignore[misc]
        where |= here & Q(due_on__lt=_back(on, days))
    return where


def unread_digest(actor: Actor) -> Digest | None:
    """Return what somebody was told last and has not put away."""
    rows = Digest.objects.filter(membership=actor.membership)
    last = rows.first()
    return last if last and last.read_at is None else None


def _escalates(state: State) -> int:
    return (state.term.escalates or 0) if state.term else 0


def _back(on: date, days: int) -> date:
    """Return the working day that is the n-th back, the day itself being the first."""
    past = WorkingDay.objects.filter(date__lte=on, is_working=True).order_by("-date")
    last = past[days - 1 : days].first()
    return last.date if last else date.min
