"""Changing a published promise: seen by everybody, with the reason, old beside new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.ledger.services import Evidence, record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.commitments import kinds
from lianqiao.desks.reports.commitments.models import Amendment, Commitment, Stage
from lianqiao.desks.reports.commitments.services.checking import (
    LONGEST,
    amount_sentence,
    fits,
    require_places,
    require_said,
)
from lianqiao.desks.reports.commitments.services.declaring import (
    Spot,
    add_places,
    locked,
    require_stage,
)
from lianqiao.desks.reports.commitments.services.publishing import LONGEST_REASON, require_lead
from lianqiao.desks.reports.commitments.services.settling import settle
from lianqiao.desks.reports.commitments.writing import plain


@dataclass(frozen=True, slots=True)
class Change:
    """What a promise says from now on; `drop` are keys of its places."""

    target: Decimal
    unit: str
    due_on: date
    reason: str
    add: Sequence[Spot] = field(default_factory=tuple)
    drop: Sequence[int] = field(default_factory=tuple)


@transaction.atomic
def amend(pk: int, change: Change, *, actor: Actor) -> Amendment:
    """Change a published promise. What was reached at a dropped place still counts.

    NotAllowed for all but leads, Invalid by field and where nothing would change.
    """
    require_lead(actor)
    require_said([change.reason], "reason", LONGEST_REASON)
    row = locked(pk, actor)
    require_stage(row, Stage.PUBLISHED)
    _require(row, change)
    entry = record(
        kinds.AMENDED,
        subject=row.pk,
        actor=actor,
        organization=row.department_id,
        region=settings.CITY,
        quantities={"target": plain(change.target)},
        evidence=[Evidence(kinds.COMMITMENT, row.pk)],
    )
    made = Amendment.objects.create(
        commitment=row,
        old_target=row.target,
        old_unit=row.unit,
        old_due_on=row.due_on,
        target=change.target,
        unit=change.unit.strip(),
        due_on=change.due_on,
        reason=change.reason.strip(),
        made_by=actor.user or 0,
        entry=entry,
    )
    row.places.filter(pk__in=change.drop).update(dropped_by=made)
    add_places(row, change.add, made.pk)
    settle(row.pk, actor)
    return made


def _require(row: Commitment, change: Change) -> None:
    wrong = {}
    if not fits(change.target) or change.target <= 0:
        wrong["target"] = amount_sentence()
    if not change.unit.strip() or "\0" in change.unit or len(change.unit) > LONGEST["unit"]:
        wrong["unit"] = _("At most %(most)d characters.") % {"most": LONGEST["unit"]}
    if change.due_on <= row.begins_on:
        wrong["due_on"] = _("It is due after it begins.")
    living = {one.pk: one for one in row.places.filter(dropped_by=None)}
    if not set(change.drop) <= living.keys():
        wrong["drop"] = _("Choose one of the commitment's places.")
    if wrong:
        raise Invalid(_("The commitment cannot be amended like this."), wrong)
    stay = [
        Spot(one.name, one.region_id, one.address, one.target)
        for one in living.values()
        if one.pk not in change.drop
    ]
    require_places([*stay, *change.add], change.target)
    before = (row.target, row.unit, row.due_on)
    if before == (change.target, change.unit.strip(), change.due_on) and not (
        change.add or change.drop
    ):
        raise Invalid(_("Nothing would change."))
