"""Why a rule says what it says: verdicts, values, sources, and what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lianqiao.engines.rules import YUAN, Explained, RuleError, Words, check, planned

from . import invented, oracle

ROW = {
    "revenue__1": 20_000_000_00,
    "rd__1": 520_000_00,
    "staff": 12,
    "industry": "C351",
    "founded_on": date(2020, 2, 29),
    "title__high_tech": False,
}
QUALIFIED = "rd(year - 1) / revenue(year - 1) >= 0.03 && (title.high_tech || staff >= 20)"


def judged(source, row=None, payout=None):
    rule = check(source, invented.VOCABULARY)
    paid = check(payout, invented.VOCABULARY, YUAN) if payout else None
    return planned(rule, paid, invented.ON).judge(ROW if row is None else row)


def texts(explained: Explained, language: str) -> list[tuple]:
    if explained.parts:
        return [line for part in explained.parts for line in texts(part, language)]
    return [(explained.verdict, explained.text[language], explained.value.get(language))]


@pytest.mark.parametrize(
    ("payout", "zh", "en"),
    [
        (
            "rd(year - 1) * (title.high_tech ? 0.1 : 0.08)",
            "若为高新技术企业，则上年度研发费用的10%；否则上年度研发费用的8%",
            "if it is a high-tech enterprise, then 10% of last year's R&D expense;"
            " otherwise 8% of last year's R&D expense",
        ),
        (
            "title.high_tech ? 150000 : 100000",
            "若为高新技术企业，则15 万元；否则10 万元",
            "if it is a high-tech enterprise, then 150,000 yuan; otherwise 100,000 yuan",
        ),
    ],
)
def test_a_choice_of_rates_says_each_amount(payout, zh, en):
    tree = check(payout, invented.VOCABULARY, YUAN).tree
    assert Words("zh", invented.ON).payout(tree) == zh
    assert Words("en", invented.ON).payout(tree) == en


def test_each_condition_with_the_value_found():
    assert texts(judged(QUALIFIED).tree(), "zh") == [
        (False, "上年度研发费用占上年度营业收入的比例不低于3%", "2.6%"),
        (False, "为高新技术企业", "否"),
        (False, "职工人数不低于20 人", "12 人"),
    ]
    assert texts(judged(QUALIFIED).tree(), "en") == [
        (
            False,
            "the share of last year's R&D expense in last year's revenue is at least 3%",
            "2.6%",
        ),
        (False, "is a high-tech enterprise", "no"),
        (False, "staff is at least 20 persons", "12 persons"),
    ]


@pytest.mark.parametrize(
    ("source", "zh", "value"),
    [
        ("!(rd(year - 1) < 100000)", "上年度研发费用不低于10 万元", "52 万元"),
        ("revenue(year - 2) >= 200000000", "前年度营业收入不低于2 亿元", "未知"),
        ("revenue(year - 3) > 1000", "2023年度营业收入超过1,000 元", "未知"),
        ("founded_on <= today - years(3)", "成立日期不晚于2023年2月28日", "2020年2月29日"),
        ("industry in ['C351', 'C352']", "行业为“C351”、“C352”之一", "“C351”"),
        ("!industry.startsWith('C35')", "并非“行业以“C35”开头”", "“C351”"),
        ("rd(year - 1) >= param.floor", "上年度研发费用不低于floor (300 万元)", "52 万元"),
        ("!has(rd(year - 1))", "上年度研发费用没有记录", "52 万元"),
        ("10 < staff", "职工人数超过10 人", "12 人"),
    ],
)
def test_conditions_in_words(source, zh, value):
    assert texts(judged(source).tree(), "zh")[0][1:] == (zh, value)


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        (
            "min(rd(year - 1) * 0.1, 500000)",
            "上年度研发费用的10%，最高50 万元",
            "10% of last year's R&D expense, at most 500,000 yuan",
        ),
        ("500000", "50 万元", "500,000 yuan"),
    ],
)
def test_payouts_in_words(source, zh, en):
    rule = check(source, invented.VOCABULARY, YUAN)
    said = [Words(one, invented.ON).payout(rule.tree) for one in ("zh", "en")]
    assert said == [zh, en]


def test_only_what_could_change_the_answer_is_missing():
    # Staff decides alone: whether the listing is abnormal changes nothing.
    assert judged("staff >= 20 && abnormal", {"staff": 5}).missing == ()
    assert judged("staff >= 20 && abnormal", {"staff": 25}).missing == ("abnormal",)
    assert judged("staff >= 20 || rd(year) > 1 && abnormal", {"abnormal": False}).missing == (
        "staff",
    )
    assert judged("abnormal ? staff > 3 : share > 0.1", {"abnormal": True}).missing == ("staff",)


def test_an_amount_that_is_missing_names_what_it_needs():
    found = judged("staff > 3", payout="min(rd(year - 1) * 0.1, rd(year) * 0.2)")
    assert (found.verdict, found.amount, found.missing) == (True, None, ("rd__0",))
    paid = judged("staff > 3", payout="min(rd(year - 1) * 0.1, 500000)")
    assert (paid.amount, paid.missing) == (52_000_00, ())


def test_an_explanation_keeps_as_plain_data():
    tree = judged(QUALIFIED).tree(lambda column: {"source": f"of {column}"})
    assert Explained.from_json(tree.to_json()) == tree
    assert tree.parts[0].sources == ({"source": "of rd__1"}, {"source": "of revenue__1"})


RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@RELAXED
@given(invented.rules, invented.rows)
def test_verdicts_are_those_of_the_rule_and_every_part_explains_its_whole(source, row):
    rule = checked(source)
    tree = judged(source, row).tree()
    assert tree.verdict == oracle.evaluate(rule.tree, row, invented.ON)
    assert_explained(tree)


def checked(source):
    try:
        return check(source, invented.VOCABULARY)
    except RuleError:
        assume(False)


def assert_explained(tree: Explained) -> None:
    verdicts = [part.verdict for part in tree.parts]
    if tree.kind == "all":
        assert tree.verdict is (False if False in verdicts else None if None in verdicts else True)
    if tree.kind == "any":
        assert tree.verdict is (True if True in verdicts else None if None in verdicts else False)
    for part in tree.parts:
        assert_explained(part)
    if tree.verdict is False and tree.kind != "leaf":
        assert all(one.verdict is False for one in tree.failing())


@RELAXED
@given(invented.rules, invented.rows, st.data())
def test_what_is_not_missing_cannot_change_the_answer(source, row, data):
    checked(source)
    found = judged(source, row)
    others = [name for name, value in row.items() if value is None and name not in found.missing]
    changed = {name: data.draw(invented.columns[name]) for name in others}
    assume("has(" not in source)
    assert judged(source, {**row, **changed}).verdict is found.verdict


@pytest.mark.parametrize(
    ("source", "zh", "en"),
    [
        (
            "(staff > 1 && abnormal) == title.high_tech",
            "（职工人数超过1 人且经营异常：是）为高新技术企业",
            "(staff is above 1 person and abnormal listing: yes) is high-tech enterprise",
        ),
        (
            "(!(abnormal || staff > 3) ? 1 : staff) > 1",
            "若经营异常：否且职工人数不超过3 人，则1；否则职工人数超过1 人",
            "if abnormal listing: no and staff is at most 3 persons, then 1; "
            "otherwise staff is above 1 person",
        ),
        (
            "(abnormal || (title.high_tech && staff > 3)) in [true]",
            "（经营异常：是或（为高新技术企业且职工人数超过3 人））为是",
            "(abnormal listing: yes or (is a high-tech enterprise and staff is above 3 persons))"
            " is yes",
        ),
        ("!abnormal != title.high_tech", "（经营异常：否）不为高新技术企业", None),
        ("today - years(3) >= founded_on", "成立日期不晚于2023年2月28日", None),
        ("param.floor > rd(year - 1)", "上年度研发费用低于floor (300 万元)", None),
    ],
)
def test_truths_within_values_in_words(source, zh, en):
    tree = judged(source).tree()
    assert tree.text["zh"] == zh
    assert en is None or tree.text["en"] == en


@given(invented.rules, invented.rules)
@settings(max_examples=60, deadline=None)
def test_any_rule_within_a_value_can_be_said(one, other):
    try:
        verdict = judged(f"(({one}) ? staff : 7) > 3 && ({one}) != ({other})")
    except RuleError:
        assume(False)
    assert all(verdict.tree().parts[1].text.values())
