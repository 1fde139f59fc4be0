"""What publishing an evaluation would do to each center and its case, and what hinders it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Case, Correction
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.queries.versions import documents
from lianqiao.core.cases.rights import works_on
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers import schemes
from lianqiao.desks.programs.centers.models import (
    ENDED,
    GRADED_UP,
    Assessment,
    Campaign,
    Grade,
    Outcome,
)
from lianqiao.desks.programs.centers.queries.campaigns import Placed
from lianqiao.desks.programs.centers.schemes import Scheme

NOTICE = "fail_again"
STEPS = {
    Outcome.DEFERRED: "defer",
    Outcome.EXEMPT: "exempt",
    Outcome.ABSENT: "absent",
    Outcome.WITHDRAWN: "quit",
    Outcome.RENAMED: "rename",
}
"""Steps of procedures/innovation_center.yaml that carry an outcome; a score is carried by its
grade: `qualify` or `fail`, and `fail_again` where the scheme ends its patience."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of a center: the step of its case ('' where none is taken), and why it cannot
    be taken now ('' where it can)."""

    placed: Placed
    step: str
    label: str
    hindrance: str

    @property
    def row(self) -> Assessment:
        """The assessment."""
        return self.placed.row

    @property
    def case(self) -> Case | None:
        """The case behind the center."""
        return self.row.center.case


def plan(campaign: Campaign, ranked: list[Placed], actor: Actor) -> list[Carried]:
    """Return what becomes of all centers that are still there, in the order of the ranking.

    `actor` is who would publish. Three queries, however many centers there are.
    """
    here = [one for one in ranked if one.row.center.stage not in ENDED]
    cases = [case for one in here if (case := one.row.center.case)]
    read = documents(case.procedure for case in cases)
    asked = _awaiting_correction(cases)
    failed = failed_before([one.row.center_id for one in here])
    scheme, found = schemes.read(campaign.scheme), []
    for one in here:
        step, case = step_of(campaign, scheme, one, failed[one.row.center_id]), one.row.center.case
        if case is None or not step:
            found.append(Carried(one, "", "", ""))
            continue
        label, hindrance = _judged(step, case, read[case.procedure], actor)
        if case.pk in asked:
            hindrance = _("A correction is awaited.")
        found.append(Carried(one, step, label, hindrance))
    return found


def step_of(campaign: Campaign, scheme: Scheme, one: Placed, failed: int) -> str:
    """Return the step that a center's case takes, given how often in a row it failed before."""
    if one.row.outcome == Outcome.RENAMED and campaign.kind != "regular":
        return ""
    if _fails(one.row.outcome, one.grade) and 0 < scheme.notice_after <= failed + 1:
        return NOTICE
    if one.row.outcome == Outcome.SCORED:
        return "qualify" if one.grade in GRADED_UP else "fail"
    return STEPS[Outcome(one.row.outcome)]


def failed_before(centers: Collection[int]) -> dict[int, int]:
    """Return how many evaluations in a row each center has failed last; one query.

    Absence counts as a failure; who was deferred, withdrew or was renamed was not judged.
    """
    rows = Assessment.objects.filter(
        center__in=centers,
        campaign__state=Campaign.State.PUBLISHED,
        outcome__in=[Outcome.SCORED, Outcome.ABSENT, Outcome.EXEMPT],
    )
    judged: dict[int, list[bool]] = defaultdict(list)
    ordered = rows.order_by("-campaign__published_at", "-pk")
    for center, outcome, grade in ordered.values_list("center", "outcome", "grade"):
        judged[center].append(_fails(outcome, grade))
    return {center: [*judged[center], False].index(False) for center in centers}


def _fails(outcome: str, grade: str) -> bool:
    is_scored_low = outcome == Outcome.SCORED and grade == Grade.UNQUALIFIED
    return is_scored_low or outcome == Outcome.ABSENT


def _awaiting_correction(cases: Collection[Case]) -> set[int]:
    rows = Correction.objects.filter(OPEN, filing__case__in=[case.pk for case in cases])
    return set(rows.values_list("filing__case", flat=True))


def _judged(key: str, case: Case, read: Document, actor: Actor) -> tuple[str, str]:
    """Return what a step is called, and why it cannot be taken now."""
    step = next((step for step in read.steps if step.key == key), None)
    if step is None:
        return "", _("Its version of the procedure has no step for this; move it to a newer one.")
    hindrance = ""
    if not works_on(actor, case):
        hindrance = _("Another office keeps it.")
    elif case.state not in step.sources:
        said = _("It is at “%(state)s”; “%(step)s” is not possible from there.")
        hindrance = said % {"state": read.state(case.state).label, "step": step.label}
    return str(step.label), hindrance
