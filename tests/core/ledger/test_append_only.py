"""The database refuses whatever is not a new row, also to its owner."""

from __future__ import annotations

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

TABLES = ("ledger_entry", "ledger_seal", "ledger_sealedentry", "ledger_tree")
CHANGES = (
    "UPDATE ledger_entry SET quantities = '{}'",
    "UPDATE ledger_entry SET corrects = NULL",
    "UPDATE ledger_seal SET size = size + 1",
    "UPDATE ledger_sealedentry SET position = position + 10",
    *(f"DELETE FROM {table}" for table in TABLES),
    *(f"TRUNCATE {table} CASCADE" for table in TABLES),
)


def contents():
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT md5(string_agg({table}::text, '|')) FROM {table}")
            yield cursor.fetchone()


def test_the_application_may_only_add(sealed):
    before = list(contents())
    for change in CHANGES:
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert list(contents()) == before


def test_the_trigger_stops_even_a_superuser(sealed, committed_db, superuser_connection):
    superuser = superuser_connection(committed_db)
    for change in CHANGES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            superuser.execute(change)


@pytest.mark.parametrize("column", ["id", "recorded_at"])
def test_the_application_may_not_choose(db, column):
    columns = f"{column}, happened_at, kind, subject_type, subject_id, department, region, salt"
    value = "1" if column == "id" else "now()"
    values = f"{value}, now(), 'test.happened', 'test.thing', 1, '', '', ''"
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(f"INSERT INTO ledger_entry ({columns}) VALUES ({values})")
