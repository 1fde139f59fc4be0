"""What a form says of what was filled in: the values are worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from lianqiao.core.cases.documents.fields import Form
from lianqiao.core.cases.forms import Judged, judged, ready
from lianqiao.core.cases.forms.rules import rule_flaws
from lianqiao.engines.rules import RuleError, Vocabulary

DAY = date(2026, 11, 26)


def form(*fields: dict) -> Form:
    section = {"key": "main", "label": {"zh": "主要情况"}, "fields": fields}
    return Form.model_validate({"key": "it", "label": {"zh": "申请表"}, "sections": [section]})


def field(kind: str, key: str, **more) -> dict:
    return {"kind": kind, "key": key, "label": {"zh": key}} | more


def judge(*fields: dict, **values) -> Judged:
    return judged(ready(form(*fields), Vocabulary({}), DAY), values)


STAFF = field("number", "staff", unit="person", required="true")
RESEARCHERS = field(
    "number",
    "researchers",
    unit="person",
    checks=[{"rule": "researchers <= staff", "message": {"zh": "研发人员不能多于职工。"}}],
)
SHARE = field("calculated", "share", formula="researchers / staff * 100", decimals=1)


def test_what_is_calculated_is_exact_and_rounds_half_up():
    assert judge(STAFF, RESEARCHERS, SHARE, staff="80", researchers="21").values["share"] == "26.3"
    # 1/16 = 6.25 %, rounded half away from zero as GB/T 8170 does not but 四舍五入 does.
    assert judge(STAFF, RESEARCHERS, SHARE, staff="16", researchers="1").values["share"] == "6.3"
    assert "share" not in judge(STAFF, RESEARCHERS, SHARE, staff="0", researchers="1").values
    assert "share" not in judge(STAFF, RESEARCHERS, SHARE, staff="80").values


def test_a_check_complains_in_its_own_words_and_only_of_what_is_known():
    found = judge(STAFF, RESEARCHERS, staff="10", researchers="11")
    assert str(found.problems["researchers"]) == "研发人员不能多于职工。"
    assert not judge(STAFF, RESEARCHERS, staff="11", researchers="11").problems
    assert not judge(STAFF, RESEARCHERS, researchers="11").problems


def test_what_does_not_show_is_neither_required_nor_filed_nor_known_to_rules():
    options = [
        {"value": "own", "label": {"zh": "自有"}},
        {"value": "rent", "label": {"zh": "租用"}},
    ]
    site = field("choice", "site", options=options)
    rent = field("money", "rent", visible="site == 'rent'", required="true")
    dear = field("text", "why", visible="rent > 100000")
    hidden = judge(site, rent, dear, site="own", rent="200000.00", why="地段好")
    assert hidden.values == {"site": "own"}
    assert hidden.is_complete
    shown = judge(site, rent, dear, site="rent", rent="200000.00", why="地段好")
    assert shown.values == {"site": "rent", "rent": "200000.00", "why": "地段好"}
    assert judge(site, rent, dear, site="rent").missing == {"rent"}


def test_a_declaration_that_is_not_agreed_to_is_missing():
    agreed = field("declaration", "true_copy", required="true")
    assert judge(agreed, true_copy=False).missing == {"true_copy"}
    assert judge(agreed, true_copy=True).is_complete


def test_rules_know_the_rows_of_a_table_and_the_sums_of_its_columns():
    columns = [
        field("text", "what", required="true"),
        field("number", "pieces"),
        field("money", "price"),
        field("calculated", "sum", formula="pieces * price", unit="CNY"),
    ]
    over = {"rule": "budget.sum <= 1000 && budget.rows <= 2", "message": {"zh": "超出上限。"}}
    budget = field("table", "budget", columns=columns, fewest=1, checks=[over])
    line = {"what": "试剂", "pieces": "3", "price": "333.33"}
    found = judge(budget, budget=[line])
    assert found.values["budget"] == [line | {"sum": "999.99"}]
    assert found.is_complete
    twice = judge(budget, budget=[line, {"pieces": "1", "price": "0.02"}])
    assert set(twice.problems) == {"budget"}
    assert twice.missing == {"budget.1.what"}
    assert set(judge(budget).problems) == {"budget"}


def test_how_much_is_there_counts_what_is_required_now():
    other = field("text", "name", required="true")
    assert judge(STAFF, other).share == 0
    assert judge(STAFF, other, name="甲").share == 50
    assert judge(STAFF, other, name="甲", staff="1").share == 100


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ([field("text", "a", visible="b == 'x'"), field("text", "b")], "forms.it.a"),
        ([field("calculated", "c", formula="c + 1")], "forms.it.c"),
        ([field("text", "a", required="nobody > 1")], "forms.it.a"),
        ([STAFF, field("money", "m", required="m > staff")], "forms.it.m"),
    ],
)
def test_a_rule_that_looks_ahead_or_mixes_units_is_named_with_its_place(fields, place):
    assert [at for at, _why in rule_flaws(form(*fields), Vocabulary({}), DAY)] == [place]
    with pytest.raises(RuleError):
        ready(form(*fields), Vocabulary({}), DAY)
