"""The score of an application for a title, shown beside its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianqiao.core.cases.beside import Beside
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Filing, Snapshot
from lianqiao.desks.programs.queries.applications import score
from lianqiao.desks.programs.queries.trying import score_of


def show(filing: Filing, snapshot: Snapshot | None) -> Beside | None:
    """Return the score of a filing, line by line; None where no table judges it."""
    found = score(filing, snapshot)
    if found is None:
        return None
    context = {"score": found, "filing": filing, "is_live": snapshot is None}
    return Beside("programs/parts/score.html", context)


def pretended(document: Document, form: str, values: Mapping[str, Any]) -> Beside | None:
    """Return the score of a pretended application; None where no table judges it."""
    found = score_of(document, form, values)
    return Beside("programs/parts/pretended.html", {"score": found}) if found else None
