"""What an office has in hand: drafts, what waits for a second person, guides that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lianqiao.core.errors import Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.queries import deadline
from lianqiao.desks.policies.models import Measure, Tally, Version
from lianqiao.desks.policies.queries.access import editable
from lianqiao.desks.policies.queries.policies import current

MOST_REPLACEABLE = 500
# A province's rule: a guide appears within so many working days of a new policy.
GUIDE_DAYS = 7


@dataclass(frozen=True, slots=True)
class DueGuide:
    """A published policy without a guide, and the last day for one."""

    version: Version
    due_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether the day is over."""
        return self.due_on is not None and self.due_on < timezone.localdate()


def in_stage(actor: Actor, stage: str) -> QuerySet[Version]:
    """Versions of the actor's office at a stage, the oldest change first."""
    return (
        Version.objects.filter(stage=stage, policy__in=editable(actor))
        .select_related("policy__office", "submitted_by", "drafted_by")
        .defer("text", "terms")
        .order_by("changed_at", "pk")
    )


def replaceable(actor: Actor, *, besides: int | None) -> list[tuple[int, str]]:
    """Return the policies whose place a new one may take, as (key, title)."""
    rows = current(timezone.localdate()).filter(
        policy__in=editable(actor), policy__replaced_by__isnull=True
    )
    found = rows.exclude(policy=besides).order_by("-published_on", "-pk")
    return list(found.values_list("policy_id", "title")[:MOST_REPLACEABLE])


def guides_due(actor: Actor) -> list[DueGuide]:
    """Return the office's published policies that nobody has explained yet, the oldest first."""
    rows = (
        current(timezone.localdate())
        .filter(policy__in=editable(actor), interpretation="")
        .defer("text", "terms")
        .order_by("published_on", "pk")
    )
    return [DueGuide(row, _due(row)) for row in rows]


def last_tally(measure: Measure) -> Tally | None:
    """Return what the newest run counted of a measure, in whichever version it ran."""
    of_it = Measure.objects.filter(
        pk=OuterRef("measure"), code=measure.code, version__policy=measure.version.policy_id
    )
    return Tally.objects.filter(Exists(of_it)).order_by("-run", "-pk").first()


def _due(row: Version) -> date | None:
    """None where the working calendar does not reach so far."""
    if row.published_on is None:
        return None
    try:
        return deadline(row.published_on, GUIDE_DAYS)[0]
    except Invalid:
        return None
