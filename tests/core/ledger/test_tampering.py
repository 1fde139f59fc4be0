"""Whoever owns the server can switch the triggers off. What he changes is named."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from lianqiao.core.ledger import queries, roots, sealing, verification
from lianqiao.core.ledger.models import Entry, Seal
from lianqiao.core.ledger.verification import Difference

TABLES = ("ledger_entry", "ledger_seal", "ledger_sealedentry", "ledger_tree")


@pytest.fixture
def tamper(committed_db, superuser_connection):
    """Run a statement as the superuser, with no trigger and no foreign key in the way."""
    connection = superuser_connection(committed_db)

    @contextmanager
    def unhindered():
        for table in TABLES:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield
        for table in TABLES:
            connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")

    def tamper(statement, **values):
        with unhindered():
            assert connection.execute(statement, values).rowcount

    return tamper


def found():
    return queries.verify().difference


def test_untouched(sealed):
    assert found() is None


CHANGES = (
    """quantities = '{"paid": ["9120.50", "CNY"]}'""",
    """quantities = '{"paid": ["120.5", "CNY"]}'""",
    "quantities = '{}'",
    "happened_at = happened_at - interval '1 microsecond'",
    "recorded_at = recorded_at - interval '1 year'",
    "kind = 'test.ended'",
    "organization_id = NULL",
    "region = '370202'",
    "subject_id = subject_id + 1",
    "actor_user = 1",
    """evidence = '[["test.file", 1, ""]]'""",
    "salt = '\\x00'",
    "happened_at = 'infinity'",
    """evidence = ('[' || repeat('9', 5000) || ']')::jsonb""",
    """evidence = (repeat('[', 3000) || repeat(']', 3000))::jsonb""",
)


def test_a_changed_field(committed_db, write, tamper):
    """Of several, the first in sealing order is named: so the last one is changed first."""
    numbers = write(len(CHANGES), organization=7, region="370212")
    sealing.seal_all()
    for number, change in zip(reversed(numbers), CHANGES, strict=True):
        tamper(f"UPDATE ledger_entry SET {change} WHERE id = %(id)s", id=number)
        assert found() == Difference("changed", 1, number), change


def test_the_first_of_several_is_named(sealed, tamper):
    tamper("UPDATE ledger_entry SET department = 'x' WHERE id = ANY(%(ids)s)", ids=sealed[1:])
    tamper("DELETE FROM ledger_entry WHERE id = %(id)s", id=sealed[2])
    assert found() == Difference("changed", 1, sealed[1])


def test_a_deleted_entry(sealed, tamper):
    tamper("DELETE FROM ledger_entry WHERE id = %(id)s", id=sealed[1])
    assert found() == Difference("lost", 1, sealed[1])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_entry_deleted_with_its_place(sealed, tamper, place):
    for table, column in (("ledger_entry", "id"), ("ledger_sealedentry", "entry_id")):
        tamper(f"DELETE FROM {table} WHERE {column} = %(id)s", id=sealed[place])
    assert found() == Difference("size", 1)


def test_a_swapped_leaf(sealed, tamper):
    tamper("UPDATE ledger_sealedentry SET leaf = sha256('x') WHERE entry_id = %(id)s", id=sealed[0])
    assert found() == Difference("leaf", 1, sealed[0])


def test_a_changed_entry_with_its_leaf(sealed, tamper):
    tamper("UPDATE ledger_entry SET region = '' WHERE id = %(id)s", id=sealed[0])
    leaf = _leaf(sealed[0])
    tamper(
        "UPDATE ledger_sealedentry SET leaf = %(leaf)s WHERE entry_id = %(id)s",
        leaf=leaf,
        id=sealed[0],
    )
    assert found() == Difference("root", 1)


def test_entries_that_change_places(sealed, tamper):
    for move in ("position + 10", "CASE position WHEN 10 THEN 1 WHEN 11 THEN 0 ELSE 2 END"):
        tamper(f"UPDATE ledger_sealedentry SET position = {move} WHERE seal_id = 1")
    assert found() == Difference("root", 1)


@pytest.mark.parametrize("number", [1, 2])
def test_a_deleted_seal(sealed, tamper, number):
    tamper("DELETE FROM ledger_seal WHERE number = %(number)s", number=number)
    assert found() == Difference("missing", number)


def test_a_deleted_seal_with_all_it_held(sealed, tamper):
    tamper("DELETE FROM ledger_entry WHERE id = ANY(%(ids)s)", ids=sealed[3:])
    tamper("DELETE FROM ledger_sealedentry WHERE seal_id = 2")
    tamper("DELETE FROM ledger_seal WHERE number = 2")
    assert found() == Difference("missing", 2)


@pytest.mark.parametrize(
    "change", ["sealed_at = now()", "chain = sha256('x')", "previous = sha256('x')"]
)
def test_a_changed_seal(sealed, tamper, change):
    tamper(f"UPDATE ledger_seal SET {change} WHERE number = 1")
    assert found() == Difference("chain", 1)


def test_a_seal_of_another_size(sealed, tamper):
    tamper("UPDATE ledger_seal SET size = 4 WHERE number = 2")
    assert found() == Difference("size", 2)


def test_everything_rewritten_is_caught_by_the_published_roots(sealed, tamper):
    """Entry, leaf, root and chain agree again; only what was published does not."""
    tamper("UPDATE ledger_entry SET quantities = '{}' WHERE id = %(id)s", id=sealed[0])
    for table in ("ledger_sealedentry", "ledger_tree", "ledger_seal"):
        tamper(f"DELETE FROM {table}")
    kept = roots.roots_file().read_bytes()
    roots.roots_file().unlink()
    sealing.seal_all()
    assert found() is None
    roots.roots_file().write_bytes(kept)
    assert found() == Difference("republished", 1)


def test_a_forged_entry_that_no_gap_knows(sealed, tamper, committed_db, superuser_connection):
    connection = superuser_connection(committed_db)
    connection.execute("SELECT setval('ledger_entry_id_seq', 1000)")
    _record_one()
    sealing.seal_all()
    connection.execute("DELETE FROM ledger_gap")
    tamper(
        "INSERT INTO ledger_entry SELECT 500, recorded_at, happened_at, kind, subject_type,"
        " subject_id, organization_id, department, region, actor_user, actor_membership,"
        " quantities, evidence, withdrawn, salt, NULL FROM ledger_entry WHERE id = %(id)s",
        id=sealed[0],
    )
    assert sealing.seal_all() == 0
    assert found() == Difference("skipped", entry=500)


def test_a_stretch_for_each_process(sealed, tamper, monkeypatch):
    monkeypatch.setattr(verification, "STRETCH", 2)
    seen = []
    assert queries.verify(lambda done, total: seen.append((done, total))).difference is None
    assert seen == [(3, 6), (6, 6)]
    tamper("DELETE FROM ledger_entry WHERE id = %(id)s", id=sealed[5])
    assert found() == Difference("lost", 2, sealed[5])


def _leaf(number):
    from django.db import connection

    from lianqiao.core.ledger import leaves

    query = f"SELECT {leaves.SELECT} FROM ledger_entry e WHERE id = {number}"
    with connection.cursor() as cursor:
        [cells] = leaves.copied(cursor, query, {})
    return leaves.leaf(cells)


def _record_one():
    from django.db import transaction

    from lianqiao.core.ledger import services
    from tests.core.ledger.conftest import HAPPENED

    with transaction.atomic():
        services.record(HAPPENED, subject=1)
    assert Entry.objects.count() == 7
    assert Seal.objects.count() == 2
