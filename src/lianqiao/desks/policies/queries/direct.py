"""Who is to get a direct grant: what the last city run found, less who has it or better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.desks.policies.models import (
    Budget,
    Claim,
    Decision,
    Measure,
    Route,
    Run,
    RunState,
    Stage,
    Verdict,
)
from lianqiao.desks.policies.queries import offices


@dataclass(frozen=True, slots=True)
class Better:
    """Why an enterprise that qualifies is left out: another measure of the same stack."""

    organization: Organization
    amount: int
    other: str
    other_amount: int | None
    """In fen; None where the other measure is claimed already."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Decisions that become claims; enterprises listed before; those better off elsewhere.

    `without_amount` counts those who qualify and whose amount is unknown for lack of a fact.
    """

    decisions: Sequence[Decision]
    listed_before: int
    better: Sequence[Better]
    without_amount: int


def newest_run() -> Run | None:
    """Return the newest finished city run."""
    return Run.objects.filter(state=RunState.DONE).order_by("-pk").first()


def last_run() -> Run:
    """Return the newest finished city run, or Invalid.

    Conflict while a newer one is half done: some of what holds is its own, of another day.
    """
    run = newest_run()
    if run is None:
        raise Invalid(_("No city run is finished yet: the list is made from its decisions."))
    unfinished = Q(state__in=(RunState.RUNNING, RunState.STOPPED))
    if Run.objects.filter(unfinished, pk__gt=run.pk).exists():
        raise Conflict(_("A city run is half done: ask for a run, and make the list afterwards."))
    return run


def candidates(measure: Measure, period: str) -> Candidates:
    """Return who qualifies for a measure by the newest run; five queries, however many."""
    found = list(_qualifying(measure).order_by("organization__pinyin", "organization"))
    before = _listed_before(measure, period)
    left = [one for one in found if one.organization_id not in before]
    paying = [one for one in left if one.amount]
    better = _better_off(measure, period, paying) if measure.stack else {}
    return Candidates(
        [one for one in paying if one.organization_id not in better],
        len(found) - len(left),
        list(better.values()),
        len(left) - len(paying),
    )


def grants(actor: Actor) -> QuerySet[Measure]:
    """Return the direct grants of an office, with how many a run found and how many are listed."""
    found = Decision.objects.filter(
        measure=OuterRef("pk"), verdict=Verdict.QUALIFIES, until__isnull=True
    )
    rows = offices.measures_in_charge(actor).filter(route=Route.DIRECT)
    return rows.annotate(
        found=_count(found), listed=Count("claims", filter=Q(claims__case__state="listed"))
    ).order_by("-listed", "-found", "pk")


def listed(measure: Measure, period: str) -> QuerySet[Claim]:
    """Return the claims that are listed and not announced yet, the highest amount first."""
    rows = Claim.objects.filter(measure=measure, period=period, case__state="listed")
    return rows.select_related("case", "organization__region").order_by("-amount", "pk")


def sums(rows: QuerySet[Claim]) -> dict[str, int]:
    """Return how many claims there are and what they come to, in fen."""
    found = rows.order_by().aggregate(names=Count("pk"), total=Sum("amount"))
    return {"names": found["names"], "total": found["total"] or 0}


def budget_of(measure: Measure) -> Budget | None:
    """Return the measure's money of this year; None where it has no limit."""
    rows = Budget.objects.filter(policy=measure.version.policy_id, measure=measure.code)
    return rows.filter(year=timezone.localdate().year).first()


def _count(rows: QuerySet[Decision]) -> Coalesce:
    counted = rows.order_by().values("measure").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _qualifying(measure: Measure) -> QuerySet[Decision]:
    rows = Decision.objects.filter(measure=measure, verdict=Verdict.QUALIFIES, until__isnull=True)
    return rows.select_related("organization")


def _listed_before(measure: Measure, period: str) -> set[int]:
    """Whoever was listed once for the period is not listed again, whatever became of it."""
    rows = Claim.objects.filter(
        policy=measure.version.policy_id, measure_code=measure.code, period=period
    )
    return set(rows.values_list("organization", flat=True))


def _better_off(measure: Measure, period: str, found: Iterable[Decision]) -> dict[int, Better]:
    amounts = {one.organization_id: one for one in found}
    better: dict[int, Better] = {}
    rivals = Decision.objects.filter(
        organization__in=amounts,
        verdict=Verdict.QUALIFIES,
        until__isnull=True,
        measure__stack=measure.stack,
        measure__route=Route.DIRECT,
        measure__version__stage=Stage.PUBLISHED,
    ).exclude(measure=measure)
    for rival in rivals.select_related("measure").order_by("amount", "-measure"):
        own = amounts[rival.organization_id]
        # Of two equal sums the older measure wins, so that not both give way.
        if (rival.amount or 0, -rival.measure_id) > (own.amount or 0, -measure.pk):
            better[own.organization_id] = _than(own, rival.measure.title, rival.amount)
    claimed = Claim.objects.filter(
        organization__in=amounts, stack=measure.stack, period=period, is_live=True
    )
    for claim in claimed.select_related("measure"):
        own = amounts[claim.organization_id]
        better[own.organization_id] = _than(own, claim.measure.title, None)
    return better


def _than(own: Decision, other: str, amount: int | None) -> Better:
    return Better(own.organization, own.amount or 0, other, amount)
