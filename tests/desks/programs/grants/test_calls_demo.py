"""The demo's calls: one decided with its projects, one being decided, one open."""

from __future__ import annotations

import pytest
from django.utils import timezone

from lianqiao.desks.programs.grants.models import Application, Call, Project
from lianqiao.site.demo import calls
from tests.cast import organization

FIRMS = 30


@pytest.fixture
def told(codes, officer, lead):
    for number in range(FIRMS):
        organization(name=f"虚构企业{number}", region="370212", is_invented=True)
    calls.tell(officer, lead)


def test_three_calls_stand_where_they_should(told):
    today = timezone.localdate()
    stages = {row.stage(today).value for row in Call.objects.all()}
    assert stages == {"decided", "closed", "open"}
    assert calls.is_told()
    assert not Call.objects.exclude(name__endswith="（虚构）", is_invented=True).exists()


def test_eight_projects_were_awarded_and_stand_everywhere(told):
    assert Project.objects.count() == 8
    states = set(Project.objects.values_list("state", flat=True))
    assert states == {"running", "accepted", "ended", "lapsed"}
    assert Application.objects.filter(case__state="notice").count() == 1
    assert Application.objects.filter(case__state="decision").count() == 5
