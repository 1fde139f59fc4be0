"""Codes contain each other as their standards say."""

import pytest

from lianqiao.engines.matching import Document
from lianqiao.engines.matching.codes import industry_line, region_line, shared_depth
from lianqiao.engines.matching.parts import STRUCTURED


def listing(**values):
    return Document(**{"id": 1, "kind": "need", "title": "", "text": "", **values})


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("370202", ["37", "3702", "370202"]),
        ("370200", ["37", "3702"]),
        ("370000", ["37"]),
        ("370100", ["37", "3701"]),
        ("100000", ["10"]),
        ("", []),
    ],
)
def test_regions(code, line):
    assert list(region_line(code)) == line


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("C3511", ["C", "C35", "C351", "C3511"]),
        ("3511", ["35", "351", "3511"]),
        ("C", ["C"]),
        ("374", ["37", "374"]),
        ("", []),
    ],
)
def test_industries(code, line):
    assert list(industry_line(code)) == line


def test_depth_counts_from_the_widest():
    assert shared_depth(("37", "3702"), ("37", "3701")) == 1
    assert shared_depth(("11",), ("37", "3702")) == 0


@pytest.mark.parametrize(
    ("part", "need", "offer", "value", "code"),
    [
        ("field", {"field": "AS"}, {"field": "AS"}, 1, "field_same"),
        ("field", {"field": "AS"}, {"field": "BM"}, 0, "field_other"),
        ("field", {"field": "AS"}, {}, None, "field_unknown"),
        ("industry", {"industry": "C3511"}, {"industry": "C3511"}, 1, "industry_same_class"),
        ("industry", {"industry": "3511"}, {"industry": "C3512"}, 0.75, "industry_same_group"),
        ("industry", {"industry": "C35"}, {"industry": "C36"}, 0.25, "industry_same_section"),
        ("industry", {"industry": "35"}, {"industry": "36"}, 0, "industry_other"),
        ("industry", {"industry": "C"}, {"industry": "35"}, 0, "industry_other"),
        ("industry", {}, {"industry": "35"}, None, "industry_unknown"),
        ("region", {"region": "370202"}, {"region": "370202"}, 1, "region_same_county"),
        ("region", {"region": "370202"}, {"region": "370200"}, 2 / 3, "region_same_city"),
        ("region", {"region": "370202"}, {"region": "370102"}, 1 / 3, "region_same_province"),
        ("region", {"region": "370202"}, {"region": "110101"}, 0, "region_other"),
        ("stage", {"stage": 6}, {"stage": 8}, 1, "stage_ready"),
        ("stage", {"stage": 6}, {"stage": 4}, 0.75, "stage_early"),
        ("stage", {"stage": 6}, {}, None, "stage_unknown"),
        ("amount", {"amount_high": 100}, {"amount_low": 50}, 1, "amount_meets"),
        ("amount", {"amount_high": 50}, {"amount_low": 100}, 0.5, "amount_below"),
        ("amount", {"amount_high": 50}, {}, None, "amount_unknown"),
    ],
)
def test_parts(part, need, offer, value, code):
    assert STRUCTURED[part](listing(**need), listing(**offer)) == (value, code)


@pytest.mark.parametrize(
    ("wanted", "offered", "value", "code"),
    [
        ({"license", "service"}, {"license"}, 0.5, "cooperation_some"),
        ({"license"}, {"license", "service"}, 1, "cooperation_all"),
        ({"license"}, {"service"}, 0, "cooperation_none"),
        (set(), {"service"}, None, "cooperation_unknown"),
    ],
)
def test_cooperation(wanted, offered, value, code):
    sides = [listing(cooperation=frozenset(kinds)) for kinds in (wanted, offered)]
    assert STRUCTURED["cooperation"](*sides) == (value, code)
