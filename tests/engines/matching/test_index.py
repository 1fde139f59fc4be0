"""Listings are found as soon as they are committed, and never by what a reader may not see."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianqiao.engines.matching import (
    AUDIENCES,
    Document,
    Filters,
    Index,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    MatchingError,
)


def ids(page):
    return [hit.id for hit in page.hits]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {1, 2, 100}),
        (Filters(audiences={"public", "members"}), {1, 2, 3, 100}),
        (Filters(audiences=AUDIENCES), {1, 2, 3, 4, 100}),
        (Filters(own=10), {1, 2, 4, 100}),
        (Filters(own=12, not_owner=10), {2, 3, 100}),
        (Filters(kinds={"result"}), {1, 2}),
        (Filters(fields={"NE"}), {2}),
        (Filters(regions={"370000"}), {1, 2, 100}),
        (Filters(regions={"3702"}), {1, 100}),
        (Filters(industries={"C33"}), {1, 100}),
        (Filters(cooperation={"license", "service"}), {1}),
        (Filters(stage_from=5), {1, 100}),
        (Filters(stage_to=5), {2}),
        (Filters(amount_from=600), {2, 100}),
        (Filters(amount_to=99), {2, 100}),
        (Filters(amount_from=500, amount_to=700), {1, 2, 100}),
    ],
)
def test_filters(index, filters, found):
    page = index.search("", filters=filters)
    assert set(ids(page)) == found
    assert page.total == len(found)


def test_expired_listings_can_be_left_out(tmp_path):
    index = Index(tmp_path)
    with index.writer() as writer:
        writer.add(Document(1, "need", "甲", "", valid_until=date(2026, 5, 1)))
        writer.add(Document(2, "need", "乙", ""))
    assert set(ids(index.search("", filters=Filters(valid_on=date(2026, 5, 1))))) == {1, 2}
    assert ids(index.search("", filters=Filters(valid_on=date(2026, 5, 2)))) == [2]


def test_facets_count_each_level(index):
    page = index.search("", facets=["region", "kind", "stage", "field"])
    assert page.facets["region"] == {"37": 3, "3702": 2, "370202": 1, "370212": 1, "3701": 1,
                                     "370102": 1}  # fmt: skip
    assert page.facets["kind"] == {"result": 2, "need": 1}
    assert page.facets["stage"] == {"6": 2, "4": 1}
    with pytest.raises(MatchingError):
        index.search("", facets=["owner"])


def test_pages_follow_each_other(index):
    everything = ids(index.search("", limit=9))
    assert everything == sorted(everything, reverse=True)
    assert [ids(index.search("", limit=1, offset=place)) for place in range(3)] == [
        [one] for one in everything
    ]
    assert index.search("", limit=0).hits == []


def test_one_shared_character_is_not_a_hit(index):
    assert index.search("电脑").total == 0
    assert ids(index.search("锂")) == [2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(query=st.text() | st.sampled_from(['"', "a AND (", "title:", "*?", "\\", "<b>", "😀" * 9]))
def test_no_query_is_wrong(index, query):
    assert index.search(query, filters=Filters(own=10)).total >= 0


def test_a_megabyte_is_fine(index):
    long = "高温涂层 <p>coating</p> 🚀" * 45_000
    with index.writer() as writer:
        writer.add(Document(5, "result", "长", long))
    assert 5 in ids(index.search(long))
    assert index.get([5])[5].text == long


def test_replace_remove_clear(index):
    with index.writer() as writer:
        writer.replace(Document(1, "result", "新的题目", "石墨烯"))
        writer.remove(2)
    assert ids(index.search("石墨烯")) == [1]
    assert index.search("电解质").total == 0
    with index.writer() as writer:
        writer.clear()
    assert index.search("").total == 0


def test_nothing_is_kept_of_what_failed(index):
    def fail():
        with index.writer() as writer:
            writer.clear()
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert index.search("").total == 3


def test_readers_see_the_old_until_commit(index):
    with index.writer() as writer:
        writer.clear()
        writer.add(Document(7, "need", "七", ""))
        assert index.search("").total == 3
        writer.commit()
        assert ids(index.search("")) == [7]


def test_another_process_writes(index):
    assert index.search("石墨烯").total == 0
    code = (
        "import sys; from pathlib import Path; from lianqiao.engines.matching import *\n"
        "with Index(Path(sys.argv[1])).writer() as w: w.add(Document(9, 'result', '石墨烯', ''))"
    )
    subprocess.run([sys.executable, "-c", code, str(index.path)], check=True)
    assert ids(index.search("石墨烯")) == [9]


def test_there_is_one_writer(index):
    with index.writer(), pytest.raises(IndexBusyError), index.writer():
        pass


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(IndexMissingError, match="nowhere"):
        Index(tmp_path / "nowhere").search("x")


def read_all(index):
    index.search("涂层", facets=["region"])
    index.get([1])


@pytest.mark.parametrize("pattern", ["meta.json", "*.store", "*.idx", "*.term", "*.fast"])
def test_a_damaged_folder_is_named_and_can_be_filled_anew(index, pattern, need):
    for path in index.path.glob(pattern):
        path.write_bytes(b"?")
    with pytest.raises(IndexDamagedError, match="fill it anew"):
        read_all(Index(index.path))
    index.erase()
    with index.writer() as writer:
        writer.add(need)
    assert ids(index.search("涂层")) == [100]


def test_a_killed_writer_loses_nothing_and_blocks_no_one(index):
    code = (
        "import os, sys; from pathlib import Path; from lianqiao.engines.matching import *\n"
        "with Index(Path(sys.argv[1])).writer() as w:\n"
        "    w.add(Document(8, 'result', '石墨烯', '')); w.commit()\n"
        "    w.clear(); w.add(Document(9, 'result', '石墨烯', ''))\n"
        "    os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(index.path)], check=False)
    assert killed.returncode == -9
    assert ids(index.search("石墨烯")) == [8]
    with index.writer() as writer:
        writer.add(Document(9, "result", "石墨烯", ""))
    assert set(ids(index.search("石墨烯"))) == {8, 9}
