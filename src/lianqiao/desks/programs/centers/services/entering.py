"""Centers that come into being: by approval of their construction, or from an older list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case
from lianqiao.core.errors import Invalid, explained
from lianqiao.core.ledger.services import Line, record_each
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers import kinds
from lianqiao.desks.programs.centers.models import Center, CenterStage, Event, What
from lianqiao.desks.programs.centers.services.writing import (
    noon,
    refusals,
    require_lead,
    require_officer,
)

YEARS_OF_CONSTRUCTION = 3
"""The Measures of the city: construction takes three years."""
LONGEST = {"name": 120, "leader": 80}


@dataclass(frozen=True, slots=True)
class CenterData:
    """What is entered of a center: keys of its host, partners and district, code of its field."""

    name: str
    field: str
    host: int
    leader: str
    region: str | None
    approved_on: date
    build_until: date | None = None
    partners: Sequence[int] = ()
    stage: str = CenterStage.BUILDING
    grade: str = ""
    valid_to: date | None = None
    rectify_by: date | None = None
    ended_on: date | None = None
    reason: str = ""
    is_invented: bool = False


@transaction.atomic
def approve(data: CenterData, *, actor: Actor, case: Case | None = None) -> Center:
    """Begin a center's construction. NotAllowed for who does not lead, Conflict if named already.

    `case` is the dossier that it comes from: of its host, and of no other center.
    """
    require_lead(actor)
    if case is not None and case.organization_id != data.host:
        raise Invalid(_("The host of a center is who applied for it."))
    [row] = _enter([data], What.APPROVED, actor, case)
    return row


@transaction.atomic
def enter_many(items: Sequence[CenterData], *, actor: Actor) -> int:
    """Enter centers that existed before the house, all or none; return how many."""
    require_officer(actor)
    return len(_enter(items, What.ENTERED, actor))


def wrong_in(data: CenterData) -> dict[str, str]:
    """Return what is wrong in a center by itself, by field."""
    wrong = {
        name: _("From one to %(most)d characters.") % {"most": most}
        for name, most in LONGEST.items()
        if not 0 < len(getattr(data, name).strip()) <= most or "\0" in getattr(data, name)
    }
    if data.build_until is not None and data.build_until <= data.approved_on:
        wrong["build_until"] = _("The end of construction comes after its beginning.")
    if data.stage == CenterStage.REGISTERED and data.grade not in {
        "excellent",
        "good",
        "qualified",
    }:
        wrong["grade"] = _("Only centers graded qualified or better stand in the register.")
    if (data.stage == CenterStage.RECTIFYING) != (data.rectify_by is not None):
        wrong["rectify_by"] = _("Given where things are being put right, and only there.")
    if (data.stage == CenterStage.REMOVED) != (data.ended_on is not None):
        wrong["ended_on"] = _("Given where a center was removed, and only there.")
    if data.stage == CenterStage.MERGED:
        wrong["stage"] = _("Enter both centers first, then merge one into the other.")
    return wrong


def _enter(
    items: Sequence[CenterData], what: str, actor: Actor, case: Case | None = None
) -> list[Center]:
    for data in items:
        if wrong := wrong_in(data):
            raise Invalid(_("The center cannot be entered like this."), wrong)
    with explained(refusals()), transaction.atomic():
        rows = Center.objects.bulk_create([_row(data, case) for data in items], batch_size=500)
    through = Center.partners.through
    through.objects.bulk_create(
        through(center_id=row.pk, organization_id=partner)
        for row, data in zip(rows, items, strict=True)
        for partner in dict.fromkeys(data.partners)
    )
    lines = [
        Line(kinds.code(what), row.pk, row.host_id, row.region_id, at=noon(row.approved_on))
        for row in rows
    ]
    entries = record_each(lines, actor=actor)
    Event.objects.bulk_create(
        Event(
            center=row,
            what=what,
            on=row.approved_on,
            new=row.name,
            reason=data.reason,
            made_by=actor.user,
            entry=entry,
        )
        for row, data, entry in zip(rows, items, entries, strict=True)
    )
    return rows


def _row(data: CenterData, case: Case | None) -> Center:
    return Center(
        name=data.name.strip(),
        field_id=data.field,
        host_id=data.host,
        leader=data.leader.strip(),
        region_id=data.region,
        stage=data.stage,
        grade=data.grade,
        approved_on=data.approved_on,
        build_until=data.build_until or years_later(data.approved_on, YEARS_OF_CONSTRUCTION),
        valid_to=data.valid_to,
        rectify_by=data.rectify_by,
        ended_on=data.ended_on,
        case=case,
        is_invented=data.is_invented,
    )


def years_later(day: date, years: int) -> date:
    """Return the same day so many years on; of 29 February the 28th where there is none.

    >>> years_later(date(2024, 2, 29), 3)
    datetime.date(2027, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
