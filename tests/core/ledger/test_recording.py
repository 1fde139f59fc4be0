"""Writing entries: what they hold, and what is refused."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from lianqiao.core.ledger import kinds, services
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import Evidence, LedgerError, Line
from tests.core.ledger.conftest import HAPPENED, THING


def test_an_entry_holds_what_was_said(officer, enterprise):
    at = timezone.now() - timezone.timedelta(days=3)
    number = services.record(
        HAPPENED,
        subject=12,
        actor=officer.actor,
        organization=enterprise.pk,
        region="370212",
        quantities={"paid": Decimal("1E+3"), "size": Decimal("0.30")},
        evidence=[Evidence("test.file", 4, "ab" * 32)],
        at=at,
    )
    entry = Entry.objects.get(pk=number)
    assert (entry.kind, entry.subject_type, entry.subject_id) == (HAPPENED, THING, 12)
    assert (entry.organization_id, entry.region) == (enterprise.pk, "370212")
    assert (entry.actor_user, entry.actor_membership) == (
        officer.actor.user,
        officer.actor.membership,
    )
    assert entry.quantities == {"paid": ["1000", "CNY"], "size": ["0.30", "1"]}
    assert entry.evidence == [["test.file", 4, "ab" * 32]]
    assert (entry.happened_at, entry.department, entry.withdrawn) == (at, "exchange", False)
    assert len(entry.salt) == 16


def test_time_of_recording_is_the_databases(db, write):
    at = timezone.now() - timezone.timedelta(days=400)
    entry = Entry.objects.get(pk=write(at=at)[0])
    assert entry.happened_at == at
    assert abs(timezone.now() - entry.recorded_at).total_seconds() < 60


def test_many_at_once(db, django_assert_num_queries):
    lines = [Line(HAPPENED, subject=n, quantities={"size": Decimal(n)}) for n in range(1500)]
    with django_assert_num_queries(2):
        assert services.record_many(lines) == 1500
    assert Entry.objects.count() == 1500
    assert len(set(Entry.objects.values_list("salt", flat=True))) == 1500
    assert services.record_many([]) == 0


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"quantities": {"weight": Decimal(1)}}, "declares no quantity"),
        ({"quantities": {"paid": Decimal("NaN")}}, "no number"),
        ({"at": datetime(2026, 1, 1)}, "has a zone"),
    ],
)
def test_mistakes_in_code_are_refused(db, write, values, reason):
    with pytest.raises(LedgerError, match=reason):
        write(**values)
    assert not Entry.objects.exists()


def test_unknown_kind_is_refused(db):
    with pytest.raises(kinds.UnknownKindError, match=r"test\.nothing"):
        services.record("test.nothing", subject=1)


def test_outside_a_transaction_is_refused(committed_db):
    with pytest.raises(LedgerError, match="transaction"):
        services.record(HAPPENED, subject=1)
    assert not Entry.objects.exists()
