"""What is typed and what becomes of it; the values are worked out by hand."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.documents.fields import Form
from lianqiao.core.cases.forms.reading import Lists, Read, pasted, read
from lianqiao.core.errors import Invalid
from lianqiao.engines.rules import Fact, Type, Vocabulary
from tests.core.cases.filing.procedure import BUDGET, SITE, field


def form(*fields: dict) -> Form:
    section = {"key": "main", "label": {"zh": "主要情况"}, "fields": fields}
    return Form.model_validate({"key": "it", "label": {"zh": "申请表"}, "sections": [section]})


def region(text: str) -> str:
    if text not in {"370202", "市南区"}:
        raise Invalid(f"no region {text}")
    return "370202"


FACTS = Vocabulary(
    {
        "revenue": Fact("revenue", Type.NUMBER, "CNY", scale=2, low=0, yearly=True),
        "growth": Fact("growth", Type.NUMBER, "%", scale=4),
    }
)
LISTS = Lists(region, FACTS)


def typed(one: dict, **controls: str | list[str]) -> Read:
    texts = {
        name.replace("__", "."): [text] if isinstance(text, str) else text
        for name, text in controls.items()
    }
    return read(form(one).fields.values(), texts, LISTS)


@pytest.mark.parametrize(
    ("one", "written", "value"),
    [
        (field("text", "a"), "  智能 产线 ", "智能 产线"),
        (field("text", "a", lines=3), "一\r\n二", "一\n二"),
        (field("text", "a"), "   ", None),
        (field("number", "a", decimals=2), "1,234.5", "1234.50"),
        (field("number", "a"), "１２", "12"),
        (field("number", "a"), "-3", "-3"),
        (field("money", "a"), "12.5", "12.50"),
        (field("money", "a", in_wan=True), "12.5", "125000.00"),
        (field("money", "a", in_wan=True), "0.000001", "0.01"),
        (field("date", "a"), "2026年3月1日", "2026-03-01"),
        (field("date", "a"), "2026-03-01", "2026-03-01"),
        (SITE | {"key": "a"}, "rent", "rent"),
        (SITE | {"key": "a"}, "租用", "rent"),
        (SITE | {"key": "a", "many": True}, ["rent", "own"], ["own", "rent"]),
        (field("declaration", "a"), "yes", True),
        (field("declaration", "a"), "", None),
        (field("fact", "a", fact="revenue"), "1,000.5", {"type": "number", "value": "1000.50"}),
        (field("fact", "a", fact="growth"), "3.5%", {"type": "number", "value": "0.0350"}),
        (field("fact", "a", fact="unknown"), "甲", {"type": "text", "value": "甲"}),
    ],
)
def test_a_text_becomes_a_value_of_its_kind(one, written, value):
    found = typed(one, a=written)
    assert (found.values, found.problems) == ({"a": value}, {})


@pytest.mark.parametrize(
    ("one", "written"),
    [
        (field("text", "a", longest=3), "四个汉字"),
        (field("text", "a"), "a\x00b"),
        (field("number", "a"), "abc"),
        (field("number", "a"), "1.5"),
        (field("number", "a", low="0", high="100"), "101"),
        (field("number", "a"), "NaN"),
        (field("number", "a"), "1e999999"),
        (field("number", "a"), "9" * 5000),
        (field("money", "a"), "-0.01"),
        (field("money", "a"), "0.001"),
        (field("date", "a"), "2026-02-31"),
        (SITE | {"key": "a"}, "borrowed"),
        (field("fact", "a", fact="revenue"), "-1"),
    ],
)
def test_what_cannot_be_read_is_said_and_keeps_no_value(one, written):
    found = typed(one, a=written)
    assert found.values == {}
    assert set(found.problems) == {"a"}


def test_an_organization_has_a_credit_code_that_holds():
    one = field("organization", "a")
    good = typed(one, a__name="甲公司", a__uscc="9111 0000 6000 3734 1L")
    assert good.values == {"a": {"name": "甲公司", "uscc": "91110000600037341L"}}
    assert set(typed(one, a__name="甲公司", a__uscc="91110000600037341X").problems) == {"a"}
    assert typed(one, a__name="", a__uscc="").values == {"a": None}


def test_a_person_has_a_telephone_that_can_be_dialled():
    one = field("person", "a")
    assert typed(one, a__name="王建国", a__phone="0532-12345").values["a"]["phone"] == "0532-12345"
    assert set(typed(one, a__name="王建国", a__phone="call me").problems) == {"a"}


def test_an_address_has_a_region_by_code_or_name():
    one = field("address", "a")
    assert typed(one, a__region="市南区", a__text="香港路1号").values == {
        "a": {"region": "370202", "text": "香港路1号"}
    }
    assert set(typed(one, a__region="火星").problems) == {"a"}


def test_rows_are_read_in_their_order_without_the_empty_ones():
    found = typed(
        BUDGET,
        budget__0__item="试剂",
        budget__0__price="1.5",
        budget__1__item=" ",
        budget__10__item="运费",
        budget__2__item="仪器",
        budget__2__sum="999",
        budget__3__nothing="x",
    )
    assert found.values == {
        "budget": [{"item": "试剂", "price": "1.50"}, {"item": "仪器"}, {"item": "运费"}]
    }


def test_a_wrong_cell_is_named_and_a_table_too_long_is_refused():
    found = typed(BUDGET, budget__0__item="试剂", budget__0__pieces="三")
    assert (found.values, set(found.problems)) == ({}, {"budget.0.pieces"})
    many = {f"budget__{number}__item": "x" for number in range(6)}
    assert set(typed(BUDGET, **many).problems) == {"budget"}


def test_files_and_what_is_calculated_are_never_typed():
    assert typed(field("file", "a"), a="1").values == {}
    assert typed(field("calculated", "a", formula="1"), a="1").values == {}


TABLE = form(BUDGET).fields["budget"]


@pytest.mark.parametrize(
    "text",
    [
        "试剂\t3\t1.5\n仪器\t1\t2,000\n",
        "支出项目\t数量\t单价（元）\r\n试剂\t3\t1.5\r\n仪器\t1\t2000.00\r\n",
        "Price\tItem\tnobody knows\tPieces\n1.5\t试剂\tx\t3\n\n2000\t仪器\t\t1",
        '试剂\t3\t1.5\n"仪器"\t1\t2000',
    ],
)
def test_rows_from_a_spreadsheet_come_by_their_order_or_by_their_headings(text):
    found = pasted(TABLE, text, LISTS)
    assert found.values["budget"] == [
        {"item": "试剂", "pieces": "3", "price": "1.50"},
        {"item": "仪器", "pieces": "1", "price": "2000.00"},
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "budget"),
        ("\t\t\n", "budget"),
        ("a\x00\t1", "budget"),
        ("x" * 200_000, "budget"),
        ("试剂\tdrei", "budget.0.pieces"),
        ("试剂\n" * 6, "budget"),
    ],
)
def test_what_is_no_rows_is_refused_as_a_whole(text, place):
    found = pasted(TABLE, text, LISTS)
    assert (found.values, set(found.problems)) == ({}, {place})
