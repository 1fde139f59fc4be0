"""More time: the applicant asks before or after the last day, the office grants it or says why not.

Silence takes nothing away: while a request is open, the clock does not move the case.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.flow import EXTENDED, By
from lianqiao.core.cases.models import Case, Extension
from lianqiao.core.cases.models.extensions import LONGEST, MOST_DAYS
from lianqiao.core.cases.queries.extending import may_ask
from lianqiao.core.cases.rights import parts_of, works_on
from lianqiao.core.cases.services.moving import note
from lianqiao.core.cases.services.telling import tell_of_extension
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.queries import deadline


@transaction.atomic
def ask_extension(case: int, working_days: int, reason: str, *, actor: Actor) -> Extension:
    """Ask for more working days in the state that a case is in.

    NotFound for a stranger; Conflict where no term runs that waits for the applicant, where a
    request is open, or one was refused in this state; Invalid for days or a reason that do not do.
    """
    row = Case.objects.select_for_update(of=("self",)).filter(pk=case).first()
    if row is None or By.APPLICANT not in parts_of(actor, row):
        raise NotFound(_("There is no such case."))
    if row.due_on is None or not may_ask(row):
        raise Conflict(_("No term runs here for which you could ask for more time."))
    taken = Conflict(_("You have asked for more time already; the office has yet to answer."))
    with explained({"extension_one_open": taken}), transaction.atomic():
        return Extension.objects.create(
            case=row,
            due_on=row.due_on,
            working_days=_days(working_days),
            reason=_said(reason, _("Say why you need more time.")),
            asked_by_id=actor.user,
        )


@transaction.atomic
def grant_extension(
    extension: int, working_days: int, *, actor: Actor, answer: str = "", today: date | None = None
) -> Case:
    """Give more working days, from the last day as it stands, or from today where that is later."""
    row, case = _open(extension, actor)
    days, day = _days(working_days), today or timezone.localdate()
    begins = max(case.due_on or day, day)
    case.due_on, case.due_is_provisional = deadline(begins, days)
    case.reminded_on, case.changed_at = None, timezone.now()
    case.save(update_fields=["due_on", "due_is_provisional", "reminded_on", "changed_at"])
    _close(row, actor, granted=days, answer=_plain(answer))
    note(case, EXTENDED, actor, reason=row.answer, quantities={}, evidence=())
    tell_of_extension(case, row)
    return case


@transaction.atomic
def refuse_extension(extension: int, answer: str, *, actor: Actor) -> Case:
    """Say no, with the reason; the term goes on as if nothing had been asked."""
    row, case = _open(extension, actor)
    _close(
        row, actor, granted=None, answer=_said(answer, _("Say why not: the applicant reads it."))
    )
    tell_of_extension(case, row)
    return case


def _open(extension: int, actor: Actor) -> tuple[Extension, Case]:
    """Return an open request and its case, locked; the case first, as every other service does."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("organization")
    case = cases.filter(extensions=extension).first()
    if case is None or not works_on(actor, case):
        raise NotFound(_("There is no such request."))
    row = Extension.objects.get(pk=extension)
    if row.closed_at:
        raise Conflict(_("This request is closed already."))
    return row, case


def _close(row: Extension, actor: Actor, *, granted: int | None, answer: str) -> None:
    row.granted, row.answer = granted, answer
    row.closed_at, row.closed_by_id = timezone.now(), actor.user
    row.save(update_fields=["granted", "answer", "closed_at", "closed_by"])


def _days(working_days: int) -> int:
    if not 0 < working_days <= MOST_DAYS:
        message = _("Give between 1 and %(most)d working days.") % {"most": MOST_DAYS}
        raise Invalid(message, {"working_days": message})
    return working_days


def _said(text: str, missing: str) -> str:
    plain = _plain(text)
    if not plain:
        raise Invalid(missing, {"reason": missing})
    return plain


def _plain(text: str) -> str:
    plain = text.replace("\x00", "").strip()
    if len(plain) > LONGEST:
        message = _("At most %(most)d characters.") % {"most": LONGEST}
        raise Invalid(message, {"reason": message})
    return plain
