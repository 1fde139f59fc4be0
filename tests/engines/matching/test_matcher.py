"""A pair has one score, seen from either side, and moves only as a user's verdict says."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianqiao.engines.matching import Document, Matcher, Model

KINDS = {"result", "capability"}
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
WORDS = st.lists(
    st.sampled_from(["涂层", "开裂", "1200℃", "锂电池", "coating", "喷嘴"]), max_size=8
)
LISTINGS = st.builds(
    Document,
    id=st.just(900),
    kind=st.just("result"),
    title=WORDS.map("".join),
    text=WORDS.map("，".join),
    keywords=WORDS.map(tuple),
    field=st.sampled_from(["", "NM", "NE"]),
    region=st.sampled_from(["", "370202", "370212", "110101"]),
    stage=st.none() | st.integers(1, 9),
)


def test_the_answer_comes_first(index, need):
    found = Matcher(index).match(need, kinds=KINDS)
    assert found[0].result == 1
    assert {pairing.need for pairing in found} == {100}
    assert [pairing.score for pairing in found] == sorted(
        (pairing.score for pairing in found), reverse=True
    )
    assert {"涂层", "开裂"} <= {term.term for term in found[0].terms}


@QUIET
@given(offer=LISTINGS)
def test_symmetry(index, need, offer):
    matcher = Matcher(index)
    direct = matcher.explain(need, offer)
    for pairing in matcher.match(offer, kinds={"need"}):
        assert pairing == direct


@QUIET
@given(offer=LISTINGS)
def test_shares_and_scores_stay_in_bounds(index, need, offer):
    pairing = Matcher(index).explain(need, offer)
    shares = sum(part.share for part in pairing.parts)
    assert 0 <= pairing.score <= 1
    assert shares == pytest.approx(1) or shares == 0
    assert all(part.value is None or 0 <= part.value <= 1 for part in pairing.parts)
    assert sum(term.share for term in pairing.terms) <= 1.001
    assert pairing.band == Model.default().band(pairing.score)


def test_both_directions_meet(index, need, offers):
    matcher = Matcher(index)
    there = {one.result: one for one in matcher.match(need, kinds=KINDS)}
    back = matcher.match(offers[1], kinds={"need"})
    assert back == [there[1]]


def test_verdicts_move_one_pair(index, need):
    matcher = Matcher(index)
    plain = {one.result: one.score for one in matcher.match(need, kinds=KINDS)}
    moved = matcher.match(need, kinds=KINDS, verdicts={1: False, 2: True})
    assert moved[0].result == 2
    assert moved[0].band == "likely"
    assert moved[0].verdict is True
    by_id = {one.result: one for one in moved}
    assert by_id[1].score < plain[1]
    assert by_id[1].band == "weak"
    assert by_id[3].score == plain[3]


@given(scores=st.lists(st.floats(0.001, 0.999), min_size=2, max_size=9, unique=True))
def test_verdicts_keep_the_order(scores):
    model = Model.default()
    for verdict in (True, False):
        moved = [model.judged(score, verdict) for score in sorted(scores)]
        assert moved == sorted(moved)
    assert min(model.judged(s, True) for s in scores) >= model.bands["likely"]
    assert max(model.judged(s, False) for s in scores) < model.bands["possible"]


def test_own_listings_are_left_out(index, need):
    mine = replace(need, owner=10)
    assert {1, 4}.isdisjoint(one.result for one in Matcher(index).match(mine, kinds=KINDS))


def test_a_reader_gets_his_audience_only(index, need):
    found = Matcher(index).match(need, kinds=KINDS, audiences={"public"}, verdicts={3: True})
    assert 3 not in {one.result for one in found}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "need"}, "kind_wrong"),
        ({"owner": 20}, "own_listing"),
        ({"valid_until": date(2026, 1, 1)}, "result_expired"),
        ({"stage": 3}, "stage_too_low"),
        ({"amount_low": 1001}, "amounts_apart"),
    ],
)
def test_exclusions_say_why(index, need, offers, change, code):
    firm = replace(need, firm=frozenset({"stage"}), amount_high=1000)
    matcher = Matcher(index, today=date(2026, 1, 2))
    assert matcher.explain(firm, offers[1]).exclusions == ()
    pairing = matcher.explain(firm, replace(offers[1], **change))
    assert [one.code for one in pairing.exclusions] == [code]
    late = replace(firm, valid_until=date(2025, 1, 1))
    assert [one.code for one in matcher.explain(late, offers[1]).exclusions] == ["need_expired"]


def test_meaning_brings_what_words_miss(index, need):
    strange = Document(id=50, kind="result", title="Yttria zirconia", text="thermal barrier")
    with index.writer() as writer:
        writer.add(strange)
    assert 50 not in {one.result for one in Matcher(index).match(need, kinds=KINDS)}
    matcher = Matcher(index, neighbours=lambda subject, limit: [50, 1, need.id, 12345])
    found = [one.result for one in matcher.match(need, kinds=KINDS)]
    assert found[0] == 1
    assert 50 in found
