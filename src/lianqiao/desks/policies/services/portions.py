"""What a city run has to decide: everything, or what can have changed since the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianqiao.core.rules import revisions
from lianqiao.desks.policies.models import Run, Tally
from lianqiao.engines.rules import Measure as Decided
from lianqiao.engines.rules import Plan, RuleError, lowered

Plans = Mapping[int, Plan]


@dataclass(frozen=True, slots=True)
class Portion:
    """Measures by their numbers, and the organizations to decide them for; None: for all."""

    plans: Plans
    organizations: Sequence[int] | None


def portions(run: Run, plans: Plans) -> list[Portion]:
    """Return what is left to decide of a run, the measures for all enterprises first."""
    done = set(run.tallies.values_list("measure", flat=True))
    left = {pk: plan for pk, plan in plans.items() if pk not in done}
    changed = _changed(run)
    if changed is None or run.previous is None:
        return [Portion(left, None)]
    known = set(Tally.objects.filter(run=run.previous).values_list("measure", flat=True))
    before = run.previous.reference_date
    same = {pk: plan for pk, plan in left.items() if pk in known and _is_same(plan, before)}
    rest = {pk: plan for pk, plan in left.items() if pk not in same}
    return [Portion(rest, None), Portion(same, changed)]


def _changed(run: Run) -> Sequence[int] | None:
    """Return the organizations of which something changed since the run before; None: unknown."""
    previous = run.previous
    if not run.is_incremental or previous is None or previous.vocabulary != run.vocabulary:
        return None
    return revisions.changed_since(
        previous.moment,
        known=previous.facts_until,
        before=previous.reference_date,
        on=run.reference_date,
    )


def _is_same(plan: Plan, before: date) -> bool:
    """Whether a plan meant the same on an earlier day: no age, term or parameter between."""
    try:
        return _steps(plan, before) == _steps(plan, plan.on)
    except RuleError:
        return False


def _steps(plan: Plan, on: date) -> object:
    return lowered(Decided(0, plan.condition, plan.payout, on))
