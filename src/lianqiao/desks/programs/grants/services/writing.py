"""What every act on a project has in common: who may, the row locked, its entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.core.cases.rights import works_on
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.services import Evidence, record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants import kinds
from lianqiao.desks.programs.grants.models import Project

LONGEST_REFERENCE = 60
LONGEST_REASON = 1_000


def locked(pk: int) -> Project:
    """Return a project, its row locked. NotFound where there is none."""
    row = Project.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk)
    found = row.first()
    if found is None:
        raise NotFound(_("There is no such project."))
    return found


def require_office(actor: Actor, row: Project) -> None:
    """Raise NotAllowed for all but the office that keeps the project's case."""
    if not works_on(actor, row.case):
        raise NotAllowed(_("Only the office that awarded a project does this."))


def require_state(row: Project, *states: str) -> None:
    """Raise Conflict where a project stands elsewhere."""
    if row.state not in states:
        said = _("This project is at “%(state)s” by now.") % {"state": row.get_state_display()}
        raise Conflict(said)


def tell(
    row: Project,
    what: str,
    *,
    actor: Actor,
    on: date | None = None,
    quantities: Mapping[str, Decimal] | None = None,
    snapshot: Snapshot | None = None,
) -> int:
    """Write an entry on a project; return its number."""
    return record(
        kinds.code(what),
        subject=row.pk,
        actor=actor,
        organization=row.host_id,
        region=row.region_id,
        quantities=quantities,
        evidence=evidence(snapshot),
        at=noon(on) if on else None,
    )


def evidence(snapshot: Snapshot | None) -> tuple[Evidence, ...]:
    """Return the filing that proves an entry."""
    return (Evidence("cases.snapshot", snapshot.pk, snapshot.sha256),) if snapshot else ()


def checked_day(on: date | None) -> date:
    """Return the day of a payment: today unless one is given. Invalid for a day to come."""
    today = timezone.localdate()
    if on is not None and on > today:
        message = _("A day that has come already.")
        raise Invalid(message, {"on": message})
    return on or today


def checked_text(text: str, name: str, longest: int) -> str:
    """Return a text as it is kept. Invalid where it is empty or too long."""
    plain = text.strip()
    if not 0 < len(plain) <= longest or "\0" in plain:
        message = _("From one to %(most)d characters.") % {"most": longest}
        raise Invalid(message, {name: message})
    return plain


def noon(day: date) -> datetime:
    """Return a day's noon, or now while it is not noon yet."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())
