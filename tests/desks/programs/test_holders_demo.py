"""The demo's firms that hold a title for years."""

from __future__ import annotations

from collections import Counter

from lianqiao.core.cases.models import Case, Certificate
from lianqiao.site.demo import holders
from tests import cast
from tests.desks.programs import titles


def test_firms_hold_a_title_owe_report_and_lose_it_once(codes, officer, team_lead):
    assert holders.is_told()
    titles.published(holders.CODE, officer, team_lead)
    assert not holders.is_told()
    for _firm in range(12):
        cast.organization(is_invented=True)
    holders.tell(officer.actor, team_lead.actor)
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states["ended"] == states["changing"] == states["checking"] == 1
    assert Certificate.objects.exclude(barred_until=None).count() == 1
    assert holders.is_told()
