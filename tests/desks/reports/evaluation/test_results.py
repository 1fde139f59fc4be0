"""The maths of results: against worked figures, chance, and whoever reckons back."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqiao.desks.reports.evaluation.results import (
    WIDTH,
    Estimate,
    Stratum,
    ballot_scores,
    judge,
    stratified,
    t_quantile,
    withheld,
)


def test_by_hand():
    # W = 0.6 and 0.4, n = 4 of 40 and 3 of 9: ȳ = 85 and 60, s² = 100/3·... as reckoned beside.
    parts = [np.array([80.0, 80.0, 90.0, 90.0]), np.array([40.0, 60.0, 80.0])]
    found = stratified(parts, [Stratum(0.6, 40), Stratum(0.4, 9)])
    # 0.6·85 + 0.4·60
    assert found.mean == pytest.approx(75.0)
    # 0.36·0.9·(100/3)/4 + 0.16·(2/3)·400/3 = 2.7 + 14.2222
    variance = 2.7 + 128 / 9
    # Satterthwaite: 16.9222² / (2.7²/3 + 14.2222²/2)
    freedom = variance**2 / (2.7**2 / 3 + (128 / 9) ** 2 / 2)
    assert freedom == pytest.approx(2.7641, abs=1e-3)
    assert found.high - found.mean == pytest.approx(4.3027 * variance**0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("freedom", "wanted"),
    # Of any printed table: two-sided, 95 %.
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (7, 2.3646), (20, 2.0860), (120, 1.9799)],
)
def test_students_t(freedom, wanted):
    assert t_quantile(freedom) == pytest.approx(wanted, abs=0.005)


def test_no_opinion_leaves_the_item_out():
    nan = np.nan
    points = np.array([[100.0, 0.0], [nan, 60.0], [nan, nan]])
    scores = ballot_scores(points, np.array([0.75, 0.25]))
    assert scores[:2].tolist() == [75.0, 60.0]
    assert np.isnan(scores[2])
    told = judge(points, np.zeros(3, np.int64), [0.75, 0.25], [Stratum(1.0, 100)])
    assert (told.whole.ballots, told.whole.mean) == (2, 67.5)
    assert [one.ballots for one in told.items] == [1, 2]


def test_strata_without_ballots_give_their_weight_to_the_others():
    points, where = np.array([[80.0], [60.0]]), np.array([0, 0])
    told = judge(points, where, [1.0], [Stratum(0.3, 10), Stratum(0.7, 10)])
    assert told.whole.mean == 70.0
    assert told.strata[1] is None


def test_everybody_asked_leaves_nothing_to_chance():
    found = stratified([np.array([0.0, 100.0, 50.0])], [Stratum(1.0, 3)])
    assert found.low == found.mean == found.high == 50.0


def test_bounds_stay_on_the_scale():
    found = stratified([np.array([100.0, 100.0, 100.0, 40.0])], [Stratum(1.0, 1000)])
    assert found.high == 100.0
    assert found.low > 0


def test_the_interval_holds_the_truth_in_95_of_100():
    dice = np.random.default_rng(4)
    choices, strata = np.array([100.0, 80.0, 60.0, 0.0]), (400, 300, 150)
    chances = ([0.6, 0.3, 0.08, 0.02], [0.2, 0.4, 0.3, 0.1], [0.4, 0.2, 0.2, 0.2])
    city = [dice.choice(choices, size, p=p) for size, p in zip(strata, chances, strict=True)]
    weights = (0.5, 0.3, 0.2)
    frame = [Stratum(w, size) for w, size in zip(weights, strata, strict=True)]
    truth = sum(w * people.mean() for w, people in zip(weights, city, strict=True))
    held = 0
    for _turn in range(2_000):
        drawn = [dice.choice(people, 30, replace=False) for people in city]
        found = stratified(drawn, frame)
        held += found.low <= truth <= found.high
    # Deviation of the share: 0.5 points; what is skewed is held a little less often.
    assert 0.93 <= held / 2_000 <= 0.965


def cell(mean: float, ballots: int, unanimous: bool = False) -> Estimate:
    return Estimate(mean, mean, mean, ballots, unanimous)


def test_nothing_small_nothing_withheld():
    assert withheld([cell(70, 12), cell(80, 30), None], [0.5, 0.3, 0.2], 10) == set()


def test_one_small_stratum_takes_the_next_smallest_with_it():
    cells = [cell(70, 40), cell(80, 9), cell(60, 25)]
    assert withheld(cells, [0.4, 0.3, 0.3], 10) == {1, 2}


def test_two_small_ones_with_too_few_ballots_take_a_third():
    cells = [cell(70, 40), cell(80, 3), cell(60, 3), cell(60, 30)]
    assert withheld(cells, [0.25] * 4, 10) == {1, 2, 3}


def test_where_all_said_the_same_each_ones_vote_would_be_known():
    cells = [cell(80, 40, unanimous=True), cell(70, 20), cell(60, 25)]
    assert withheld(cells, [0.4, 0.3, 0.3], 10) == {0, 1}


def test_what_lies_at_the_end_of_the_scale_takes_more_with_it():
    # 100 and 99 leave neither any room: their sum says it.
    cells = [cell(100, 5), cell(99, 12), cell(60, 20), cell(50, 30)]
    assert withheld(cells, [0.25] * 4, 10) == {0, 1, 2}


cells_ = st.lists(
    st.none()
    | st.builds(cell, st.floats(0, 100), st.integers(1, 40), st.booleans() | st.just(value=False)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=100)
@given(cells_, st.data())
def test_no_withheld_cell_can_be_solved_for(cells, data):
    """Whoever knows the sum and all told cells: how far apart may a withheld one still lie?"""
    weights = [data.draw(st.floats(0.05, 1)) for _one in cells]
    hidden = withheld(cells, weights, 10)
    heard = {at for at, one in enumerate(cells) if one is not None}
    assert all(at in hidden for at in heard if cells[at].ballots < 10 or cells[at].is_unanimous)
    # Where all are withheld nothing more can be: the sum alone is the result.
    if not hidden or hidden == heard:
        return
    assert sum(cells[at].ballots for at in hidden) >= 10
    known = sum(weights[at] * cells[at].mean for at in heard) - sum(
        weights[at] * cells[at].mean for at in heard - hidden
    )
    for at in hidden:
        corners = itertools.product((0.0, 100.0), repeat=len(hidden) - 1)
        others = [weights[one] for one in sorted(hidden - {at})]
        solved = [
            (known - sum(w * y for w, y in zip(others, corner, strict=True))) / weights[at]
            for corner in corners
        ]
        low, high = max(0.0, min(solved)), min(100.0, max(solved))
        assert high - low >= WIDTH - 1e-6
