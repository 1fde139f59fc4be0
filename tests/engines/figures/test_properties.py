"""What holds for any text: exact spans, exact numerals, no crash, time that grows with length."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqiao.engines.figures import QUALIFIERS, read_figures
from lianqiao.engines.figures.numerals import number

PIECES = st.sampled_from(
    [
        *"零一二两三四五六七八九十百千万亿点第年月日号个家人元%．％，。；、：-—至到\n \t#|（）()“”",
        *"0123456789,./:",
        *(
            "余",
            "多",
            "近",
            "约",
            "累计",
            "以上",
            "的",
            "成",
            "百分之",
            "个百分点",
            "万元",
            "2024年",
        ),
        *(
            "0532-",
            "138",
            "〔2024〕",
            "市教育局",
            "# ",
            "新增企业",
            "增长",
            "学校",
            "http://",
            "A",
            "级",
        ),
    ]
)
REPORTS = st.lists(PIECES, max_size=60).map("".join)
DIGITS = "零一二三四五六七八九"


def below_ten_thousand(value: int) -> str:
    """Write a number in Chinese the long way; an own hand, not the reader's."""
    written, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + name
        gap = not digit
    return written


def chinese(value: int) -> str:
    parts, written = [], ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, value = divmod(value, size)
        if part:
            parts.append((part, name))
            written += ("零" if written and part < 1000 else "") + below_ten_thousand(part) + name
    return written


@given(st.integers(1, 10**12 - 1))
def test_chinese_numerals_come_back(value):
    assert number(chinese(value)) == value


@given(st.decimals(0, 10**9, places=4), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_arabic_numerals_are_exact(value, factor):
    name, size = factor
    assert number(f"{value:,f}{name}") == value * size


@given(st.integers(1, 10**9), st.integers(0, 9999), st.sampled_from(["家", "万元", "%", "亿吨"]))
def test_a_number_with_a_unit_is_read_exactly(whole, decimals, unit):
    (found,) = read_figures(f"共有{whole}.{decimals:04}{unit}。")
    factor = {"万元": 10**4, "亿吨": 10**8}.get(unit, 1)
    assert found.value == Decimal(f"{whole}.{decimals:04}") * factor


@given(st.one_of(REPORTS, st.text()))
@settings(max_examples=400, deadline=None)
def test_spans_give_back_the_text_in_order(text):
    found = read_figures(text)
    for one in found:
        assert text[one.start : one.end] == one.text != ""
        assert one.value.is_finite()
        assert set(one.qualifiers) <= set(QUALIFIERS)
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))


NOISE = st.one_of(
    st.dates().map(lambda day: f"{day.year:04}年{day.month}月{day.day}日"),
    st.dates().map(lambda day: f"{day.year % 100 + 1950}-{day.month:02}-{day.day:02}"),
    st.integers(1000, 9999).map(lambda year: f"青政发〔{2000 + year % 30}〕{year % 500 + 1}号"),
    st.integers(10**7, 10**8 - 1).map(lambda digits: f"0532-{digits}"),
    st.integers(10**8, 10**9 - 1).map(lambda digits: f"13{digits}"),
)


@given(NOISE, st.sampled_from(["，", "。", "；", "、"]), st.integers(1, 9999))
@settings(deadline=None)
def test_nothing_is_read_inside_dates_documents_and_telephones(noise, mark, count):
    text = f"{noise}{mark}服务企业{count}家"
    assert [one.text for one in read_figures(text)] == [f"{count}家"]


MEGABYTE = 10**6
HARD = {
    "digits": "9" * 9,
    "commas": "1,234," * 3,
    "chinese digits": "一二三",
    "hundreds": "一百",
    "headings": "# 市\n",
    "figures": "新增企业35家，",
    "quotes": "“",
    "spaces": " ",
    "office": "市教育",
    "dashes": "1-",
    "first": "第",
    "years": "2024年",
    "links": "、35家和",
    "mails": "a@",
}


@pytest.mark.parametrize("name", HARD)
def test_long_texts_of_one_piece_are_read_to_their_end(name):
    piece = HARD[name]
    text = piece * (MEGABYTE // 4 // len(piece.encode())) + "。全年新增企业35家。"
    found = read_figures(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert found[-1].value == 35
