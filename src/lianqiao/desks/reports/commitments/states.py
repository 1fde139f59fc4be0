"""How a promise stands on a day: derived from what was promised and what was reached.

The rule, first line that holds (docs/commitments.md tells it to citizens):

1. done: what is reached comes to the target; late where it came to it after the day due.
2. overdue: the day due is past.
3. behind: the share reached is more than `tolerance` below the share of the time that is past.
4. not begun: nothing is reached yet.
5. on time: all others.

The time runs from `begins_on` to `due_on`, by days, and is 0 before and 1 after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """How a promise stands."""

    DONE = "done", _("Done")
    ON_TIME = "on_time", _("On time")
    BEHIND = "behind", _("Behind")
    OVERDUE = "overdue", _("Overdue")
    NOT_BEGUN = "not_begun", _("Not begun")


@dataclass(frozen=True, slots=True)
class Term:
    """What is promised: so much, from a day to a day."""

    target: Decimal
    begins_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A state and what it was derived from; shares go from 0 and are not cut at 1."""

    state: State
    reached: Decimal
    share: Decimal
    elapsed: Decimal
    done_on: date | None = None
    is_late: bool = False


def standing(
    term: Term, steps: Iterable[tuple[date, Decimal]], today: date, tolerance: Decimal
) -> Standing:
    """Judge a promise by its steps (day, amount added) up to today.

    >>> term = Term(Decimal(10), date(2026, 1, 1), date(2026, 12, 31))
    >>> standing(term, [(date(2026, 3, 1), Decimal(2))], date(2026, 7, 2), Decimal("0.1")).state
    State.BEHIND
    """
    past = sorted(step for step in steps if step[0] <= today)
    reached = sum((amount for _day, amount in past), Decimal(0))
    share, gone = reached / term.target, elapsed(term, today)
    done_on = _done_on(term, past) if reached >= term.target else None
    if done_on is not None:
        return Standing(State.DONE, reached, share, gone, done_on, done_on > term.due_on)
    return Standing(_open_state(term, share, gone, today, tolerance), reached, share, gone)


def elapsed(term: Term, today: date) -> Decimal:
    """Return the share of the time that is past: 0 before it begins, 1 from the day due on."""
    whole = (term.due_on - term.begins_on).days
    return Decimal(min(max((today - term.begins_on).days, 0), whole)) / whole


def _open_state(
    term: Term, share: Decimal, gone: Decimal, today: date, tolerance: Decimal
) -> State:
    if today > term.due_on:
        return State.OVERDUE
    if share < gone - tolerance:
        return State.BEHIND
    return State.ON_TIME if share else State.NOT_BEGUN


def _done_on(term: Term, past: list[tuple[date, Decimal]]) -> date:
    """Return the day on which what was reached came to the target."""
    total = Decimal(0)
    for day, amount in past:
        total += amount
        if total >= term.target:
            return day
    raise AssertionError("what is reached comes to the target")
