"""The measuring tools measure right: metrics by hand, the fit by its own condition."""

import math

import numpy as np
import pytest

from bench.matching.fit import logistic
from bench.matching.metrics import ndcg, recall, reciprocal_rank
from bench.tables import at_least, at_most


def test_ndcg_by_hand():
    found = (2**1 - 1) / math.log2(2) + (2**3 - 1) / math.log2(4)
    ideal = (2**3 - 1) / math.log2(2) + (2**1 - 1) / math.log2(3)
    assert ndcg([4, 8, 5], {4: 1, 5: 3}) == pytest.approx(found / ideal)
    assert ndcg([5, 4], {4: 1, 5: 3}) == 1
    assert ndcg([1], {}) == 0


def test_recall_and_rank_by_hand():
    grades = {1: 1, 2: 2, 3: 3}
    assert recall([3, 9, 1], grades, depth=2) == pytest.approx(1 / 3)
    assert recall([3, 9, 1], grades, least=2) == pytest.approx(1 / 2)
    assert reciprocal_rank([9, 1], grades) == 1 / 2
    assert reciprocal_rank([9, 1], grades, least=2) == 0


def test_the_fit_is_where_nothing_pulls():
    source = np.random.default_rng(3)
    values = source.random((400, 3))
    chances = 1 / (1 + np.exp(-(values @ [4.0, 0.0, -3.0] - 1)))
    targets = (source.random(400) < chances).astype(float)
    fit = logistic(values, targets, ridge=0.5)
    pull = values.T @ (fit.chances(values) - targets) + 0.5 * fit.weights
    assert fit.weights[2] == 0
    assert pull[2] > 0
    assert pull[fit.weights > 0] == pytest.approx(0, abs=1e-3)
    assert np.sum(fit.chances(values) - targets) == pytest.approx(0, abs=1e-3)


def test_targets_hold_at_the_limit_and_not_beyond():
    assert [at_most("x", value, 5).verdict for value in (4.9, 5, 5.1)] == ["PASS", "PASS", "MISS"]
    assert [at_least("x", value, 5).verdict for value in (4.9, 5)] == ["MISS", "PASS"]
    assert at_least("x", 8641.7, 8000, "listings/s").found == "8,642 listings/s"


def test_ours_must_be_ahead_of_every_peer():
    pytest.importorskip("bm25s", reason="a peer of the measurements")
    from bench.matching.quality import Measured, targets

    def found(task, system, ndcg):
        return Measured(task, system, ndcg, 0, 0, 0, 0, 0)

    made = targets(
        [
            found("easy", "lianqiao, search", 0.9),
            found("easy", "lianqiao, another way", 0.95),
            found("easy", "peer", 0.8),
            found("hard", "lianqiao, search", 0.5),
            found("hard", "peer", 0.4),
            found("hard", "other peer", 0.5),
        ]
    )
    assert [one.verdict for one in made] == ["PASS", "MISS"]
    assert made[0].wanted == "> 0.8000 (peer)"
    assert "other peer" in made[1].wanted
