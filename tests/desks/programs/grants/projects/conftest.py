"""A project as it is awarded, and as it runs: a grant of 800,000 yuan with 400,000 of own funds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Case, Filing
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services import building, publishing
from lianqiao.core.cases.services.applying import open_filing
from lianqiao.core.cases.services.deciding import go, take
from lianqiao.core.cases.services.moving import move, open_case
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.core.parties.services.calendar import load_working_days
from lianqiao.desks.programs.grants import costs
from lianqiao.desks.programs.grants.models import Call, Project, Topic
from tests.cast import actor, organization

PROCEDURE = costs.FILE.parent.parent / "procedures" / "rd_grant.yaml"
YEAR = timezone.localdate().year
LAOSHAN = "370212"
YUAN = 100
GRANTED, OWN = 800_000 * YUAN, 400_000 * YUAN
BUDGET = [
    {"cost": "equipment", "granted": "300000.00", "own": "200000.00"},
    {"cost": "operations", "granted": "250000.00", "own": "150000.00"},
    {"cost": "labour", "granted": "150000.00", "own": "50000.00"},
    {"cost": "indirect", "granted": "100000.00"},
]
SPENT = [
    {"cost": "equipment", "granted": "200000.00", "own": "100000.00"},
    {"cost": "labour", "granted": "50000.00"},
]


def contract(**values):
    """Two milestones; a first part on the day of the beginning, the rest with the milestones."""
    return {
        "starts_on": f"{YEAR - 1}-03-01",
        "ends_on": f"{YEAR + 1}-02-28",
        "milestones": [
            {"title": "样机试制", "target": "完成样机一台", "due_on": f"{YEAR}-02-28"},
            {"title": "通过验收", "due_on": f"{YEAR + 1}-02-28"},
        ],
        "budget": BUDGET,
        "installments": [
            {"amount": "400000.00", "due_on": f"{YEAR - 1}-03-01"},
            {"amount": "240000.00", "milestone": "1"},
            {"amount": "160000.00", "milestone": "2"},
        ],
        "contract_agreed": True,
    } | values


def progress(year=YEAR - 1, spending=SPENT):
    return {"report_year": str(year), "progress": "样机已完成", "spending": spending}


def changed(**granted):
    """The budget with another sum of the grant, in yuan, for some kinds of cost."""
    rows = [row | {"granted": granted.get(row["cost"], row["granted"])} for row in BUDGET]
    return {"change_reason": "试制方案调整", "budget": rows}


def hand_in(who, case, values):
    """Fill in the form of the state that a case is in, and hand it in."""
    filing = open_filing(actor=who, case=case.pk)
    save(actor=who, filing=filing.pk, values=values, based_on=revisions(filing))
    return submit(actor=who, filing=filing.pk)


def revisions(filing: Filing):
    filing.refresh_from_db()
    return {key: mark[0] for key, mark in filing.marks.items()}


def clock(case, step):
    """Take a step as the clock does."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    return go(row, document(row.procedure).step(step), actor=ANYONE)


@pytest.fixture
def host(codes):
    return organization(name="青岛深蓝装备有限公司", region=LAOSHAN)


@pytest.fixture
def owner(host):
    return actor(Role.OWNER, host)


@pytest.fixture
def officer(bureau):
    return actor(Role.OFFICER, bureau)


@pytest.fixture
def lead(bureau):
    return actor(Role.TEAM_LEAD, bureau)


@pytest.fixture
def topic(bureau, codes):
    day = date(YEAR - 1, 1, 10)
    call = Call.objects.create(
        office=bureau,
        year=YEAR - 1,
        name="重点研发",
        about="支持关键技术攻关",
        opens_on=day,
        closes_on=day + timedelta(days=30),
        budget=20_000_000 * YUAN,
        most=5_000_000 * YUAN,
        least_own=30,
        longest_months=36,
        written_by=1,
    )
    return Topic.objects.create(
        call=call,
        key="1",
        name="海洋装备",
        about="深海装备",
        field_id="AM",
        budget=5_000_000 * YUAN,
    )


@pytest.fixture
def version(codes, bureau, officer, lead):
    load_working_days()
    draft = plain(files.read(PROCEDURE.read_bytes()))
    row = building.begin(draft, actor=officer)
    return publishing.publish(row.pk, actor=lead, expected=row.revision)


@pytest.fixture
def case(version, host, owner, bureau, topic):
    """A case at its contract, its project awarded."""
    row = open_case(
        str(version),
        state="draft",
        number="RD-1",
        organization=host,
        actor=owner,
        office=bureau.pk,
    )
    for step in ("submit", "pass_check", "conclude", "propose", "award"):
        move(row.pk, step, actor=owner)
    return Case.objects.get(pk=row.pk)


@pytest.fixture
def awarded(case, topic):
    return Project.objects.create(
        case=case,
        topic=topic,
        number=f"KJ-{YEAR}-1",
        title="深海采样装备研制",
        host=case.organization,
        leader="王建国",
        region_id=LAOSHAN,
        awarded_on=date(YEAR - 1, 2, 20),
        granted=GRANTED,
    )


@pytest.fixture
def running(awarded, case, owner, lead):
    hand_in(owner, case, contract())
    take(case.pk, "sign", actor=lead)
    return Project.objects.get()


@pytest.fixture
def reported(running, case, owner):
    hand_in(owner, case, progress())
    return running
