"""A proof reads one block of its seal, and gives what the whole seal gives."""

from __future__ import annotations

import pytest
from django.db import transaction

from lianqiao.core.ledger import merkle, roots, trees
from lianqiao.core.ledger.models import Seal, SealedEntry, Tree
from lianqiao.core.ledger.sealing import seal_all
from lianqiao.core.ledger.services import Line, record_many
from tests.core.ledger.conftest import HAPPENED

SIZE = 2 * merkle.BLOCK + 3


@pytest.fixture
def large(committed_db):
    """A seal of two blocks and a part of one."""
    with transaction.atomic():
        record_many(Line(HAPPENED, number) for number in range(SIZE))
    seal_all()
    return Seal.objects.get()


def whole(seal):
    return [
        bytes(leaf) for leaf in seal.entries.order_by("position").values_list("leaf", flat=True)
    ]


def test_path_and_root_are_those_of_the_whole_seal(large, django_assert_num_queries):
    leaves = whole(large)
    assert merkle.root(leaves) == bytes(large.root)
    for place in SealedEntry.objects.select_related("seal__tree"):
        if place.position % 100 == 0 or place.position > SIZE - 4:
            with django_assert_num_queries(1):
                assert trees.path_of(place) == merkle.path(leaves, place.position)
    assert trees.root_of(large, [0, SIZE - 1]) == bytes(large.root)


@pytest.mark.parametrize(
    ("table", "tampering", "position"),
    [
        ("ledger_tree", "UPDATE ledger_tree SET blocks = sha256('x') || substr(blocks, 33)", 300),
        (
            "ledger_sealedentry",
            "UPDATE ledger_sealedentry SET leaf = sha256('x') WHERE position = 299",
            300,
        ),
    ],
)
def test_a_changed_block_or_neighbour_gives_another_root(
    large, committed_db, superuser_connection, table, tampering, position
):
    connection = superuser_connection(committed_db)
    connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    connection.execute(tampering)
    assert trees.root_of(Seal.objects.get(), [position]) != bytes(large.root)


def test_a_seal_from_before_trees_were_kept_is_hashed_whole(
    large, committed_db, superuser_connection
):
    connection = superuser_connection(committed_db)
    connection.execute("ALTER TABLE ledger_tree DISABLE TRIGGER ALL")
    connection.execute("DELETE FROM ledger_tree")
    assert not Tree.objects.exists()
    assert trees.root_of(Seal.objects.get(), [5]) == bytes(large.root)


def test_a_line_is_found_among_many(tmp_path, large):
    other = roots.line(large).partition(b" ")[2]
    numbers = [number for number in range(1, 300) if number != 150]
    path = tmp_path / "roots.txt"
    path.write_bytes(b"".join(b"%d %b" % (number, other) for number in numbers))
    for number in (*range(1, 300, 7), 299, 150, 300):
        large.number = number
        assert roots.is_published(large, path) is (number in numbers)
    large.number, large.size = 8, 1
    assert not roots.is_published(large, path)
    assert not roots.is_published(large, tmp_path / "none.txt")
