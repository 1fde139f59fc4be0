"""What would turn a no into a yes: the least of one fact, or of two."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from lianqiao.engines.rules import RuleError, Type, check, planned, what_would_change
from lianqiao.engines.rules import changes as changing

from . import invented

ON = invented.ON
SHARE = "rd(year - 1) / revenue(year - 1) >= 0.03"
ROW = {"revenue__1": 20_000_000_00, "rd__1": 520_000_00, "staff": 12, "title__high_tech": False}


def plan_of(source):
    return planned(check(source, invented.VOCABULARY), None, ON)


def afters(source, row=ROW):
    found = what_would_change(plan_of(source), row)
    return [tuple((step.column, step.after) for step in change.steps) for change in found]


def texts(source, language, row=ROW):
    return [one.text(language, ON) for one in what_would_change(plan_of(source), row)]


def test_exactly_the_fen_that_suffice():
    assert afters(SHARE) == [(("revenue__1", 17_333_333_33),), (("rd__1", 600_000_00),)]
    plan = plan_of(SHARE)
    assert plan.judge({**ROW, "rd__1": 600_000_00}).verdict is True
    assert plan.judge({**ROW, "rd__1": 599_999_99}).verdict is False
    assert plan.judge({**ROW, "revenue__1": 17_333_333_34}).verdict is False


def test_one_fact_in_words():
    source = "rd(year - 1) / 20000000 >= 0.03"
    row = {"rd__1": 416_000_00}
    assert texts(source, "zh", row) == ["上年度研发费用增加 18.4 万元（至 60 万元）"]
    assert texts(source, "en", row) == [
        "last year's R&D expense: 184,000 yuan more (to 600,000 yuan)"
    ]
    assert texts("staff < 12", "zh") == ["职工人数减少 1 人（至 11 人）"]


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        ("staff >= 20", "若职工人数不低于 20 人", "if staff is at least 20 persons"),
        ("staff <= 300", "若职工人数不超过 300 人", "if staff is at most 300 persons"),
        ("staff == 77", "若职工人数为 77 人", "if staff is 77 persons"),
        ("staff < 5 || staff > 9", "若职工人数不超过 4 人", "if staff is at most 4 persons"),
        ("has(staff)", "若职工人数有记录", "if staff is on record"),
        ("revenue(year - 1) > -5", "若上年度营业收入不低于 -4.99 元", None),
        ("!abnormal", "若经营异常为否", "if abnormal listing is no"),
        ("industry in ['C351', 'C352']", "若行业为“C351”", "if industry is “C351”"),
    ],
)
def test_unknown_facts(source, zh, en):
    assert texts(source, "zh", {}) == [zh]
    assert en is None or texts(source, "en", {}) == [en]


def test_shares_move_by_points_to_the_last_step():
    assert texts("share > 0.03", "zh", {"share": 26_000}) == [
        "市场份额增加 0.4001 个百分点（至 3.0001%）"
    ]
    assert texts("share > 0.03", "en", {"share": 26_000}) == [
        "market share: 0.4001 percentage points more (to 3.0001%)"
    ]


def test_no_fen_is_lost_in_large_amounts():
    row = {"revenue__1": 0}
    said = texts("revenue(year - 1) > 200000000", "zh", row)
    assert said == ["上年度营业收入增加 20,000.000001 万元（至 20,000.000001 万元）"]


def test_truths_and_texts():
    row = {"abnormal": True, "industry": "C111"}
    assert texts("!abnormal", "zh", row) == ["经营异常改为否"]
    assert texts("industry == 'C351'", "en", row) == ["industry becomes “C351”"]
    assert texts("abnormal ? industry == 'C351' : true", "zh", row) == [
        "经营异常改为否",
        "行业改为“C351”",
    ]


def test_a_title_is_gained():
    fact = changing.Fact("title.green", Type.BOOL, zh="绿色工厂", en="green factory")
    step = changing.Step("title__green", fact, None, False, True)
    assert step.text("zh", ON) == "取得绿色工厂"
    assert step.text("en", ON) == "becomes a green factory"
    asked = changing.Step("title__green", fact, None, None, True)
    assert asked.text("zh", ON) == "若为绿色工厂"
    lost = changing.Step("title__green", fact, None, True, False)
    assert lost.text("en", ON) == "is no longer a green factory"


def test_pairs_only_where_no_single_suffices():
    assert afters("staff >= 20 || rd(year - 1) >= 600000") == [
        (("rd__1", 600_000_00),),
        (("staff", 20),),
    ]
    pairs = afters("staff >= 20 && rd(year - 1) >= 600000")
    assert [set(pair) for pair in pairs] == [{("staff", 20), ("rd__1", 600_000_00)}]
    assert len(afters(f"staff >= 20 && {SHARE}")) == 2
    said = texts("staff >= 20 && rd(year - 1) >= 600000", "zh")
    assert said == ["上年度研发费用增加 8 万元（至 60 万元），且职工人数增加 8 人（至 20 人）"]


@pytest.mark.parametrize(
    "source",
    [
        "title.high_tech",
        "title.high_tech && staff >= 20",
        "founded_on <= today - years(30)",
        "abnormal ? share > 0.5 && title.high_tech : title.high_tech",
        "false",
        "staff > 30 && rd(year - 1) > 1000000 && !abnormal",
        "staff > 3",
    ],
)
def test_nothing_to_propose(source):
    row = {**ROW, "abnormal": True, "share": 10}
    assert afters(source, row) == []


def test_never_beyond_the_bounds_of_a_fact():
    # Ten times 100% are not enough.
    assert afters("share * 10 + growth > 20", {"share": 0, "growth": 5_000_000}) == [
        (("growth", 20_000_001),)
    ]
    assert afters("staff >= 5 || title.high_tech", {"staff": 0}) == [(("staff", 5),)]


def test_conditions_on_one_fact_hold_together():
    assert afters("staff >= 20 && staff != 20 && staff < 30") == [(("staff", 21),)]
    assert afters("staff in [7, 300]") == [(("staff", 7),)]
    assert afters("rd(year - 1) == 612345.67") == [(("rd__1", 612_345_67),)]


def test_work_is_bounded(monkeypatch):
    terms = " && ".join(f"rd(year - {lag}) * 3 > revenue(year - {lag})" for lag in range(6))
    row = {f"revenue__{lag}": 7_777_777_77 for lag in range(6)}
    row |= {f"rd__{lag}": 1 for lag in range(6)}
    asked = []
    plan = plan_of(terms)
    answer = plan.answer
    object.__setattr__(plan, "answer", lambda one: asked.append(1) or answer(one))
    assert what_would_change(plan, row) == []
    assert len(asked) <= 2 * changing.EVALUATIONS
    monkeypatch.setattr(changing, "EVALUATIONS", 3)
    assert what_would_change(plan_of(SHARE), ROW) == []


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(invented.rules, invented.rows)
def test_each_change_suffices_and_one_step_less_does_not(source, row):
    try:
        plan = plan_of(source)
    except RuleError:
        assume(False)
    found = what_would_change(plan, row)
    assert not (found and plan.judge(row).verdict)
    for change in found:
        assert plan.judge(change.applied(row)).verdict is True
        assert all(change.text(language, ON) for language in ("zh", "en"))
        for step in change.steps:
            assert step.fact.changes
            assert step.fact.type != Type.NUMBER or within(step)
        [step, *more] = change.steps
        if more:
            assert plan.judge({**row, step.column: step.after}).verdict is not True
        elif step.fact.type == Type.NUMBER and step.before is not None:
            nearer = step.after - (1 if step.after > step.before else -1)
            assert plan.judge({**row, step.column: nearer}).verdict is not True
        elif step.bound in {">=", "<="}:
            sign = 1 if step.bound == ">=" else -1
            beyond = {**row, step.column: step.after - sign}
            assert plan.judge(beyond).verdict is not True
            end = {**row, step.column: step.fact.bounds[sign > 0]}
            assert plan.judge(end).verdict is True
    assert [one.size for one in found] == sorted(one.size for one in found)


def within(step):
    low, high = step.fact.bounds
    return low <= step.after <= high
