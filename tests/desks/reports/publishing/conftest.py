"""A report, and the city that it is about."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import transaction

from lianqiao.core.indicators.models import Aggregate
from lianqiao.core.indicators.periods import ZONE
from lianqiao.core.indicators.services import Definition, define
from lianqiao.core.ledger.kinds import Kind, declare, subject_type
from lianqiao.core.ledger.sealing import seal_all
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.publishing import services
from lianqiao.desks.reports.publishing.services import Draft
from tests.cast import organization, person

SIGNED = "paper.signed"
subject_type("paper.thing", lambda pk: f"/ledger/{pk}/", "thing")
declare(Kind(SIGNED, "合同签订", "paper.thing", "paper", {"amount": "CNY"}))
BODY = """# 科技成果转化

今年签订合同 {{ figure "paper.signed" period="2024" }}，
金额 **{{ figure "paper.money" period="2024" }}**。

{{ chart "paper.signed" year="2024" }}
"""


class City:
    """A bureau with an author and a lead, three contracts, two indicators."""

    def __init__(self) -> None:
        self.bureau = organization(name="市科技局", kind=Organization.Kind.BUREAU)
        self.author = person(Role.OFFICER, self.bureau)
        self.lead = person(Role.TEAM_LEAD, self.bureau)
        self.define("paper.signed", "签约数", unit="项")
        money = {"aggregate": Aggregate.SUM, "quantity": "amount", "unit": "元"}
        self.define("paper.money", "签约额", **money)
        self.entries = [self.sign(f"2024-0{month}-01T10:00", 100_000) for month in (1, 2, 3)]

    def define(self, code, name, **values):
        given = {"aggregate": Aggregate.COUNT, "kinds": [SIGNED]} | values
        return define(code, Definition(name, self.bureau.pk, **given), actor=self.lead.actor)

    def sign(self, when, amount):
        with transaction.atomic():
            return record(
                SIGNED,
                subject=1,
                region="370212",
                quantities={"amount": Decimal(amount)},
                at=datetime.fromisoformat(when).replace(tzinfo=ZONE),
            )

    def draft(self, body=BODY, **values):
        draft = Draft(**{"title": "2024年工作报告", "body": body, "year": 2024} | values)
        return services.save(draft, actor=self.author.actor)

    def publish(self, body=BODY, **values):
        report = self.draft(body, **values)
        services.submit(report.pk, actor=self.author.actor)
        seal_all()
        return services.publish(report.pk, actor=self.lead.actor)


@pytest.fixture
def city(committed_db):
    return City()


@pytest.fixture
def drafting(db):
    return City()
