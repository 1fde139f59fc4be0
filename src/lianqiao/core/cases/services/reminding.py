"""What is due soon is said once for each term, and so is a correction that did not come."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lianqiao.core.cases.models import Case, Correction
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.queries.filing import BUILT, applicants_steps
from lianqiao.core.cases.services import telling
from lianqiao.core.parties.queries import deadline

DAYS_BEFORE = 3


def remind(*, on: date) -> int:
    """Remind applicants of terms that end within three working days, and of missed corrections.

    Where it is the office's turn, nothing is written: what is due stands on top of its queue. Each
    case is a transaction of its own. Returns how many applicants were written to.
    """
    until, _is_provisional = deadline(on, DAYS_BEFORE)
    due = Case.objects.filter(
        procedure__contains=BUILT, due_on__range=(on, until), reminded_on__isnull=True
    )
    awaited = Correction.objects.filter(
        OPEN, due_on__lte=until, filing__case__reminded_on__isnull=True
    )
    days = [*due.values_list("pk", "due_on"), *awaited.values_list("filing__case", "due_on")]
    return sum(_remind(case, day, on) for case, day in sorted(days) if day)


@transaction.atomic
def _remind(pk: int, day: date, on: date) -> bool:
    free = Case.objects.select_for_update(of=("self",), skip_locked=True)
    case = free.filter(pk=pk, reminded_on__isnull=True).first()
    if case is None:
        return False
    is_theirs = case.due_on is None or bool(applicants_steps(case))
    case.reminded_on = on
    case.save(update_fields=["reminded_on"])
    if is_theirs:
        telling.remind(case, day, on)
    return is_theirs
