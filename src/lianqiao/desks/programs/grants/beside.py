"""The budget of an application beside what its call and the rules on costs allow."""

from __future__ import annotations

from lianqiao.core.cases.beside import Beside
from lianqiao.core.cases.models import Filing, Snapshot
from lianqiao.desks.programs.grants.applied import FORM, asked, topic_of

TEMPLATE = "grants/parts/beside_budget.html"


def show(filing: Filing, snapshot: Snapshot | None) -> Beside | None:
    """Return it for an application; None for any other form."""
    row = topic_of(filing.case) if filing.form == FORM else None
    if row is None:
        return None
    values = filing.buffer if snapshot is None else snapshot.values
    context = {"asked": asked(values), "topic": row.topic, "call": row.topic.call}
    return Beside(TEMPLATE, context)
