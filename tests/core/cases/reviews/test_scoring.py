"""Scores of panels: one of many, in rules, in the ranking, and how reviewers lean."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from lianqiao.core.cases.documents.reviews import Combine, combined
from lianqiao.core.cases.outliers import outlying
from lianqiao.core.cases.queries import reviews as queries
from lianqiao.core.cases.queries.points import points_of
from lianqiao.core.cases.services import drawing, take
from lianqiao.core.errors import Invalid, NotFound
from tests.cast import actor
from tests.core.cases.reviews import procedure


def test_outliers_as_iglewicz_and_hoaglin_call_them():
    # The modified z-scores by hand: median 3.45, MAD 0.9, so 10.4 is at 5.2 and 5.9 at 1.8.
    data = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17, calls 8.2 and 8.3 outliers.
    assert [value for value, apart in zip(data, outlying(data), strict=True) if apart] == [8.2, 8.3]
    assert outlying([80, 80, 80, 80, 40]) == [False, False, False, False, True]
    assert outlying([80] * 6) == [False] * 6
    assert outlying([90, 80, 10]) == [False] * 3


def test_trimming_leaves_out_one_highest_and_one_lowest():
    scores = [Decimal(one) for one in (60, 70, 80, 95)]
    assert combined(Combine.TRIMMED, scores) == Decimal(75)
    assert combined(Combine.MEAN, scores) == Decimal("76.25")
    assert combined(Combine.TRIMMED, scores[:2]) == Decimal(65)
    assert combined(Combine.MEAN, []) is None


def test_a_step_that_asks_for_a_score_waits_for_all_of_them(panel, team_lead, file, version):
    case = panel.snapshot.filing.case_id
    seats = list(panel.assignments.all())
    for seat in seats[:2]:
        file(seat, 90)
    with pytest.raises(Invalid):
        take(case, "grant", actor=team_lead.actor)
    file(seats[2], 90)
    assert take(case, "grant", actor=team_lead.actor).state == "granted"


def test_a_score_too_low_does_not_pass(panel, team_lead, file):
    for seat in panel.assignments.all():
        file(seat, 40, 3)  # (3 · 40 + 50) / 4 = 42.5
    [standing] = queries.standings_of(panel.snapshot.filing.case)
    assert (standing.score, standing.is_done) == (Decimal("42.50"), True)
    with pytest.raises(Invalid):
        take(panel.snapshot.filing.case_id, "grant", actor=team_lead.actor)


def test_the_score_is_that_of_the_snapshot_filed_last(panel, team_lead, file):
    for seat in panel.assignments.all():
        file(seat, 90)
    procedure.again(panel.snapshot)
    with pytest.raises(Invalid):
        take(panel.snapshot.filing.case_id, "grant", actor=team_lead.actor)


def test_while_an_appeal_runs_there_is_no_score(panel, team_lead, file):
    for seat in panel.assignments.all():
        file(seat, 90)
    case = panel.snapshot.filing.case_id
    second = drawing.draw(case, "expert", actor=team_lead.actor, reason="异议")
    with pytest.raises(Invalid):
        take(case, "grant", actor=team_lead.actor)
    for seat in second.assignments.all():
        file(seat, 20)
    with pytest.raises(Invalid):
        take(case, "grant", actor=team_lead.actor)


def test_points_by_rule_stand_beside_each_with_what_it_asks(panel):
    case = panel.snapshot.filing.case
    review = queries.standings_of(case)[0].review
    found = points_of(case, review, timezone.localdate())
    assert [(one.points, one.verdict) for one in found] == [(5, True), (10, False)]
    assert all(one.rule for one in found)


@pytest.fixture
def three(version, enterprise_owner, officer, pool, file):
    """Three panels of two, three and no opinions: 80 and 90; thrice 70; none."""
    made = []
    for scores in ((80, 90), (70, 70, 70), ()):
        snapshot = procedure.submitted(version, enterprise_owner)
        made.append(drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor))
        for seat, worth in zip(made[-1].assignments.all(), scores, strict=False):
            file(seat, worth, 3)
    return made


def test_the_ranking_is_by_what_was_filed_so_far(three):
    rows = queries.ranking("small", "expert")
    # (3 · 85 + 50) / 4 = 76.25 and (3 · 70 + 50) / 4 = 65.
    assert [(row.place, row.standing.score) for row in rows] == [
        (1, Decimal("76.25")),
        (2, Decimal("65.00")),
        (None, None),
    ]
    assert rows[0].standing.spread == Decimal("7.50")


def test_equal_scores_share_a_place(version, enterprise_owner, officer, pool, file):
    for _each in range(2):
        snapshot = procedure.submitted(version, enterprise_owner)
        panel = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
        file(panel.assignments.first(), 80)
    assert [row.place for row in queries.ranking("small", "expert")] == [1, 1]


def test_lists_take_no_query_more_for_more_cases(three, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        queries.ranking("small", "expert")
    with django_assert_max_num_queries(6):
        queries.calibration("small", "expert")


def test_calibration_tells_how_one_leans_from_the_others_on_the_same_cases(panel, pool, file):
    seats = list(panel.assignments.all())
    for seat, worth in zip(seats, (90, 80, 40), strict=True):
        file(seat, worth, 3)  # 80, 72.5, 42.5
    rows = {row.expert.pk: row for row in queries.calibration("small", "expert")}
    high, _middle, low = (rows[seat.expert_id] for seat in seats)
    assert high.deviation == pytest.approx(80 - (72.5 + 42.5) / 2)
    assert low.deviation == pytest.approx(42.5 - (80 + 72.5) / 2)
    assert (high.mean, high.opinions, high.spread) == (80, 1, None)


def test_a_review_is_the_offices_own(version, officer, enterprise_owner):
    queries.reviewed(officer.actor, "small", "expert")
    from lianqiao.core.parties.actors import Role

    for who in (actor(Role.OFFICER), enterprise_owner.actor):
        with pytest.raises(NotFound):
            queries.reviewed(who, "small", "expert")
