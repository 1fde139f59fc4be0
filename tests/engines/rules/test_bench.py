"""The measurements measure the same thing: all engines answer alike where they can."""

import pytest

pytest.importorskip("openfisca_core", reason="a peer of the measurements")
pytest.importorskip("numba", reason="the limit of the measurements")

from bench.rules import city
from bench.rules.__main__ import measured
from bench.rules.one import judged

POLICIES = 20


def test_with_nothing_missing_all_grant_the_same(tmp_path):
    path = city.made(tmp_path / "known.duckdb", 3_000, 0)
    found = measured(path, 3_000, POLICIES, 1)
    assert found.peer.both == sum(found.bare.grants) > 100
    assert found.peer.it_alone == found.peer.we_alone == 0


def test_with_facts_missing_the_peer_grants_too_much_and_never_too_little(tmp_path):
    path = city.made(tmp_path / "city.duckdb", 3_000)
    found = measured(path, 3_000, POLICIES, 1)
    assert found.peer.both == sum(found.bare.grants)
    assert found.peer.it_alone > 0
    assert found.peer.we_alone == 0
    # Raises where an enterprise is judged otherwise alone than among all.
    assert len(judged(path, POLICIES, 50).judged) == 50
