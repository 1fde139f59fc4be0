"""The register and what was published of evaluations, over the HTTP API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.services import evaluating, publishing
from lianqiao.desks.programs.centers.services.evaluating import CampaignData
from tests.desks.programs.centers.conftest import data

CENTERS, EVALUATIONS = "/api/centers", "/api/center-evaluations"


@pytest.fixture
def published(registered, lead):
    year, by = timezone.localdate().year - 1, timezone.localdate() + timedelta(days=90)
    row = evaluating.open_campaign(CampaignData("定期评估", "regular", year, by), actor=lead)
    [one] = row.assessments.all()
    evaluating.settle(one.pk, "scored", actor=lead, expert=Decimal(90))
    evaluating.freeze(row.pk, actor=lead)
    assert Client().get(EVALUATIONS).json() == []
    assert Client().get(f"{EVALUATIONS}/{row.pk}/results").status_code == 404
    return publishing.publish(row.pk, actor=lead)


def test_everybody_reads_the_register_as_it_is_narrowed(registered, host, lead):
    services.approve(data(host, name="在建中心"), actor=lead)
    found = Client().get(CENTERS).json()
    assert [one["name"] for one in found] == ["在建中心", registered.name]
    assert (found[0]["stage"], found[0]["grade"]) == ("building", None)
    [one] = Client().get(CENTERS, {"stage": "registered"}).json()
    assert (one["id"], one["grade"], one["host_name"]) == (registered.pk, "qualified", host.name)
    for asked in ({"limit": 1}, {"q": "在建"}):
        assert len(Client().get(CENTERS, asked).json()) == 1
    assert Client().get(CENTERS, {"stage": "x"}).status_code == 422


def test_a_center_has_its_history(registered):
    found = Client().get(f"{CENTERS}/{registered.pk}").json()
    assert [one["what"] for one in found["history"]] == ["graded", "approved"]
    assert found["history"][0]["entry"] == registered.events.first().entry
    assert Client().get(f"{CENTERS}/999999").status_code == 404


def test_results_are_read_once_they_are_published(published, registered):
    [one] = Client().get(EVALUATIONS).json()
    assert (one["id"], one["centers"], one["grades"]["unqualified"]) == (published.pk, 1, 1)
    [result] = Client().get(f"{EVALUATIONS}/{published.pk}/results").json()
    # No report in two years; 90 of 100 of the experts at a weight of 40.
    assert result == {
        "center": registered.pk,
        "name": registered.name,
        "outcome": "scored",
        "points": "36.00",
        "grade": "unqualified",
    }


def test_the_register_asks_the_same_however_many_there_are(
    registered, host, lead, django_assert_num_queries
):
    for number in range(5):
        services.approve(data(host, name=f"在建中心{number}"), actor=lead)
    with django_assert_num_queries(1):
        Client().get(CENTERS)
