"""Sixty invented centers at all stages."""

from __future__ import annotations

import pytest

from lianqiao.core.parties.services.calendar import load_working_days
from lianqiao.desks.programs.centers.models import Campaign, Center, CenterStage, Event, What
from lianqiao.site.demo import centers
from tests.cast import organization

DISTRICTS = ("370202", "370211", "370212", "370214")


@pytest.fixture
def told(codes, officer, lead):
    load_working_days()
    for number in range(centers.COUNT):
        organization(name=f"虚构单位{number}", region=DISTRICTS[number % 4], is_invented=True)
    centers.tell(officer, lead)


def test_sixty_centers_stand_at_every_stage_and_all_is_told(told):
    assert centers.is_there()
    assert Center.objects.count() == centers.COUNT
    assert set(Center.objects.values_list("stage", flat=True)) == set(CenterStage.values)
    told_ = set(Event.objects.values_list("what", flat=True))
    assert told_ == set(What.values) - {What.ENTERED}
    assert list(Campaign.objects.values_list("state", flat=True)) == ["open", "published"]
    assert not Center.objects.exclude(name__endswith="（虚构）").exists()
