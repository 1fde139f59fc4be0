"""Every committed entry gets into exactly one seal, however late it comes."""

from __future__ import annotations

import random
import time
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from lianqiao.core.ledger import merkle, queries, sealing
from lianqiao.core.ledger.models import Entry, Gap, Seal, SealedEntry


def order():
    """The numbers of all sealed entries, in sealing order."""
    return list(SealedEntry.objects.order_by("seal", "position").values_list("entry_id", flat=True))


def gaps():
    return list(Gap.objects.order_by("first").values_list("first", "last"))


def in_thread(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_seals_are_chained_and_hold_the_leaves(sealed):
    first, second = Seal.objects.all()
    assert (first.number, first.size, bytes(first.previous)) == (1, 3, bytes(32))
    assert (second.number, second.size, second.previous) == (2, 3, first.chain)
    assert order() == sealed
    leaves = [bytes(place.leaf) for place in second.entries.order_by("position")]
    assert merkle.root(leaves) == bytes(second.root)
    assert queries.verify() == queries.Verification(2, 6, 0, None)


def test_nothing_new_makes_no_seal(sealed):
    assert sealing.seal_all() == 0
    assert Seal.objects.count() == 2


def test_large_ledgers_take_several_seals(committed_db, write, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    numbers, seen = write(10), []
    assert sealing.seal_all(seen.append) == 10
    assert seen == [4, 8, 10]
    assert order() == numbers
    assert queries.verify().difference is None


def test_seals_are_not_made_inside_a_transaction(committed_db, write):
    write()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        sealing.seal_all()


def test_rolled_back_numbers_leave_gaps(committed_db, write):
    first = write(2)
    for _ in range(2):
        with transaction.atomic():
            write(3)
            transaction.set_rollback(True)
        last = write(2)
        sealing.seal_all()
    assert gaps() == [(first[1] + 1, first[1] + 3), (last[0] - 3, last[0] - 1)]
    assert Entry.objects.count() == 6
    assert queries.verify() == queries.Verification(2, 6, 0, None)


def test_savepoints_are_sealed_with_their_transaction(committed_db, write):
    with transaction.atomic():
        with transaction.atomic():
            inner = write()
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
        outer = write()
    assert sealing.seal_all() == 2
    assert order() == inner + outer


def test_entries_wait_for_a_transaction_that_began_before(committed_db, write):
    """A later number is not sealed while a lower one may still come."""
    wrote, go = Event(), Event()

    def slow():
        with transaction.atomic():
            write()
            wrote.set()
            assert go.wait(20)

    thread = in_thread(slow)
    assert wrote.wait(20)
    write()
    sealed_meanwhile = sealing.seal_all()
    go.set()
    thread.join()
    assert sealed_meanwhile == 0
    assert sealing.seal_all() == 2
    assert gaps() == []
    assert queries.verify().difference is None


def late_entry(superuser, number):
    """Commit an entry under a number drawn before: what the server does between two moments."""
    superuser.execute(
        "INSERT INTO ledger_entry (id, recorded_at, happened_at, kind, subject_type, subject_id,"
        " department, region, quantities, evidence, withdrawn, salt) VALUES"
        " (%s, now(), now(), 'test.happened', 'test.thing', 1, '', '', '{}', '[]', false, '')",
        [number],
    )


def test_a_lower_number_that_commits_later_is_sealed_then(
    committed_db, write, superuser_connection
):
    superuser = superuser_connection(committed_db)
    first = write(2)
    drawn = [
        superuser.execute("SELECT nextval('ledger_entry_id_seq')").fetchone()[0] for _ in "12345"
    ]
    later = write(2)
    assert sealing.seal_all() == 4
    assert gaps() == [(drawn[0], drawn[-1])]
    late_entry(superuser, drawn[2])
    assert sealing.seal_all() == 1
    assert order() == [*first, *later, drawn[2]]
    assert gaps() == [(drawn[0], drawn[1]), (drawn[3], drawn[4])]
    late_entry(superuser, drawn[0])
    newest = write()
    late_entry(superuser, drawn[4])
    assert sealing.seal_all() == 3
    assert order()[5:] == [drawn[0], drawn[4], *newest]
    assert gaps() == [(drawn[1], drawn[1]), (drawn[3], drawn[3])]
    assert queries.verify() == queries.Verification(3, 8, 0, None)


def test_many_writers_and_two_sealers_at_once(committed_db, write):
    """Some transactions roll back, some take long; nothing is skipped or sealed twice."""
    writing, kept = Event(), []
    writing.set()
    start = Barrier(6)

    def writer(seed):
        chance = random.Random(seed)
        start.wait()
        for _ in range(25):
            is_kept = chance.random() > 0.3
            with transaction.atomic():
                numbers = write(chance.randint(1, 3))
                time.sleep(chance.random() / 100)
                transaction.set_rollback(not is_kept)
            if is_kept:
                kept.extend(numbers)

    def sealer():
        start.wait()
        while writing.is_set():
            sealing.seal_all()

    writers = [in_thread(lambda seed=seed: writer(seed)) for seed in range(4)]
    sealers = [in_thread(sealer) for _ in range(2)]
    for thread in writers:
        thread.join()
    writing.clear()
    for thread in sealers:
        thread.join()
    sealing.seal_all()
    assert sorted(order()) == sorted(kept)
    assert set(kept) == set(Entry.objects.values_list("pk", flat=True))
    found = queries.verify()
    assert (found.entries, found.unsealed, found.difference) == (len(kept), 0, None)


def test_a_server_in_another_time_zone(sealed, committed_db, superuser_connection):
    name = connection.settings_dict["NAME"]
    superuser_connection(committed_db).execute(
        f"ALTER DATABASE {name} SET TimeZone TO 'Asia/Kathmandu'"
    )
    connection.close()
    assert queries.verify().difference is None
    assert queries.proof(sealed[0])["fields"][1]["text"].endswith("Z")


def test_seals_are_made_in_the_background(committed_db, write):
    from lianqiao.core.ledger import tasks

    write()
    assert tasks.seal(0) == 1
