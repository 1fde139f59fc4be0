"""What every change of a center has in common: who may, the row locked, its event, its entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, explained
from lianqiao.core.ledger.services import Evidence, Line, record_each
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers import kinds
from lianqiao.desks.programs.centers.models import ENDED, Center, Event

LONGEST_REASON = 1_000


def require_officer(actor: Actor) -> None:
    """Raise NotAllowed for all but bureaus."""
    if not actor.is_bureau:
        raise NotAllowed(_("Only a bureau keeps the register of centers."))


def require_lead(actor: Actor) -> None:
    """Raise NotAllowed for all but team leads and administrators."""
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator decides on a center's standing."))


def locked(pk: int) -> Center:
    """Return a center, its row locked. NotFound, or Conflict where it has left the register."""
    row = (
        Center.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk).first()
    )
    if row is None:
        raise NotFound(_("There is no such center."))
    if row.stage in ENDED:
        raise Conflict(_("This center has left the register; nothing in it changes any more."))
    return row


def said(reason: str, *, needed: bool = True) -> str:
    """Return a reason as it is kept. Invalid where one is needed, or it is too long."""
    plain = reason.strip()
    if (needed and not plain) or len(plain) > LONGEST_REASON or "\0" in plain:
        message = _("Give the reason, in at most %(most)d characters.") % {"most": LONGEST_REASON}
        raise Invalid(message, {"reason": message})
    return plain


def checked_day(on: date | None) -> date:
    """Return the day of an event: today unless one is given. Invalid for a day to come."""
    today = timezone.localdate()
    if on is not None and on > today:
        message = _("A day that has come already.")
        raise Invalid(message, {"on": message})
    return on or today


def tell(
    row: Center,
    what: str,
    *,
    actor: Actor,
    on: date,
    changes: Mapping[str, Any],
    old: str = "",
    new: str = "",
    reason: str = "",
    quantities: Mapping[str, Decimal] | None = None,
    evidence: Iterable[Evidence] = (),
) -> Center:
    """Write an event with its entry, then carry the change into the row; the database wants both.

    Conflict where the name is taken.
    """
    line = Line(
        kinds.code(what),
        row.pk,
        row.host_id,
        row.region_id,
        quantities or {},
        tuple(evidence),
        noon(on),
    )
    [entry] = record_each([line], actor=actor)
    Event.objects.create(
        center=row,
        what=what,
        on=on,
        old=old[:200],
        new=new[:200],
        reason=reason,
        made_by=actor.user,
        entry=entry,
    )
    values = {**changes, "told": entry}
    for name, value in values.items():
        setattr(row, name, value)
    with explained(refusals()), transaction.atomic():
        row.save(update_fields=[*values])
    return row


def refusals() -> Mapping[str, Refusal]:
    """Sentences for what the database refuses of a center."""
    taken = _("There is a center of this name already.")
    low = _("Only centers graded qualified or better stand in the register.")
    days = _("The end of construction comes after its beginning.")
    return {
        "center_name_once": Conflict(taken),
        "center_registered_is_qualified": Invalid(low, {"grade": low}),
        "center_days_ordered": Invalid(days, {"build_until": days}),
    }


def noon(day: date) -> datetime:
    """Return a day's noon, or now while it is not noon yet."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())
