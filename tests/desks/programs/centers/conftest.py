"""A host, and a center that it builds."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.services import CenterData
from tests.cast import actor, organization
from tests.desks.programs.centers import procedure

LAOSHAN = "370212"
USCC = "91370200MA3C00001N"


def data(host, **values) -> CenterData:
    given = {
        "name": "测试市海洋装备技术创新中心",
        "field": "AM",
        "host": host.pk,
        "leader": "王建国",
        "region": LAOSHAN,
        "approved_on": date(2023, 6, 1),
    }
    return CenterData(**given | values)


def book(heads, *rows) -> BytesIO:
    made = Workbook()
    for row in (heads, *rows):
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    file.seek(0)
    return file


@pytest.fixture
def host(codes):
    return organization(name="青岛深蓝装备有限公司", region=LAOSHAN)


@pytest.fixture
def officer(bureau):
    return actor(Role.OFFICER, bureau)


@pytest.fixture
def lead(bureau):
    return actor(Role.TEAM_LEAD, bureau)


@pytest.fixture
def building(host, lead):
    return services.approve(data(host), actor=lead)


@pytest.fixture
def registered(building, lead):
    return services.grade(building.pk, "qualified", actor=lead, on=date(2026, 6, 1))


@pytest.fixture
def version(officer, lead):
    return procedure.published(officer, lead)


@pytest.fixture
def applicant(host):
    return actor(Role.OWNER, host)


@pytest.fixture
def approved(version, host, lead):
    """A case up to its public notice, approved today."""
    return procedure.approved(version, host, lead)
