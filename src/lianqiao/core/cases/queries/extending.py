"""Whether more time can be asked for in a case, and what was asked for."""

from __future__ import annotations

from datetime import datetime

from lianqiao.core.cases.documents.flow import EXTENDED, REBASED
from lianqiao.core.cases.models import Case, Extension
from lianqiao.core.cases.queries.versions import document


def may_ask(case: Case) -> bool:
    """Whether a term runs in which the applicant is to file something, and no request hinders.

    A refusal stands for as long as the case is in that state.
    """
    if case.due_on is None or document(case.procedure).state(case.state).form is None:
        return False
    since = case.extensions.filter(asked_at__gte=_entered(case))
    return not any(one.closed_at is None or one.is_refused for one in since)


def asked_extension(case: Case) -> Extension | None:
    """Return the request that waits for an answer."""
    return case.extensions.filter(closed_at__isnull=True).select_related("asked_by").first()


def answered_extensions(case: Case) -> list[Extension]:
    """Return the requests that were answered, the newest first."""
    rows = case.extensions.filter(closed_by__isnull=False)
    return list(rows.select_related("asked_by", "closed_by"))


def _entered(case: Case) -> datetime:
    """Return when the term that runs began: with the last step that was one of the procedure."""
    return case.steps.exclude(name__in=[EXTENDED, REBASED]).latest("pk").at
