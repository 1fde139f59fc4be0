"""Which organizations look different to the rules than at an earlier moment.

A moment is a snapshot of PostgreSQL's transactions, not a time: a transaction that began before it
and ended after it is seen as what it is, news.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

MOMENT = "SELECT (pg_control_system()).system_identifier || '/' || pg_current_snapshot()"

CHANGED = """
    SELECT organization_id FROM rules_revision
     WHERE NOT pg_visible_in_snapshot(transaction::text::xid8, %(snapshot)s::pg_snapshot)
    UNION
    SELECT organization_id FROM parties_fact WHERE known_at > %(known)s
    UNION
    SELECT organization_id FROM parties_title
     WHERE (valid_from > %(before)s AND valid_from <= %(on)s)
        OR (valid_to >= %(before)s AND valid_to < %(on)s)
    UNION
    SELECT f.organization_id FROM parties_fact f
      JOIN parties_factdefinition d ON d.name = f.definition_id AND NOT d.is_yearly
     WHERE (f.period_from > %(before)s AND f.period_from <= %(on)s)
        OR (d.is_register AND f.period_to >= %(before)s AND f.period_to < %(on)s)
"""
FORGET = """
    DELETE FROM rules_revision
     WHERE pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)
        OR transaction::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot())
"""


def moment() -> str:
    """Return what has happened until now, to be given to `changed_since` later."""
    with connection.cursor() as cursor:
        cursor.execute(MOMENT)
        return str(cursor.fetchone()[0])


def changed_since(earlier: str, *, known: datetime, before: date, on: date) -> Sequence[int] | None:
    """Return the organizations of which something changed since, or changed by the days alone.

    `known` is until when facts were known to count then: one that was on record already may count
    only from later on, be it by the clock of another machine. `before` and `on` are the two
    reference dates, of one calendar year: a title that ended between them changed its organization
    too. None where the moments can't be compared: another year, or the database was restored into
    another server.
    """
    server, _sep, snapshot = earlier.partition("/")
    if not server or server != moment().partition("/")[0]:
        return None
    if before.year != on.year or before > on:
        return None
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"snapshot": snapshot, "known": known, "before": before, "on": on})
        return [pk for (pk,) in cursor.fetchall()]


def forget(until: str) -> None:
    """Drop what had happened at a moment: a run from then on has seen it.

    And what no transaction of this server has made: it came with a dump of another.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [until.partition("/")[2]])
