"""Evaluations: points by rule, grades by cut-off and quota, frozen, carried into the register."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.centers import schemes, services
from lianqiao.desks.programs.centers.models import Assessment, Campaign, Center
from lianqiao.desks.programs.centers.operating import operating
from lianqiao.desks.programs.centers.queries.campaigns import ranking
from lianqiao.desks.programs.centers.services import Reported, evaluating, publishing
from lianqiao.desks.programs.centers.services.evaluating import CampaignData
from tests.cast import person
from tests.desks.programs.centers.conftest import data

ZERO = dict.fromkeys(operating().figures, Decimal(0))
FULL = ZERO | {
    "rd_spending": Decimal(10_000_000),
    "rd_staff": Decimal(70),
    "staff": Decimal(100),
    "inventions": Decimal(10),
    "standards": Decimal(1),
    "transformed_sum": Decimal(12_500_000),
    "transformed_sum_here": Decimal(10_000_000),
    "shared_hours": Decimal(1000),
    "tests": Decimal(100),
    "cooperations": Decimal(5),
}
BY = timezone.localdate() + timedelta(days=120)
SCHEME = schemes.shipped("regular")


def points(**figures) -> dict[str, Decimal]:
    given = FULL | {name: Decimal(value) for name, value in figures.items()}
    found = schemes.scored(SCHEME, [given, given], Decimal(100))
    return {line.item.code: line.points for line in found.lines}


def test_what_ships_gives_100_points_and_local_transformation_weighs_22():
    for kind in schemes.KINDS:
        scheme = schemes.shipped(kind)
        years = [FULL] * scheme.years
        score = schemes.scored(scheme, years, Decimal(100))
        assert (score.data, score.expert, score.total, score.local) == (60, 40, 100, 22)


@pytest.mark.parametrize(
    ("figures", "line", "expected"),
    [
        # From the file: 100/200/500/1,000 × 10,000 yuan bring 2/4/6/8; from includes the figure.
        ({"rd_spending": "999999.99"}, "rd_spending", 0),
        ({"rd_spending": 1_000_000}, "rd_spending", 2),
        ({"rd_spending": 2_000_000}, "rd_spending", 4),
        ({"rd_spending": "9999999.99"}, "rd_spending", 6),
        ({"rd_spending": 10_000_000}, "rd_spending", 8),
        ({"rd_staff": 29}, "rd_staff", 0),
        ({"rd_staff": 30}, "rd_staff", 2),
        ({"rd_staff": 69}, "rd_staff", 4),
        ({"rd_staff": 0, "staff": 0}, "rd_staff", 0),
        ({"transformed_sum_here": 2_499_999}, "local_share", 0),
        ({"transformed_sum_here": 2_500_000}, "local_share", 3),
        ({"transformed_sum_here": 7_500_000}, "local_share", 9),
        ({"transformed_sum_here": 499_999}, "local_sum", 0),
        ({"transformed_sum_here": 500_000}, "local_sum", 3),
        ({"inventions": 9}, "inventions", 6),
    ],
)
def test_bands_include_the_figure_that_they_begin_with(figures, line, expected):
    assert points(**figures)[line] == expected


def test_a_year_without_a_report_counts_as_nothing_in_a_mean_not_in_a_share():
    one = schemes.scored(SCHEME, [FULL], Decimal(0))
    found = {line.item.code: line for line in one.lines}
    assert (found["inventions"].value, found["inventions"].points) == (5, 6)
    assert found["local_share"].points == 12
    assert (found["inventions"].next_from, found["inventions"].next_points) == (10, 8)


def score(total, local=0):
    return schemes.Score((), Decimal(total), Decimal(0), Decimal(local))


def test_grades_by_cut_off_and_quota_from_the_best_down():
    # Ten: a fifth may be excellent, two fifths excellent or good.
    totals = [95, 90, 88, 86, 80, 75, 74, 60, 59, 10]
    found = schemes.graded(SCHEME, {key: score(one) for key, one in enumerate(totals)})
    assert list(found.values()) == [
        *["excellent"] * 2,
        *["good"] * 2,
        *["qualified"] * 4,
        *["unqualified"] * 2,
    ]


def test_equals_are_told_apart_by_local_points_else_none_takes_the_last_place():
    told = {0: score(95), 1: score(90, 10), 2: score(90, 9), **{n: score(0) for n in range(3, 10)}}
    assert schemes.graded(SCHEME, told)[1] == "excellent"
    assert schemes.graded(SCHEME, told)[2] == "good"
    equal = told | {2: score(90, 10)}
    found = schemes.graded(SCHEME, equal)
    assert [found[key] for key in range(3)] == ["excellent", "good", "good"]


@pytest.mark.parametrize("change", ["bands", "sum"])
def test_a_scheme_that_does_not_add_up_is_refused(change):
    raw = copy.deepcopy(schemes.raw("regular"))
    raw["expert"] = 41 if change == "sum" else 40
    if change == "bands":
        raw["items"][0]["bands"].reverse()
    with pytest.raises(ValueError, match=r"bands|points"):
        schemes.read(raw)


@pytest.fixture
def campaign(host, lead):
    year = timezone.localdate().year - 1
    for number in range(6):
        row = services.approve(data(host, name=f"第{number}中心"), actor=lead)
        services.grade(row.pk, "qualified", actor=lead)
        share = Decimal(10 - 2 * number) / 10
        figures = {
            code: value * share
            if operating().figures[code].is_money
            else (value * share).to_integral_value()
            for code, value in FULL.items()
        }
        reports = [Reported(row.pk, one, figures) for one in (year - 1, year)]
        services.report_many(reports, actor=lead)
    return evaluating.open_campaign(
        CampaignData("2025年度定期评估", "regular", year, BY), actor=lead
    )


def of(campaign, number) -> Assessment:
    return campaign.assessments.get(center__name=f"第{number}中心")


def settle_all(campaign, actor):
    for one in campaign.assessments.all():
        evaluating.settle(one.pk, "scored", actor=actor, expert=Decimal(90))


def test_a_campaign_from_opening_to_the_register(campaign, officer, lead):
    with pytest.raises(Conflict):
        evaluating.freeze(campaign.pk, actor=lead)
    settle_all(campaign, officer)
    for number, outcome in ((2, "deferred"), (3, "exempt"), (4, "absent")):
        with pytest.raises(Invalid):
            evaluating.settle(of(campaign, number).pk, outcome, actor=officer)
        evaluating.settle(of(campaign, number).pk, outcome, actor=officer, reason="按规定")
    with pytest.raises(NotAllowed):
        evaluating.freeze(campaign.pk, actor=officer)
    evaluating.freeze(campaign.pk, actor=lead)
    first = of(campaign, 0)
    # All of the reports and 90 of 100 at a weight of 40.
    assert (first.points, len(first.lines)) == (Decimal("96.00"), 9)
    publishing.publish(campaign.pk, actor=lead)
    rows = {row.name: row for row in Center.objects.all()}
    # Three are scored: a fifth of three is nobody, two fifths are one.
    assert [rows[f"第{n}中心"].grade for n in range(6)] == [
        "good",
        "qualified",
        "qualified",
        "qualified",
        "unqualified",
        "unqualified",
    ]
    assert [rows[f"第{n}中心"].stage for n in range(6)] == [
        *["registered"] * 4,
        *["rectifying"] * 2,
    ]
    assert rows["第0中心"].valid_to == date(campaign.last_year + 3, 12, 31)
    assert rows["第5中心"].rectify_by == BY
    with pytest.raises(Conflict):
        publishing.publish(campaign.pk, actor=lead)


def test_what_is_frozen_stays_whatever_is_reported_later(campaign, officer, lead):
    settle_all(campaign, officer)
    evaluating.freeze(campaign.pk, actor=lead)
    campaign.refresh_from_db()
    before = [(one.place, one.score.total, one.grade) for one in ranking(campaign)]
    last = of(campaign, 5).center_id
    services.report_many([Reported(last, campaign.last_year, FULL)], actor=lead)
    assert [(one.place, one.score.total, one.grade) for one in ranking(campaign)] == before
    with pytest.raises(Conflict):
        evaluating.settle(of(campaign, 1).pk, "scored", actor=officer)
    rows = Campaign.objects.filter(pk=campaign.pk)
    for change in (
        lambda: rows.update(state="open", frozen_at=None),
        lambda: rows.update(seed="x"),
        lambda: campaign.assessments.update(points=100),
        lambda: campaign.assessments.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_longer_draw_begins_with_the_shorter(campaign, officer):
    two = evaluating.sample(campaign.pk, 2, actor=officer)
    assert evaluating.sample(campaign.pk, 4, actor=officer)[:2] == two
    assert campaign.assessments.filter(is_sampled=True).count() == 4
    for count in (3, 7):
        with pytest.raises(Invalid):
            evaluating.sample(campaign.pk, count, actor=officer)


def test_the_pages_of_an_evaluation(campaign, bureau, enterprise_owner, django_assert_num_queries):
    client = person(Role.TEAM_LEAD, bureau).client
    pages = [
        reverse("centers:campaigns"),
        reverse("centers:campaign", args=[campaign.pk]),
        reverse("centers:assessment", args=[of(campaign, 0).pk]),
    ]
    for page in pages:
        assert client.get(page).status_code == 200
        assert enterprise_owner.client.get(page).status_code == 404
        assert Client().get(page).status_code == 404
    settled = client.post(pages[2], {"outcome": "scored", "expert": "88.5", "reason": ""})
    assert settled.status_code == 302
    assert of(campaign, 0).expert == Decimal("88.50")
    assert client.post(pages[2], {"outcome": "absent"}).status_code == 422
    draw = reverse("centers:campaign_act", args=[campaign.pk, "sample"])
    assert client.post(draw, {"count": "2"}).status_code == 302
    year = campaign.last_year
    opening = {"name": "另一次", "kind": "regular", "last_year": year, "rectify_by": "2099-01-01"}
    assert client.post(pages[0], opening).status_code == 302
    with django_assert_num_queries(2):
        ranking(campaign)


def test_everybody_sees_the_city_in_figures(campaign):
    page = Client().get(reverse("centers:city"))
    assert page.status_code == 200
    assert dict(page.context["stages"])["registered"] == 6
