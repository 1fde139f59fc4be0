"""The measuring tools measure right: metrics by hand, the fit by its own condition."""

import math

import numpy as np
import pytest

from bench.matching.fit import logistic
from bench.matching.metrics import ndcg, recall, reciprocal_rank


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
