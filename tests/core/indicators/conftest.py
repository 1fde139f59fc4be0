"""A small ledger of invented kinds, and indicators over it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from lianqiao.core.indicators.models import Aggregate
from lianqiao.core.indicators.periods import ZONE
from lianqiao.core.indicators.services import Definition, define
from lianqiao.core.ledger.kinds import Kind, declare, subject_type
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from tests.cast import organization, person

CITY, LAOSHAN, CHENGYANG = "370200", "370212", "370214"
SIGNED, GRANTED, REVOKED, SAID = "trial.signed", "trial.granted", "trial.revoked", "trial.said"

subject_type("trial.thing", lambda pk: f"/ledger/{pk}/", "thing")
declare(
    Kind(SIGNED, "合同签订", "trial.thing", "trial", {"amount": "CNY", "local": "1"}),
    Kind(GRANTED, "授予称号", "trial.thing", "trial", {"holds": "d"}),
    Kind(REVOKED, "撤销称号", "trial.thing", "trial"),
    Kind(SAID, "上报数量", "trial.thing", "trial", {"heads": "1"}),
)


def at(text: str) -> datetime:
    """Return a moment of the clock in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def bureau(db):
    return organization(name="市测试局", kind=Organization.Kind.BUREAU)


@pytest.fixture
def lead(bureau):
    return person(Role.TEAM_LEAD, bureau).actor


@pytest.fixture
def indicator(bureau, lead):
    """Lay down an indicator; what is not given counts signed contracts."""

    def lay_down(code="trial.signed", **values):
        given = {
            "name": "签约数",
            "department": bureau.pk,
            "aggregate": Aggregate.COUNT,
            "unit": "项",
            "kinds": [SIGNED],
        }
        return define(code, Definition(**given | values), actor=lead)

    return lay_down


@pytest.fixture
def sign(db):
    """Record a signed contract."""

    def sign(when, subject=1, amount=None, local=None, region=LAOSHAN, organization=None):
        given = {"amount": amount, "local": local}
        quantities = {name: Decimal(value) for name, value in given.items() if value is not None}
        return record(
            SIGNED,
            subject=subject,
            organization=organization,
            region=region,
            quantities=quantities,
            at=at(when),
        )

    return sign
