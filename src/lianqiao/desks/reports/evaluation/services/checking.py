"""Districts check who signed up: accepted, refused with a reason, each look on record."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.ledger.services import Line, record_many
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation import kinds
from lianqiao.desks.reports.evaluation.models import Look, Round, Stage, Volunteer
from lianqiao.desks.reports.evaluation.queries.seeing import checked_by, no_round, require_checker
from lianqiao.desks.reports.evaluation.services.locking import require_stage

LONGEST_REASON = 300
State = Volunteer.State


@transaction.atomic
def accept(pk: int, *, actor: Actor, volunteers: Collection[int] | None = None) -> int:
    """Accept volunteers of a round by their keys, or all that wait; return how many.

    Only those whom the actor checks; the day of birth has served and is forgotten.
    """
    row = _checking(pk, actor)
    rows = checked_by(actor, row.pk)
    if volunteers is None:
        rows = rows.filter(state=State.APPLIED)
    else:
        rows = rows.filter(pk__in=volunteers, state__in=[State.APPLIED, State.REFUSED])
    done = _record(kinds.ACCEPTED, row, rows, actor)
    Volunteer.objects.filter(pk__in=done).update(state=State.ACCEPTED, reason="", born_on=None)
    if not done:
        raise Conflict(_("None of these volunteers waits for you any more."))
    return len(done)


@transaction.atomic
def refuse(pk: int, *, actor: Actor, volunteers: Collection[int], reason: str) -> int:
    """Refuse volunteers of a round, with the reason that they read; return how many."""
    row = _checking(pk, actor)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON or "\0" in reason:
        raise Invalid(
            _("Give the reason, in at most 300 characters."),
            {"reason": _("Give the reason, in at most 300 characters.")},
        )
    states = [State.APPLIED, State.ACCEPTED]
    rows = checked_by(actor, row.pk).filter(pk__in=volunteers, state__in=states)
    done = _record(kinds.REFUSED, row, rows, actor)
    Volunteer.objects.filter(pk__in=done).update(state=State.REFUSED, reason=reason, born_on=None)
    if not done:
        raise Conflict(_("None of these volunteers waits for you any more."))
    return len(done)


@transaction.atomic
def look(pk: int, volunteer: int, *, actor: Actor) -> Volunteer:
    """Return a volunteer in full, and keep who has looked."""
    found = checked_by(actor, pk).filter(pk=volunteer).first()
    if found is None or actor.user is None:
        raise NotFound(_("There is no such volunteer, or you do not check this one."))
    Look.objects.create(volunteer=found, user=actor.user)
    return found


def _checking(pk: int, actor: Actor) -> Round:
    require_checker(actor, pk)
    row = Round.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise no_round()
    require_stage(row, Stage.ENROLLING)
    return row


def _record(kind: str, row: Round, rows: QuerySet[Volunteer], actor: Actor) -> list[int]:
    found = list(rows.order_by("pk").values_list("pk", "stratum__region"))
    record_many(
        (Line(kind, one, organization=row.office_id, region=region) for one, region in found),
        actor=actor,
    )
    return [one for one, _region in found]
