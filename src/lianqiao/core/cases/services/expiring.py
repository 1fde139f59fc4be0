"""The clock: a missed term leads where the procedure says, and never silently nowhere."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from lianqiao.core.cases.documents.flow import Step
from lianqiao.core.cases.models import Case, Correction, Extension
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.procedures import procedure
from lianqiao.core.cases.queries.grace import missed_step, taken_until
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services.deciding import go
from lianqiao.core.errors import Refusal
from lianqiao.core.parties.actors import ANYONE

log = logging.getLogger(__name__)

BUILT = "/"
"""In the codes of procedures that are data, before the number of the version."""


def take_missed(*, on: date) -> Iterator[tuple[int, str]]:
    """Take the clock's step of each case whose term ended before a day; yield (case, step).

    Each case is a transaction of its own, so a run that is stopped goes on where it was. A case
    that cannot be moved stays overdue in its officer's queue; so does one whose request for more
    time the office has yet to answer, and one that breaks, which is logged. Corrections that did
    not come follow.
    """
    for case, code, state in _missed(on):
        term = procedure(code).terms.get(state)
        if term and term.leads_to and _done(case, partial(_took, case, term.leads_to, state, on)):
            yield case, term.leads_to
    for correction in _awaited(on).order_by("pk"):
        step = missed_step(correction.filing.case)
        case = correction.filing.case_id
        if step and _done(case, partial(_took_missed, correction.pk, step, on)):
            yield case, step.key


def _done(case: int, act: Callable[[], bool]) -> bool:
    """Whether an act was done: one case that breaks must not stop the clock of all others."""
    try:
        return act()
    except Exception:
        log.exception("The clock could not move case %d", case)
        return False


def _missed(on: date) -> list[tuple[int, str, str]]:
    rows = _late(on).filter(procedure__contains=BUILT).order_by("pk")
    return list(rows.values_list("pk", "procedure", "state"))


def _late(on: date) -> QuerySet[Case]:
    asked = Extension.objects.filter(case=OuterRef("pk"), closed_at__isnull=True)
    return Case.objects.filter(~Exists(asked), due_on__lt=on)


def _took(pk: int, step: str, state: str, on: date) -> bool:
    """Take a step unless the case has moved, or its term, since it was looked for."""
    with transaction.atomic():
        still = _late(on).select_for_update(of=("self",), skip_locked=True)
        case = still.filter(pk=pk, state=state).first()
        last = taken_until(case) if case else None
        if case is None or last is None or on <= last:
            return False
        try:
            go(case, document(case.procedure).step(step), actor=ANYONE, today=on)
        except Refusal:
            return False
    return True


def _awaited(on: date) -> QuerySet[Correction]:
    late = Correction.objects.filter(OPEN, due_on__lt=on)
    return late.select_related("filing__case")


def _took_missed(pk: int, step: Step, on: date) -> bool:
    """Close a request that was not met and take the step, unless it was met by now."""
    free = Case.objects.select_for_update(of=("self",), skip_locked=True)
    try:
        with transaction.atomic():
            case = free.filter(filings__corrections=pk).first()
            if case is None or missed_step(case) != step:
                return False
            if not _awaited(on).filter(pk=pk).update(missed_at=timezone.now()):
                return False
            go(case, step, actor=ANYONE, today=on)
    except Refusal:
        return False
    return True
