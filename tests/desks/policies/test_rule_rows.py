"""The page on which an official writes rules without code."""

from __future__ import annotations

from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianqiao.core.rules.models import Parameter
from tests.desks.policies.conftest import draft, measure, published, writer

CHINESE = {"accept-language": "zh-hans"}
ROWS = {
    "b0-kind": "all",
    "b0l0-fact": "rd_expense",
    "b0l0-fact_lag": "1",
    "b0l0-look": "share",
    "b0l0-beside": "revenue",
    "b0l0-beside_lag": "1",
    "b0l0-op": ">=",
    "b0l0-value": "3",
    "b0l1-fact": "abnormal_listing",
    "b0l1-op": "not",
    "t0-fact": "rd_expense",
    "t0-fact_lag": "1",
    "t0-value": "10",
    "do": "save",
}
CONDITION = "rd_expense(year - 1) / revenue(year - 1) >= 0.03 && !abnormal_listing"


def page_of(row) -> str:
    return reverse("policies:rules", args=[row.pk, row.measures.get().pk])


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def test_rows_are_kept_as_a_rule_and_come_back_as_rows(officer):
    row = draft(measure(condition="", payout=""), by=officer)
    answer = officer.client.post(page_of(row), ROWS)
    assert answer.status_code == 302
    kept = row.measures.get()
    assert (kept.condition, kept.payout) == (CONDITION, "rd_expense(year - 1) * 0.1")
    text = text_of(officer.client.get(page_of(row), headers=CHINESE))
    assert 'name="b0l0-value" value="3"' in text
    assert "上年度研发费用总额占上年度营业收入的比例不低于3%" in text
    assert CONDITION in text


def test_a_second_group_and_amounts_in_10_000_yuan(officer):
    row = draft(measure(condition="", payout=""), by=officer)
    more = {
        "top": "all",
        "b1-kind": "any",
        "b1l0-fact": "title.high_tech",
        "b1l0-op": "is",
        "b1l1-fact": "revenue",
        "b1l1-fact_lag": "2",
        "b1l1-op": ">",
        "b1l1-value": "2,000.5",
        "t1-fact": "",
        "t1-value": "5",
        "t1q0-fact": "title.high_tech",
        "t1q0-op": "is",
        "t1-otherwise": "2",
    }
    officer.client.post(page_of(row), ROWS | more)
    kept = row.measures.get()
    assert kept.condition == f"{CONDITION} && (title.high_tech || revenue(year - 2) > 20005000)"
    assert kept.payout == "rd_expense(year - 1) * 0.1 + (title.high_tech ? 50000 : 20000)"


def test_a_fact_is_compared_with_so_much_of_another(officer):
    row = draft(measure(condition="", payout=""), by=officer)
    grown = {
        "b0-kind": "all",
        "b0l0-fact": "rd_expense",
        "b0l0-fact_lag": "1",
        "b0l0-op": ">=",
        "b0l0-value": "110",
        "b0l0-against": "of.rd_expense",
        "b0l0-against_lag": "2",
        "do": "save",
    }
    officer.client.post(page_of(row), grown)
    assert row.measures.get().condition == "rd_expense(year - 1) >= rd_expense(year - 2) * 1.1"


@pytest.mark.parametrize(
    ("change", "row_name", "said"),
    [
        ({"b0l0-value": "drei"}, "b0l0", "这不是数字"),
        ({"b0l0-value": ""}, "b0l0", "请填写用来比较的值"),
        ({"b0l1-fact": ""}, "b0l1", "请选择一项指标"),
        ({"b0l0-beside": "staff", "b0l0-value": "NaN"}, "b0l0", "这不是数字"),
        ({"t0-value": ""}, "t0", "请填写用来比较的值"),
        ({"t0-fact": "staff", "t0-value": "1"}, "t0", ""),
    ],
)
def test_what_is_wrong_is_said_in_its_row_and_nothing_is_kept(officer, change, row_name, said):
    row = draft(measure(), by=officer)
    before = row.measures.get().condition
    answer = officer.client.post(page_of(row), ROWS | change, headers=CHINESE)
    assert answer.status_code == 422
    assert said in answer.context["form"].problems[row_name]
    assert row.measures.get().condition == before


def test_a_row_that_is_only_begun_is_not_blamed(officer):
    row = draft(measure(), by=officer)
    answer = officer.client.post(page_of(row), ROWS | {"b0l1-fact": "", "do": ""})
    assert answer.status_code == 200
    assert answer.context["form"].problems == {}


def test_rows_and_groups_come_and_go(officer):
    row = draft(measure(), by=officer)

    def rows_after(action: str, **data: str) -> list[int]:
        answer = officer.client.post(page_of(row), ROWS | data | {"do": action})
        return [len(block.lines) for block in answer.context["rows"].blocks]

    assert rows_after("line:b0") == [3]
    assert rows_after("block") == [2, 1]
    assert rows_after("drop-line:b0l0") == [1]
    assert rows_after("drop-line:b0l9") == [2]
    assert rows_after("nonsense:::") == [2]


def test_what_rows_cannot_say_is_shown_as_text_with_its_place(officer):
    source = "max(rd_expense(year - 1), 5) >= 500000"
    row = draft(measure(condition=source), by=officer)
    text = text_of(officer.client.get(page_of(row)))
    assert f">{source}</textarea>" in text
    wrong = {"condition-text": "rd_expense(year - 1) >\n revnue(year - 1)", "do": "save"}
    answer = officer.client.post(page_of(row), wrong, headers=CHINESE)
    assert "第 2 行第 2 列" in answer.context["form"].problems["condition"]
    answer = officer.client.post(
        page_of(row), {"condition-text": source, "do": "to-rows:condition"}
    )
    assert answer.context["rows"].blocks is None
    right = {"condition-text": "staff(year - 1) >= 20", "do": "to-rows:condition"}
    answer = officer.client.post(page_of(row), right)
    assert answer.context["rows"].blocks[0].lines[0].value == "20"


def test_two_at_once_lose_nothing(officer, team_lead):
    row = draft(measure(), by=officer)
    old = {"changed_at": row.changed_at.isoformat()}
    assert team_lead.client.post(page_of(row), ROWS | old).status_code == 302
    answer = officer.client.post(page_of(row), ROWS | old | {"b0l0-value": "5"})
    assert answer.status_code == 409
    assert 'name="b0l0-value" value="5"' in text_of(answer)
    assert row.measures.get().condition == CONDITION


def test_only_the_office_writes_rules_of_a_draft(bureau, enterprise_owner, client):
    row = draft(measure(), by=writer(bureau))
    for browser in (client, enterprise_owner.client, writer().client):
        assert browser.post(page_of(row), ROWS).status_code in {302, 403, 404}
    assert row.measures.get().condition == measure().condition
    done = published(office=bureau)
    assert writer(bureau).client.get(page_of(done)).status_code in {404, 409}


def test_the_page_asks_the_database_as_often_for_ten_rows_as_for_one(officer):
    row = draft(measure(), by=officer)

    def queries(rows: int) -> int:
        many = {"b0-kind": "all", "do": ""}
        for n in range(rows):
            many |= {f"b0l{n}-fact": "region", f"b0l{n}-op": "in", f"b0l{n}-values": "370202"}
        with CaptureQueriesContext(connection) as caught:
            assert officer.client.post(page_of(row), many).status_code == 200
        return len(caught)

    queries(1)
    assert queries(1) == queries(10)


class Filled(HTMLParser):
    """What a browser would send of the rows of a page, as they stand there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        is_box = given.get("type") == "checkbox"
        if tag == "input" and name and (not is_box or "checked" in given):
            self.sent.setdefault(name, []).append(value)
        elif tag == "select":
            self.select = name
        elif (
            tag == "option"
            and self.select
            and ("selected" in given or self.select not in self.sent)
        ):
            self.sent[self.select] = [value]

    def handle_endtag(self, tag: str) -> None:
        self.select = "" if tag == "select" else self.select


@pytest.mark.parametrize(
    "rule",
    [
        "founded_on == date('2020-01-01')",
        "founded_on != date('2020-01-01')",
        "staff(year - 1) + staff(year - 2) >= staff(year - 3) * 0.5",
        "revenue(year - 1) - revenue(year - 2) >= revenue(year - 2) * 0.1",
        "rd_expense(year - 1) >= revenue(year - 1) * 0.012345",
        "rd_expense(year - 1) == 12345678.9",
        "kind in ['enterprise', 'institute']",
        "full_years(founded_on, today) < 3",
    ],
)
def test_rows_that_are_saved_untouched_say_the_same(officer, rule):
    row = draft(measure(condition=rule), by=officer)
    page = officer.client.get(page_of(row)).content.decode()
    assert 'name="b0l0-fact"' in page
    assert officer.client.post(page_of(row), Filled(page).sent | {"do": "save"}).status_code == 302
    assert row.measures.get().condition == rule


@pytest.mark.parametrize(
    "rule",
    [
        "tax_credit_rating == 'A B'",
        "tax_credit_rating.startsWith('A,B')",
        "tax_credit_rating == ''",
        "kind == 'nobody'",
        " && ".join(f"staff(year - 1) >= {n}" for n in range(41)),
    ],
)
def test_what_no_field_of_a_row_can_hold_stays_text(officer, rule):
    row = draft(measure(condition=rule), by=officer)
    page = text_of(officer.client.get(page_of(row)))
    assert 'name="condition-text"' in page
    assert rule in page


def test_yuan_for_each_of_a_thing_are_taken_from_what_is_laid_down(officer):
    """A number typed there would be persons, not yuan: it is not asked for."""
    Parameter.objects.create(code="per_head", name="每人标准", unit="CNY/person").values.create(
        valid_from=date(2020, 1, 1), number=3000
    )
    row = draft(measure(condition="", payout=""), by=officer)
    hired = {"t0-fact": "graduates_hired", "t0-fact_lag": "1"}
    shown = officer.client.post(page_of(row), ROWS | hired | {"do": ""}).context["rows"].terms[0]
    assert (shown.unit, shown.sources) == ("", [("param.per_head", "每人标准")])
    answer = officer.client.post(page_of(row), ROWS | hired | {"t0-against": "param.per_head"})
    assert answer.status_code == 302
    assert row.measures.get().payout == "graduates_hired(year - 1) * param.per_head"


@pytest.mark.parametrize("typed", ["12,5", "1,2800", "1280,5", "，5"])
def test_a_comma_that_parts_no_thousands_is_no_number(officer, typed):
    row = draft(measure(), by=officer)
    answer = officer.client.post(page_of(row), ROWS | {"b0l0-value": typed})
    assert "b0l0" in answer.context["form"].problems
