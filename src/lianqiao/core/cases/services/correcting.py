"""Asking the applicant to put named fields right; meanwhile the case's own term rests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case, Correction, Filing, Snapshot
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import works_on
from lianqiao.core.cases.services.deciding import require_nothing_open
from lianqiao.core.cases.services.telling import tell_of_correction, tell_of_withdrawal
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import WorkingDay
from lianqiao.core.parties.queries import deadline

LONGEST = 5000
MOST_DAYS = 250
"""About a year of working days."""


@transaction.atomic
def ask_correction(
    filing: int,
    fields: Sequence[str],
    text: str,
    *,
    working_days: int,
    actor: Actor,
    today: date | None = None,
) -> Correction:
    """Ask for some fields of a submitted filing; they alone can be changed then.

    Invalid for a field that the form has not, without a text, or before anything was submitted;
    Conflict where a request is open already.
    """
    day = today or timezone.localdate()
    row, case = _locked(filing, actor)
    text = text.replace("\x00", "").strip()
    _require_sense(case, row, fields, text)
    due_on, is_provisional = _due(day, working_days)
    taken = Conflict(_("A correction has been asked for already."))
    with explained({"correction_one_open": taken}), transaction.atomic():
        made = Correction.objects.create(
            filing=row,
            fields=list(fields),
            text=text,
            due_on=due_on,
            due_is_provisional=is_provisional,
            days_left=_days_left(case, day),
            asked_by_id=actor.user,
        )
    case.due_on, case.due_is_provisional, case.reminded_on = None, False, None
    case.save(update_fields=["due_on", "due_is_provisional", "reminded_on"])
    tell_of_correction(case, made)
    return made


@transaction.atomic
def withdraw_correction(correction: int, *, actor: Actor, today: date | None = None) -> Case:
    """Take a request back; the case goes on with the days that it had left."""
    found = Correction.objects.filter(pk=correction).values_list("filing", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such request."))
    _filing, case = _locked(found, actor)
    row = Correction.objects.get(pk=correction)
    if row.met_by_id or row.withdrawn_at or row.missed_at:
        raise Conflict(_("This request is closed already."))
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    tell_of_withdrawal(case)
    return resume(case, row, today or timezone.localdate())


def meet(correction: Correction, snapshot: Snapshot, today: date) -> Case:
    """Close a request by what was submitted, within the submission's transaction."""
    correction.met_by = snapshot
    correction.save(update_fields=["met_by"])
    case = Case.objects.select_for_update(of=("self",)).get(pk=snapshot.filing.case_id)
    return resume(case, correction, today)


def resume(case: Case, correction: Correction, today: date) -> Case:
    """Let a case's term run on from a day with the working days that were left of it."""
    if correction.days_left:
        case.due_on, case.due_is_provisional = deadline(today, correction.days_left)
    case.reminded_on = None
    case.save(update_fields=["due_on", "due_is_provisional", "reminded_on"])
    return case


def _locked(filing: int, actor: Actor) -> tuple[Filing, Case]:
    row = Filing.objects.filter(pk=filing).first()
    if row is None:
        raise NotFound(_("There is no such filing."))
    case = Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
    if not works_on(actor, case):
        raise NotFound(_("There is no such filing."))
    return row, case


def _require_sense(case: Case, filing: Filing, fields: Sequence[str], text: str) -> None:
    require_nothing_open(case)
    known = document(case.procedure).form(filing.form).fields
    if not fields or not known.keys() >= set(fields):
        message = _("Choose the fields that are to be put right.")
        raise Invalid(message, {"fields": message})
    if not 0 < len(text) <= LONGEST:
        message = _("Say what is to be put right, in at most %(most)d characters.")
        raise Invalid(message % {"most": LONGEST}, {"text": message % {"most": LONGEST}})
    if document(case.procedure).state(case.state).is_final:
        raise Conflict(_("This case is decided by now."))
    if not filing.snapshots.exists():
        raise Conflict(_("Nothing has been submitted yet."))


def _due(today: date, working_days: int) -> tuple[date, bool]:
    if not 0 < working_days <= MOST_DAYS:
        message = _("Give between 1 and %(most)d working days.") % {"most": MOST_DAYS}
        raise Invalid(message, {"working_days": message})
    return deadline(today, working_days)


def _days_left(case: Case, today: date) -> int | None:
    """Return the working days of a case's term that are left after today; at least one, so that a
    term that has just run out is not lost in the pause."""
    if case.due_on is None:
        return None
    days = WorkingDay.objects.filter(date__gt=today, date__lte=case.due_on, is_working=True)
    return max(days.count(), 1)
