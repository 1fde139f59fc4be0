"""Many to many: caps hold, and nothing better was left out."""

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lianqiao.engines.matching import Document, Index, Matcher, fuse
from lianqiao.engines.matching.assignment import best

CANDIDATES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 5), st.integers(10, 15)),
    unique_by=lambda one: one[1:],
)
CAPS = st.integers(1, 4)


@given(candidates=CANDIDATES, per_need=CAPS, per_result=CAPS)
def test_caps(candidates, per_need, per_result):
    taken = best(candidates, per_need=per_need, per_result=per_result)
    needs = Counter(need for _, need, _ in taken)
    results = Counter(result for _, _, result in taken)
    assert max(needs.values(), default=0) <= per_need
    assert max(results.values(), default=0) <= per_result
    for score, need, result in set(candidates) - set(taken):
        better = [one for one in taken if one[0] >= score]
        full = [sum(one[1] == need for one in better), sum(one[2] == result for one in better)]
        assert full[0] == per_need or full[1] == per_result


@given(candidates=CANDIDATES)
def test_the_order_of_input_does_not_matter(candidates):
    caps = {"per_need": 2, "per_result": 2}
    assert best(candidates, **caps) == best(list(reversed(candidates)), **caps)


def test_one_popular_result_does_not_swallow_all(tmp_path):
    index = Index(tmp_path)
    needs = [Document(n, "need", "涂层开裂", f"喷嘴涂层开裂{n}") for n in range(10, 16)]
    popular = Document(1, "result", "涂层开裂", "喷嘴涂层开裂的治理")
    other = Document(2, "result", "涂层", "一种涂层")
    with index.writer() as writer:
        writer.add_all([*needs, popular, other])
    seen = []
    found = Matcher(index).best_pairs(
        needs, kinds={"result"}, per_need=1, per_result=3, progress=lambda *at: seen.append(at)
    )
    assert Counter(one.result for one in found) == {1: 3, 2: 3}
    assert Counter(one.need for one in found) == dict.fromkeys(range(10, 16), 1)
    assert seen == [(place, 6) for place in range(1, 7)]
    assert all(one == Matcher(index).explain(*_pair(one, needs, [popular, other])) for one in found)


def test_verdicts_move_pairs_there_too(index, need):
    verdicts = {(100, 2): True, (100, 1): False}
    found = Matcher(index).best_pairs([need], kinds={"result"}, verdicts=verdicts)
    assert found == Matcher(index).match(need, kinds={"result"}, verdicts={2: True, 1: False})
    assert [one.result for one in found] == [2, 1]


def _pair(pairing, needs, offers):
    return (
        next(need for need in needs if need.id == pairing.need),
        next(offer for offer in offers if offer.id == pairing.result),
    )


@given(st.lists(st.lists(st.integers(0, 20), unique=True), max_size=4))
def test_fusing(rankings):
    fused = fuse(rankings)
    assert set(fused) == {one for ranking in rankings for one in ranking}
    gains = [
        sum(1 / (60 + ranking.index(one) + 1) for ranking in rankings if one in ranking)
        for one in fused
    ]
    assert all(a >= b - 1e-12 for a, b in pairwise(gains))


def test_fusing_one_ranking_keeps_it():
    assert fuse([[5, 3, 9]]) == [5, 3, 9]


def test_every_process_finds_the_same(index, need):
    """Sets come in another order in each process; scores and explanations may not."""
    code = (
        "import sys; from pathlib import Path; from lianqiao.engines.matching import *\n"
        "index = Index(Path(sys.argv[1])); need = index.get([100])[100]\n"
        "for one in Matcher(index).best_pairs([need], kinds={'result', 'capability'}):\n"
        "    print(one.to_json())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(index.path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
    assert said.pop().count(b"\n") == 2
