"""Until when what comes late is still taken, and what becomes of a case then."""

from __future__ import annotations

from datetime import date

from lianqiao.core.cases.documents.flow import Step
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.procedures import procedure
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.parties.queries import deadline


def missed_step(case: Case) -> Step | None:
    """Return the step that the clock takes where a correction does not come; None where it is
    the office that decides."""
    found = document(case.procedure)
    asked = found.state(case.state).correction
    return found.step(asked.missed) if asked else None


def taken_until(case: Case) -> date | None:
    """Return the last day before a missed term leads on by itself: its last day, and the grace.

    None where no term runs, or it only reminds.
    """
    term = procedure(case.procedure).terms.get(case.state)
    if case.due_on is None or term is None or not term.leads_to:
        return None
    return deadline(case.due_on, term.grace)[0] if term.grace else case.due_on
