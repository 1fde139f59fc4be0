"""Values in a text: amounts, percentages, days, in digits and in characters."""

from __future__ import annotations

import doctest
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqiao.desks.policies.papers import numerals, values
from lianqiao.desks.policies.papers.values import MOST

WRITTEN = [
    ("最高不超过100万元", [("amount", 100_000_000)]),
    ("总额1.5亿元", [("amount", 15_000_000_000)]),
    ("奖励5,000元", [("amount", 500_000)]),
    ("一次性奖励五十万元", [("amount", 50_000_000)]),
    ("每人每月一千二百元", [("amount", 120_000)]),
    ("每托位 3000 元", [("amount", 300_000)]),
    ("给予10%的补助，不超过百分之三十", [("percent", Decimal("0.1")), ("percent", Decimal("0.3"))]),
    ("增长12.5％以上", [("percent", Decimal("0.125"))]),
    ("自2026年3月1日起施行", [("day", date(2026, 3, 1))]),
    ("2025年度营业收入2000万元以上", [("year", 2025), ("amount", 2_000_000_000)]),
    ("2026年2月30日", []),
    ("公元前的元素与第3条", []),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_what_is_read(text, expected):
    assert [(one.kind.value, one.value) for one in values(text)] == expected


def test_each_value_shows_the_words_around_it_within_its_line():
    text = "第一条 无关\n按研发费用的10%补助，最高100万元。\n第二条"
    first, second = values(text)
    assert (first.before, first.written, first.after) == (
        "按研发费用的",
        "10%",
        "补助，最高100万元。",
    )
    assert text[second.at :].startswith(second.written)


@given(st.integers(1, 99_999_999))
def test_characters_and_digits_say_the_same(amount):
    assert numerals.number(chinese(amount)) == amount


@given(st.text(max_size=400))
def test_no_text_breaks_it(text):
    for one in values(text):
        assert text[one.at :].startswith(one.written)


def test_a_hostile_text_is_read_in_bounded_time():
    assert len(values("1元" * 100_000)) == MOST
    assert values("1" * 500_000) == []
    assert values("一" * 200_000 + "%") == []


def test_the_examples_run():
    modules = [numerals, import_module("lianqiao.desks.policies.papers.values")]
    assert [doctest.testmod(module).failed for module in modules] == [0, 0]


def chinese(amount: int) -> str:
    """Spell a number below a hundred million, as one writes it."""
    if amount >= 10_000:
        rest = amount % 10_000
        return chinese(amount // 10_000) + "万" + (_below(rest) if rest else "")
    return _below(amount)


def _below(amount: int) -> str:
    digits = "零一二三四五六七八九"
    spelled, is_gap = "", False
    for unit, value in (("千", 1_000), ("百", 100), ("十", 10), ("", 1)):
        digit = amount // value % 10
        if digit:
            spelled += ("零" if is_gap and spelled else "") + digits[digit] + unit
            is_gap = False
        else:
            is_gap = True
    return spelled
