"""The score of an application for a title, shown beside its form."""

from __future__ import annotations

from lianqiao.core.cases.beside import Beside
from lianqiao.core.cases.models import Filing, Snapshot
from lianqiao.desks.programs.queries.applications import score


def show(filing: Filing, snapshot: Snapshot | None) -> Beside | None:
    """Return the score of a filing, line by line; None where no table judges it."""
    found = score(filing, snapshot)
    if found is None:
        return None
    context = {"score": found, "filing": filing, "is_live": snapshot is None}
    return Beside("programs/parts/score.html", context)
