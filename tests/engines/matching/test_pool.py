"""The pool to judge: no score, no rank, no name of a system, and nothing twice."""

import json
from dataclasses import replace

import pytest

OFFERS = ["锂电池", "固态电池", "石墨烯", "涂层", "喷涂", "焊接", "轴承", "疫苗"]
NEED = {"id": "N1", "kind": "need", "title": "电池", "text": "电池寿命", "field": "NE"}
RESULTS = [
    {"id": f"R{place}", "kind": "result", "title": title, "text": title, "amount_low": place}
    for place, title in enumerate(OFFERS)
]


@pytest.fixture
def collection(tmp_path):
    pytest.importorskip("bm25s", reason="a peer of the measurements")
    from bench.matching.records import read_collection

    for name, rows in (("needs", [NEED]), ("results", RESULTS)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return read_collection(tmp_path)


def pooled(collection, seed=1):
    from bench.matching.pool import pool

    return [record["id"] for record in pool(collection, {"N1": {"R0", "R7"}}, 2, seed)["N1"]]


def test_every_system_is_asked(collection):
    from bench.matching.pool import ranked

    found = ranked(collection, depth=2)
    assert {"R0", "R1"} <= found["N1"] < {record["id"] for record in RESULTS}


def test_wanted_and_by_chance(collection):
    found = pooled(collection)
    assert {"R0", "R7"} <= set(found)
    assert len(found) == len(set(found)) == 4
    assert found == pooled(collection)
    assert found != pooled(collection, seed=2)


def test_what_is_judged_is_left_out(collection):
    judged = replace(collection, grades={("N1", "R0"): 3})
    assert "R0" not in pooled(judged)
    assert len(pooled(judged)) == 3


def test_a_judge_sees_texts_only(collection, tmp_path):
    from bench.matching.pool import pool, write

    write(tmp_path, collection, pool(collection, {"N1": {"R1", "R2"}}, 0, 1))
    line = json.loads((tmp_path / "pool-NE.jsonl").read_text(encoding="utf-8"))
    assert line["need"]["title"] == "电池"
    shown = {"id", "kind", "title", "text", "keywords", "stage"}
    assert all(set(result) == shown for result in line["results"])
