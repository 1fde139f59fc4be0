"""How far a case is: the way it goes, and the steps that it took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models import Case, CaseStep
from lianqiao.core.cases.procedures import Procedure, Text, procedure
from lianqiao.desks.policies.models import Claim, Route
from lianqiao.desks.policies.procedures import CLAIM

WAYS = {
    Route.APPLICATION: ("draft", "submitted", "approved", "in_payment", "paid"),
    Route.DIRECT: ("listed", "announced", "consent", "approved", "in_payment", "paid"),
}
# A detour is shown where the claim left the way; a direct grant is reviewed only after an appeal.
DETOURS = {
    "correction": "submitted",
    "submitted": "announced",
    "objected": "announced",
    "returned": "in_payment",
    "recovering": "paid",
}


@dataclass(frozen=True, slots=True)
class Station:
    """A state on the way: when it was reached last, and whether the claim is there."""

    label: Text
    at: datetime | None
    is_current: bool = False
    is_failed: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A step in words, with its reason."""

    step: CaseStep
    label: Text
    state: Text


def steps_of(case: Case) -> QuerySet[CaseStep]:
    """Return the steps of a case, oldest first."""
    return case.steps.select_related("by").order_by("at", "pk")


def way(claim: Claim, steps: list[CaseStep]) -> list[Station]:
    """Return the stations of a claim's way; where it ended early, the end takes the next place."""
    reached = {one.state: one.at for one in steps}
    state = claim.case.state
    stations, place = WAYS[Route(claim.measure.route)], state
    while place not in stations and place in DETOURS:
        place = DETOURS[place]
    if place in stations:
        return [
            Station(
                CLAIM.states[state] if one == place else CLAIM.states[one],
                reached.get(one),
                is_current=one == place,
            )
            for one in stations
        ]
    passed = [Station(CLAIM.states[one], reached[one]) for one in stations if one in reached]
    return [*passed, Station(CLAIM.states[state], reached.get(state), True, True)]


def history(case: Case, steps: list[CaseStep]) -> Iterator[Taken]:
    """Yield the steps in words, newest first."""
    rules = procedure(case.procedure)
    for one in reversed(steps):
        yield Taken(one, _label(rules, one), rules.states[one.state])


def _label(rules: Procedure, step: CaseStep) -> Text:
    if step.name != "open":
        return rules.transition(step.name).label
    # Nobody claims a direct grant: the office puts the enterprise on its list.
    return _("Put on the list") if step.state == "listed" else rules.label
