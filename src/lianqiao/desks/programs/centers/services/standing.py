"""A center's standing: graded, put right, removed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers.models import GRADED_UP, Center, CenterStage, Grade, What
from lianqiao.desks.programs.centers.services.together import require_case_along
from lianqiao.desks.programs.centers.services.writing import (
    checked_day,
    locked,
    require_lead,
    said,
    tell,
)


@transaction.atomic
def grade(
    pk: int,
    given: str,
    *,
    actor: Actor,
    valid_to: date | None = None,
    on: date | None = None,
    points: Decimal | None = None,
    reason: str = "",
) -> Center:
    """Give a center its grade: qualified or better enters the register, or stays there.

    Who is not qualified keeps its stage where it is under construction; one of the register must
    be asked to put things right, or removed, as well: Conflict here.
    """
    require_lead(actor)
    row = locked(pk)
    require_case_along(row)
    if given not in Grade.values:
        message = _("There is no such grade.")
        raise Invalid(message, {"grade": message})
    if given not in GRADED_UP and row.stage == CenterStage.REGISTERED:
        raise Conflict(
            _("A center of the register that is not qualified must put things right or leave it.")
        )
    changes = {"grade": given, "valid_to": valid_to}
    if given in GRADED_UP:
        changes |= {"stage": CenterStage.REGISTERED, "rectify_by": None}
    return tell(
        row,
        What.GRADED,
        actor=actor,
        on=checked_day(on),
        changes=changes,
        old=row.grade,
        new=given,
        reason=said(reason, needed=False),
        quantities={} if points is None else {"points": points},
    )


@transaction.atomic
def rectify(
    pk: int, by: date, *, actor: Actor, reason: str, given: str = "", on: date | None = None
) -> Center:
    """Ask a center to put things right until a day; `given` is the grade that it got meanwhile.

    Asked again, the later day counts: who needs longer says why. Invalid for a day that is past.
    """
    require_lead(actor)
    row = locked(pk)
    require_case_along(row)
    if by <= timezone.localdate():
        message = _("A day that is still to come.")
        raise Invalid(message, {"by": message})
    changes = {"stage": CenterStage.RECTIFYING, "rectify_by": by, "grade": given or row.grade}
    return tell(
        row,
        What.RECTIFYING,
        actor=actor,
        on=checked_day(on),
        changes=changes,
        old=row.rectify_by.isoformat() if row.rectify_by else "",
        new=by.isoformat(),
        reason=said(reason),
    )


@transaction.atomic
def rectified(
    pk: int, *, actor: Actor, reason: str, given: str = Grade.QUALIFIED, on: date | None = None
) -> Center:
    """Say that things are put right: back in the register with a grade. Conflict if not asked."""
    require_lead(actor)
    row = locked(pk)
    require_case_along(row)
    if row.stage != CenterStage.RECTIFYING:
        raise Conflict(_("This center was not asked to put anything right."))
    if given not in GRADED_UP:
        low = _("Only centers graded qualified or better stand in the register.")
        raise Invalid(low, {"grade": low})
    return tell(
        row,
        What.RECTIFIED,
        actor=actor,
        on=checked_day(on),
        changes={"stage": CenterStage.REGISTERED, "rectify_by": None, "grade": given},
        new=given,
        reason=said(reason),
    )


@transaction.atomic
def remove(pk: int, *, actor: Actor, reason: str, on: date | None = None) -> Center:
    """Take a center out of the register for good. The reason is public."""
    require_lead(actor)
    row, day = locked(pk), checked_day(on)
    require_case_along(row)
    return tell(
        row,
        What.REMOVED,
        actor=actor,
        on=day,
        changes={"stage": CenterStage.REMOVED, "rectify_by": None, "ended_on": day},
        old=row.grade,
        reason=said(reason),
    )
