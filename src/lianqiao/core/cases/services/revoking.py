"""Taking a certificate back: its title ends, its case goes where the procedure says."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.flow import By, Step
from lianqiao.core.cases.models import Case, Certificate
from lianqiao.core.cases.queries.holding import bars_for
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import parts_of
from lianqiao.core.cases.services.deciding import go
from lianqiao.core.cases.services.granting import last_day, take_back
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor

LONGEST = 1000


@transaction.atomic
def revoke(
    certificate: int,
    *,
    actor: Actor,
    reason: str,
    bars: bool = False,
    today: date | None = None,
) -> Certificate:
    """Take a title back with its certificate, and tell its holder why; from today on it is void.

    The case takes the step that `revokes`, where one leads on from its state. `bars` keeps the
    holder from a new application for the years that the procedure names. NotFound for a stranger,
    NotAllowed but for a team lead, Invalid without a reason or on the very day of the grant,
    Conflict where it is revoked already or has run out.
    """
    day, said = today or timezone.localdate(), reason.replace("\x00", "").strip()
    row = Certificate.objects.select_related("title__kind").filter(pk=certificate).first()
    case = _locked(row, actor)
    if row is None or case is None:
        raise NotFound(_("There is no such certificate."))
    row.refresh_from_db()
    _require(row, said, day)
    if step := _revoking(case):
        go(case, step, actor=actor, reason=said, today=day)
    # A step is taken today; a day that was named otherwise counts for what it left.
    take_back(case, actor=actor, reason=said, on=day)
    row.refresh_from_db()
    years = bars_for(case, row.title.kind.code) if bars else 0
    if years:
        row.barred_until = last_day(day, years)
        row.save(update_fields=["barred_until"])
    return row


def _locked(row: Certificate | None, actor: Actor) -> Case | None:
    """Return the case, locked, to a lead of its office; None to a stranger."""
    cases = Case.objects.select_for_update(of=("self",))
    case = cases.filter(pk=row.case_id).first() if row else None
    parts = parts_of(actor, case) if case else frozenset()
    if parts and By.LEAD not in parts:
        raise NotAllowed(_("Only a team lead of the office that granted it takes it back."))
    return case if parts else None


def _require(row: Certificate, said: str, day: date) -> None:
    if row.revoked_on:
        raise Conflict(_("This certificate has been revoked already."))
    if row.title.valid_to < day:
        raise Conflict(_("This title has run out by then."))
    if not 0 < len(said) <= LONGEST:
        message = _("Give the reason: the other side will read it.")
        raise Invalid(message, {"reason": message})


def _revoking(case: Case) -> Step | None:
    steps = document(case.procedure).steps
    return next((one for one in steps if one.revokes and case.state in one.sources), None)
