"""When an indicator last changed: what it means, or what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from lianqiao.core.indicators.kinds import FIGURE
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.queries.values import known_versions, parts

# The index of kinds and times answers it, however large the ledger is.
NEWEST = """
    SELECT kind, (SELECT max(happened_at) FROM ledger_entry e WHERE e.kind = wanted.kind)
    FROM unnest(%s::text[]) wanted(kind)
"""
SAID = """
    SELECT r.indicator_id, max(e.recorded_at)
    FROM ledger_entry e JOIN indicators_reported r ON r.id = e.subject_id
    WHERE e.kind = %s GROUP BY 1
"""


def modified(versions: Sequence[Version]) -> dict[str, datetime]:
    """Return by code when each indicator last changed; a constant number of queries.

    Of what is counted, the newest event that has taken place stands for when it was recorded.
    """
    known = known_versions(one.code for one in versions)
    events = _rows(NEWEST, sorted({kind for one in known.values() for kind in one.kinds}))
    said, now = _rows(SAID, FIGURE), timezone.now()
    return {
        one.code: max(
            min(now, moment) for part in parts(one, known) for moment in _times(part, events, said)
        )
        for one in versions
    }


def _times(
    version: Version, events: dict[str, datetime], said: dict[str, datetime]
) -> list[datetime]:
    found = [events.get(kind) for kind in version.kinds] + [said.get(version.code)]
    return [version.recorded_at, *(one for one in found if one)]


def _rows(statement: str, given: str | list[str]) -> dict[str, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [given])
        return {name: moment for name, moment in cursor.fetchall() if moment}
