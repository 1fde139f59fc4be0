"""Changes that leave a center's standing as it is: name, host, head; and two that become one."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.services.deciding import take
from lianqiao.core.cases.services.moving import hand_over
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.desks.programs.centers.models import Center, CenterStage, What
from lianqiao.desks.programs.centers.services.entering import LONGEST
from lianqiao.desks.programs.centers.services.together import together
from lianqiao.desks.programs.centers.services.writing import (
    checked_day,
    locked,
    require_lead,
    require_officer,
    said,
    tell,
)


@transaction.atomic
def rename(pk: int, name: str, *, actor: Actor, on: date | None = None, reason: str = "") -> Center:
    """Give a center another name; the old one stays in its history. Conflict where it is taken."""
    require_officer(actor)
    row, plain = locked(pk), _text(name, "name")
    _require_other(row.name, plain, "name")
    return tell(
        row,
        What.RENAMED,
        actor=actor,
        on=checked_day(on),
        changes={"name": plain},
        old=row.name,
        new=plain,
        reason=said(reason, needed=False),
    )


@transaction.atomic
def change_leader(
    pk: int, leader: str, *, actor: Actor, on: date | None = None, reason: str = ""
) -> Center:
    """Put another person at a center's head."""
    require_officer(actor)
    row, plain = locked(pk), _text(leader, "leader")
    _require_other(row.leader, plain, "leader")
    return tell(
        row,
        What.LEADER,
        actor=actor,
        on=checked_day(on),
        changes={"leader": plain},
        old=row.leader,
        new=plain,
        reason=said(reason, needed=False),
    )


@transaction.atomic
def change_host(
    pk: int, host: int, *, actor: Actor, on: date | None = None, reason: str = ""
) -> Center:
    """Let another organization carry a center and its case; its district becomes the new host's.

    Invalid where there is no such organization, or it is a bureau.
    """
    require_lead(actor)
    _hand_case_over(pk, host)
    row = locked(pk)
    found = Organization.objects.exclude(kind=Organization.Kind.BUREAU).filter(pk=host).first()
    if found is None:
        message = _("There is no such organization.")
        raise Invalid(message, {"host": message})
    _require_other(str(row.host_id), str(found.pk), "host")
    return tell(
        row,
        What.HOST,
        actor=actor,
        on=checked_day(on),
        changes={"host": found, "region_id": found.region_id or row.region_id},
        old=row.host.name,
        new=found.name,
        reason=said(reason),
    )


@transaction.atomic
def merge(pk: int, into: int, *, actor: Actor, reason: str, on: date | None = None) -> Center:
    """Merge a center into another, which goes on; the merged one leaves the register for good."""
    require_lead(actor)
    why = said(reason)
    _take_case_along(pk, why, actor)
    # In the order of keys, so that two merges at once cannot wait for each other.
    rows = {key: locked(key) for key in sorted({pk, into})}
    if pk == into:
        raise Conflict(_("A center cannot be merged into itself."))
    row, other, day = rows[pk], rows[into], checked_day(on)
    changes = {
        "stage": CenterStage.MERGED,
        "merged_into": other,
        "ended_on": day,
        "rectify_by": None,
    }
    return tell(
        row,
        What.MERGED,
        actor=actor,
        on=day,
        changes=changes,
        old=row.name,
        new=other.name,
        reason=why,
    )


def _hand_case_over(pk: int, host: int) -> None:
    if (case := _case_of(pk)) is not None and Organization.objects.filter(pk=host).exists():
        hand_over(case, organization=host)


def _case_of(pk: int) -> int | None:
    return Center.objects.filter(pk=pk).values_list("case", flat=True).first()


def _take_case_along(pk: int, reason: str, actor: Actor) -> None:
    # The case is locked before the center, as a step of the case would do.
    if (case := _case_of(pk)) is not None:
        with together():
            take(case, "merge", actor=actor, reason=reason)


def _text(value: str, name: str) -> str:
    plain = value.strip()
    if not 0 < len(plain) <= LONGEST[name] or "\0" in plain:
        message = _("From one to %(most)d characters.") % {"most": LONGEST[name]}
        raise Invalid(message, {name: message})
    return plain


def _require_other(now: str, wanted: str, name: str) -> None:
    if now == wanted:
        message = _("This is how it stands already.")
        raise Invalid(message, {name: message})
