"""Results of a frozen evaluation into the register, each with the case behind its center."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.services.deciding import take
from lianqiao.core.errors import Conflict
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers import schemes
from lianqiao.desks.programs.centers.models import GRADED_UP, Assessment, Campaign, Grade, Outcome
from lianqiao.desks.programs.centers.queries.campaigns import ranking
from lianqiao.desks.programs.centers.queries.carrying import Carried, plan
from lianqiao.desks.programs.centers.services import standing
from lianqiao.desks.programs.centers.services.entering import years_later
from lianqiao.desks.programs.centers.services.together import together
from lianqiao.desks.programs.centers.services.writing import require_lead

NAMED = 5
"""How many of the cases that hinder are named in a refusal."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of a result: until when a grade holds, by when things are put right, why."""

    until: date
    by: date
    why: str


@transaction.atomic
def publish(pk: int, *, actor: Actor) -> Campaign:
    """Carry the results of a frozen evaluation into the register and into the cases, or nothing.

    Qualified and better enter or stay, the exempt keep their grade or count as qualified, who is
    not qualified or was absent must put things right by the term of the case, by the campaign's
    day where no case stands behind the center; who withdrew leaves. Conflict where it is not
    frozen, or names the cases that cannot take their step.
    """
    require_lead(actor)
    row = Campaign.objects.select_for_update().filter(pk=pk).first()
    if row is None or row.state != Campaign.State.FROZEN:
        raise Conflict(_("Only a frozen evaluation that is not published yet can be published."))
    found = sorted(plan(row, ranking(row), actor), key=lambda one: one.row.center_id)
    _require_free(found)
    until = years_later(date(row.last_year + 1, 12, 31), schemes.read(row.scheme).valid_years)
    with together():
        for one in found:
            _carry(row, one, until, actor)
    row.state, row.published_at = Campaign.State.PUBLISHED, timezone.now()
    row.save(update_fields=["state", "published_at"])
    return row


def _require_free(found: list[Carried]) -> None:
    held = [one.case.number for one in found if one.hindrance and one.case]
    if held:
        named = "、".join(held[:NAMED])
        message = _("%(count)d cases cannot take their step yet, the first of them: %(cases)s.")
        raise Conflict(message % {"count": len(held), "cases": named})


def _carry(row: Campaign, one: Carried, until: date, actor: Actor) -> None:
    why = f"{row.name}：{one.row.reason}" if one.row.reason else row.name
    by = row.rectify_by
    if one.case and one.step:
        moved = take(one.case.pk, one.step, actor=actor, reason=why)
        by = moved.due_on or by
    _enter(one.row, Said(until, by, why), actor)


def _enter(one: Assessment, said: Said, actor: Actor) -> None:
    pk = one.center_id
    match one.outcome:
        case Outcome.SCORED if one.grade in GRADED_UP:
            _grade(pk, one.grade, said, actor, one.points)
        case Outcome.EXEMPT:
            kept = one.center.grade if one.center.grade in GRADED_UP else Grade.QUALIFIED
            _grade(pk, kept, said, actor, None)
        case Outcome.SCORED | Outcome.ABSENT:
            low = Grade.UNQUALIFIED
            standing.rectify(pk, said.by, actor=actor, reason=said.why, given=low)
        case Outcome.WITHDRAWN:
            standing.remove(pk, actor=actor, reason=said.why)


def _grade(pk: int, given: str, said: Said, actor: Actor, points: Decimal | None) -> None:
    until = said.until
    standing.grade(pk, given, actor=actor, valid_to=until, points=points, reason=said.why)
