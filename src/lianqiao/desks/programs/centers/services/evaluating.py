"""An evaluation from its opening to its freeze: outcomes, sample, what experts gave."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.draws import in_order
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.filed import filed
from lianqiao.core.cases.queries.reviews import review_scores
from lianqiao.core.cases.services.deciding import take
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers import schemes
from lianqiao.desks.programs.centers.models import (
    Assessment,
    Campaign,
    Center,
    CenterStage,
    Outcome,
)
from lianqiao.desks.programs.centers.queries.campaigns import ranking
from lianqiao.desks.programs.centers.services.writing import require_lead, require_officer, said

EARLIEST = 2000
REGISTERED, SAMPLED_FROM = "registered", ("judged", "evaluating")
PANEL = "whole"
"""States and the review of procedures/innovation_center.yaml that evaluations touch."""
STAGES = {
    "regular": [CenterStage.REGISTERED, CenterStage.RECTIFYING],
    "comprehensive": [CenterStage.BUILDING],
}


@dataclass(frozen=True, slots=True)
class CampaignData:
    """What is said when an evaluation is opened: the last year that is judged, and deadlines."""

    name: str
    kind: str
    last_year: int
    rectify_by: date


@transaction.atomic
def open_campaign(data: CampaignData, *, actor: Actor) -> Campaign:
    """Open an evaluation of all centers that it concerns, with a copy of the system that ships.

    Regular: those of the register. Comprehensive: those whose construction ends by the end of the
    last year. Conflict where the name is taken, Invalid where it would concern none.
    """
    require_lead(actor)
    if (
        data.kind not in schemes.KINDS
        or not EARLIEST <= data.last_year <= timezone.localdate().year
    ):
        message = _("A year that has begun already.")
        raise Invalid(message, {"last_year": message})
    scheme = schemes.raw(data.kind)
    taken = Conflict(_("There is an evaluation of this name already."))
    with explained({"centers_campaign_name_key": taken}), transaction.atomic():
        row = Campaign.objects.create(
            name=data.name.strip(),
            kind=data.kind,
            scheme=scheme,
            first_year=data.last_year - scheme["years"] + 1,
            last_year=data.last_year,
            rectify_by=data.rectify_by,
            seed=secrets.token_hex(16),
            opened_by=actor.user or 0,
        )
    centers = Center.objects.filter(stage__in=STAGES[data.kind])
    if data.kind == "comprehensive":
        centers = centers.filter(build_until__year__lte=data.last_year + 1)
    made = Assessment.objects.bulk_create(
        Assessment(campaign=row, center=center, expert=_panel_score(center))
        for center in centers.select_related("case").order_by("pk")
    )
    if not made:
        raise Invalid(_("There is no center that this evaluation would concern."))
    if data.kind == "regular":
        _begin_in_cases([one.center_id for one in made], actor)
    return row


def _begin_in_cases(centers: list[int], actor: Actor) -> None:
    """Let the cases of the register know that they are being judged, if the office keeps them."""
    for pk in _cases(centers, actor, [REGISTERED]):
        take(pk, "evaluate", actor=actor)


@transaction.atomic
def settle(
    pk: int, outcome: str, *, actor: Actor, reason: str = "", expert: Decimal | None = None
) -> Assessment:
    """Say what becomes of a center, and what the experts gave it. Invalid without a reason for
    any other outcome than a score; Conflict once the campaign is frozen."""
    require_officer(actor)
    row = Assessment.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such assessment."))
    locked(row.campaign_id)
    if outcome not in Outcome.values:
        message = _("There is no such outcome.")
        raise Invalid(message, {"outcome": message})
    if expert is not None and not 0 <= expert <= schemes.FULL:
        message = _("From 0 to 100 points.")
        raise Invalid(message, {"expert": message})
    row.outcome, row.expert = outcome, expert
    row.reason = said(reason, needed=outcome != Outcome.SCORED)
    row.save(update_fields=["outcome", "expert", "reason"])
    return row


@transaction.atomic
def sample(pk: int, count: int, *, actor: Actor) -> list[int]:
    """Draw centers whose evidence is checked, by the campaign's seed; return their keys.

    Drawn again with another count, the longer draw begins with the shorter one: nobody is let off.
    """
    require_officer(actor)
    row = locked(pk)
    rows = row.assessments.filter(outcome=Outcome.SCORED)
    keys = list(rows.values_list("center", flat=True))
    already = rows.filter(is_sampled=True).count()
    if not max(already, 1) <= count <= len(keys):
        said_ = _("From %(least)d to %(most)d centers.")
        message = said_ % {"least": max(already, 1), "most": len(keys)}
        raise Invalid(message, {"count": message})
    drawn = in_order(row.seed, keys)[:count]
    new = rows.filter(center__in=drawn, is_sampled=False)
    _ask_for_evidence(list(new.values_list("center", flat=True)), actor)
    new.update(is_sampled=True)
    return drawn


def _ask_for_evidence(centers: list[int], actor: Actor) -> None:
    """Ask who was drawn for evidence, in the cases that the actor's office keeps."""
    for pk in _cases(centers, actor, SAMPLED_FROM):
        take(pk, "sample", actor=actor)


def _cases(centers: Sequence[int], actor: Actor, states: Sequence[str]) -> list[int]:
    rows = Case.objects.filter(
        innovation_center__in=centers, state__in=states, office=actor.organization
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _panel_score(center: Center) -> Decimal | None:
    """Return what the panel of the center's own case gave, where it is done."""
    if center.case is None:
        return None
    return review_scores(center.case, filed(center.case)).get(PANEL)


@transaction.atomic
def freeze(pk: int, *, actor: Actor) -> Campaign:
    """End an evaluation: points, lines and grades are written down, and nothing changes any more.

    Conflict where an expert's score is missing of a center that is scored.
    """
    require_lead(actor)
    row = locked(pk)
    list(row.assessments.select_for_update().order_by("pk"))
    lacking = row.assessments.filter(outcome=Outcome.SCORED, expert__isnull=True).count()
    if lacking:
        message = _("The experts' score is missing of %(count)d centers.")
        raise Conflict(message % {"count": lacking})
    changed = []
    for one in ranking(row):
        one.row.points = one.score.total if one.score else None
        one.row.grade = one.grade
        one.row.lines = one.as_data()
        changed.append(one.row)
    Assessment.objects.bulk_update(changed, ["points", "grade", "lines"], batch_size=200)
    row.state, row.frozen_at = Campaign.State.FROZEN, timezone.now()
    row.save(update_fields=["state", "frozen_at"])
    return row


@transaction.atomic
def hear_panel(case: Case, score: Decimal) -> None:
    """Take what a panel gave over into the open evaluations of the case's center."""
    rows = Assessment.objects.filter(center__case=case)
    # First the rows, then the question: whoever freezes holds them, and is done when we go on.
    keys = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    still = Assessment.objects.filter(pk__in=keys, campaign__state=Campaign.State.OPEN)
    still.update(expert=score)


def locked(pk: int) -> Campaign:
    """Return an open campaign, its row locked. NotFound, or Conflict once it is frozen."""
    row = Campaign.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such evaluation."))
    if row.state != Campaign.State.OPEN:
        raise Conflict(_("This evaluation is frozen; nothing in it changes any more."))
    return row
