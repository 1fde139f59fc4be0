"""Until when what comes late is still taken."""

from __future__ import annotations

from datetime import date

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.procedures import procedure
from lianqiao.core.parties.queries import deadline


def taken_until(case: Case) -> date | None:
    """Return the last day before a missed term leads on by itself: its last day, and the grace.

    None where no term runs, or it only reminds.
    """
    term = procedure(case.procedure).terms.get(case.state)
    if case.due_on is None or term is None or not term.leads_to:
        return None
    return deadline(case.due_on, term.grace)[0] if term.grace else case.due_on
