"""Corrections restate an entry once; counting uses the last restatement."""

from __future__ import annotations

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection

from lianqiao.core.errors import Conflict, NotFound
from lianqiao.core.ledger import queries, services
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE


def current():
    return set(queries.current().values_list("pk", flat=True))


def test_a_correction_restates_in_full(db, officer, write):
    [first] = write(organization=7, region="370212", evidence=[services.Evidence("test.file", 4)])
    second = services.correct(first, actor=officer.actor, quantities={"paid": Decimal(99)})
    old, new = Entry.objects.get(pk=first), Entry.objects.get(pk=second)
    assert old.quantities == {"paid": ["120.50", "CNY"]}
    assert new.quantities == {"paid": ["99", "CNY"]}
    assert new.corrects == old
    for name in ("kind", "subject_id", "organization_id", "region", "happened_at", "evidence"):
        assert getattr(new, name) == getattr(old, name)
    assert current() == {second}


def test_what_is_not_given_stays(db, write):
    [first] = write(region="370212")
    second = services.correct(first, actor=ANYONE, region="")
    entry = Entry.objects.get(pk=second)
    assert (entry.region, entry.quantities) == ("", {"paid": ["120.50", "CNY"]})


def test_a_withdrawn_entry_is_not_counted(db, write):
    first, other = write(2)
    services.correct(first, actor=ANYONE, withdrawn=True)
    assert current() == {other}


def test_a_correction_is_corrected_in_its_turn(db, write):
    [first] = write()
    second = services.correct(first, actor=ANYONE, withdrawn=True)
    third = services.correct(second, actor=ANYONE)
    assert current() == {third}


def test_an_entry_is_corrected_once(db, write):
    [first] = write()
    services.correct(first, actor=ANYONE, region="370202")
    with pytest.raises(Conflict, match="更正"):
        services.correct(first, actor=ANYONE, withdrawn=True)
    assert Entry.objects.count() == 2


def test_an_unknown_entry_is_not_corrected(db):
    with pytest.raises(NotFound):
        services.correct(1, actor=ANYONE)


def test_a_withdrawal_without_an_entry_is_refused(db):
    values = "(now(), '', '', 1, NULL, '', '', NULL, NULL, '{}', '[]', NULL, true, '')"
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="withdrawal_corrects"):
        cursor.execute(services.INSERT + values)


def test_of_two_corrections_at_once_one_is_told(committed_db, write):
    [first] = write()
    start, outcomes = Barrier(2), []

    def correct():
        start.wait()
        try:
            outcomes.append(services.correct(first, actor=ANYONE, withdrawn=True))
        except Conflict as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=correct) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "int"]
