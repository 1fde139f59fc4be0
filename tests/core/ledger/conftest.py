"""A desk of the tests' own, and a ledger with something in it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from lianqiao.core.ledger import kinds, sealing, services

THING, HAPPENED = "test.thing", "test.happened"


@pytest.fixture(autouse=True, scope="session")
def _desk():
    kinds.subject_type(THING, lambda pk: f"/things/{pk}/", "thing")
    kinds.quantity("paid", "sum paid")
    kinds.declare(
        kinds.Kind(HAPPENED, "Something happened", THING, "exchange", {"paid": "CNY", "size": "1"}),
        kinds.Kind("test.ended", "It ended", THING, "tests"),
    )


@pytest.fixture
def write():
    """Write entries, committed where the database commits; gives their numbers."""

    def write(count=1, **values):
        values = {"subject": 1, "quantities": {"paid": Decimal("120.50")}} | values
        with transaction.atomic():
            return [services.record(HAPPENED, **values) for _ in range(count)]

    return write


@pytest.fixture
def sealed(committed_db, write):
    """Two seals of three entries each, with a confidential organization; gives their numbers."""
    numbers = []
    for _ in range(2):
        numbers += write(3, organization=7, region="370212")
        sealing.seal_all()
    return numbers
