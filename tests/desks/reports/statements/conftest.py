"""A city with some indicators, and a text that speaks of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from lianqiao.core.indicators.models import Aggregate
from lianqiao.core.indicators.periods import ZONE, Period
from lianqiao.core.indicators.services import Definition, Figure, define, report_figure
from lianqiao.core.ledger.kinds import Kind, declare, subject_type
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.statements import services
from lianqiao.desks.reports.statements.services import Given
from tests.cast import organization, person

SIGNED, PAID = "talk.signed", "talk.paid"
subject_type("talk.thing", lambda pk: f"/ledger/{pk}/", "thing")
declare(
    Kind(SIGNED, "对接成功", "talk.thing", "talk"),
    Kind(PAID, "补助发放", "talk.thing", "talk", {"amount": "CNY"}),
)
DAY = date(2024, 12, 11)
BODY = """## 市科技局加快打造科技强市

今年以来，市科技局组建服务专班，成功对接459项。

## 市卫生健康委办好实事

发放托育服务保育费补助1021.15万元，平台累计浏览量超880万次，人均期望寿命81.78岁。
"""


@pytest.fixture
def science(db):
    return organization(name="市科技局", kind=Organization.Kind.BUREAU)


@pytest.fixture
def lead(science):
    return person(Role.TEAM_LEAD, science)


@pytest.fixture
def officer(science):
    return person(Role.OFFICER, science)


@pytest.fixture
def city(science, lead):
    """Indicators, and records: 457 matches, 10,211,500 yuan, 8.8 million views reported."""
    health = organization(name="市卫生健康委", kind=Organization.Kind.BUREAU)
    administrator = person(Role.ADMINISTRATOR, science).actor
    for code, name, department, values in (
        ("talk.signed", "成果与需求成功对接数", science, {"unit": "项", "kinds": [SIGNED]}),
        (
            "talk.paid",
            "托育服务保育费补助发放额",
            health,
            {
                "unit": "元",
                "kinds": [PAID],
                "aggregate": Aggregate.SUM,
                "quantity": "amount",
            },
        ),
        ("talk.views", "平台累计浏览量", health, {"unit": "次", "aggregate": Aggregate.REPORTED}),
    ):
        given = {"aggregate": Aggregate.COUNT} | values
        define(code, Definition(name, department.pk, **given), actor=administrator)
    for subject in range(457):
        happened("2024-03-01T10:00", SIGNED, subject)
    happened("2024-11-01T10:00", PAID, 1, amount="10211500.00")
    views = Figure("talk.views", Period.year(2024), Decimal(8_812_345))
    report_figure(views, actor=administrator)


def happened(when, kind, subject, **quantities):
    return record(
        kind,
        subject=subject,
        at=datetime.fromisoformat(when).replace(tzinfo=ZONE),
        quantities={name: Decimal(value) for name, value in quantities.items()},
    )


@pytest.fixture
def enter(officer):
    """Hand a text in."""

    def hand_in(body=BODY, **values):
        given = {"title": "三民活动：政府工作向您报告", "year": 2024, "published_on": DAY} | values
        return services.enter(Given(body=body, **given), actor=officer.actor)

    return hand_in
