"""The public finder: every policy in one list, no answer kept, nothing excluded too early."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from lianqiao.desks.policies.queries.finding import find
from tests.desks.policies.conftest import measure, published

FINDER = reverse("policies:finder")
TODAY = timezone.localdate()
ENTERPRISE = "kind == 'enterprise' && !abnormal_listing"
CHINESE = {"accept-language": "zh-hans"}
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def policies(bureau):
    """Four with rules, and one that only tells."""
    published(
        measure(title="研发奖补", condition=f"{ENTERPRISE} && rd_expense(year - 1) >= 500000"),
        measure(title="用工奖", condition=f"{ENTERPRISE} && staff(year - 1) >= 20", payout="10000"),
        measure(
            title="信用奖", condition=f"{ENTERPRISE} && tax_credit_rating != 'D'", payout="5000"
        ),
        measure(title="制造业奖", condition=f"{ENTERPRISE} && industry_section == 'C'", payout="1"),
        measure(title="须知", condition="", payout=""),
        office=bureau,
    )


def titles(entries):
    return [one.measure.title for one in entries]


def groups(**answers):
    found = find(answers, TODAY)
    return {name: set(titles(getattr(found, name))) for name in ("yes", "maybe", "no")}


ALL = {"研发奖补", "用工奖", "信用奖", "制造业奖", "须知"}


def test_without_answers_everything_is_possible(policies):
    assert groups() == {"yes": set(), "maybe": ALL, "no": set()}


@pytest.mark.parametrize(
    ("answers", "yes", "no"),
    [
        (
            {"kind": "enterprise", "abnormal_listing": "no", "rd_expense__1": "60"},
            {"研发奖补"},
            set(),
        ),
        ({"kind": "enterprise", "rd_expense__1": "49.999999"}, set(), {"研发奖补"}),
        ({"kind": "enterprise", "rd_expense__1": "50"}, set(), set()),
        ({"kind": "person"}, set(), {"研发奖补", "用工奖", "信用奖", "制造业奖"}),
        (
            {"kind": "enterprise", "abnormal_listing": "no", "tax_credit_rating": "*"},
            {"信用奖"},
            set(),
        ),
        ({"tax_credit_rating": "D", "industry_section": "*"}, set(), {"信用奖", "制造业奖"}),
        # Not known excludes nothing and grants nothing.
        (
            dict.fromkeys(["kind", "abnormal_listing", "rd_expense__1", "staff__1"], "?"),
            set(),
            set(),
        ),
        # What no rule reads is no answer.
        ({"nonsense": "1", "revenue__1": "1", "page": "2"}, set(), set()),
    ],
)
def test_each_policy_in_exactly_one_list(policies, answers, yes, no):
    found = groups(**answers)
    assert (found["yes"], found["no"]) == (yes, no)
    assert found["maybe"] == ALL - yes - no


def test_the_amount_where_it_is_known(policies):
    found = find({"kind": "enterprise", "abnormal_listing": "no", "rd_expense__1": "60"}, TODAY)
    assert [one.amount for one in found.yes] == [6 * 1_000_000]
    published(measure(title="比例", condition="staff(year - 1) > 5"), code="b")
    found = find({"staff__1": "6"}, TODAY)
    assert titles(found.yes) == ["比例"]
    assert found.yes[0].amount is None
    assert [one.column for one in found.yes[0].open] == ["rd_expense__1"]


def test_the_first_question_is_for_whom(policies):
    question = find({}, TODAY).question
    assert question.asked.column == "kind"
    assert dict(question.asked.choices)["person"]
    assert question.measures == 4


def test_questions_end_and_none_comes_twice(policies):
    answers = {}
    while question := find(answers, TODAY).question:
        assert question.asked.column not in answers
        choices = dict(question.asked.choices)
        answers[question.asked.column] = "no" if "no" in choices else next(iter(choices), "1000")
    assert answers == {
        "kind": "enterprise",
        "abnormal_listing": "no",
        "rd_expense__1": "1000",
        "staff__1": "1000",
        "tax_credit_rating": "D",
        "industry_section": "C",
    }


def test_a_no_decides_and_is_not_asked_about_again(policies):
    found = find({"kind": "hospital"}, TODAY)
    assert found.question is None
    assert titles(found.maybe) == ["须知"]
    assert all(one.asks_office for one in found.maybe)


def test_why_not_in_the_words_of_the_rule(policies, client):
    page = client.get(FINDER, {"staff__1": "12", "kind": "enterprise"}, headers=CHINESE)
    text = page.content.decode()
    assert "上年度职工总数不低于20 人" in text
    assert "12 人" in text


def test_the_page_asks_shows_and_takes_back(policies, client):
    page = client.get(FINDER, {"kind": "enterprise", "rd_expense__1": "60"}, headers=CHINESE)
    text = page.content.decode()
    assert '<input type="hidden" name="kind" value="enterprise">' in text
    assert escape(f"{FINDER}?rd_expense__1=60#question") in text
    assert escape(f"{FINDER}?kind=enterprise&rd_expense__1=60&ask=kind#question") in text
    assert "60 万元" in text


def test_an_answer_is_changed(policies):
    found = find({"rd_expense__1": "60", "kind": "enterprise"}, TODAY, ask="rd_expense__1")
    assert found.question.asked.column == "rd_expense__1"
    assert found.question.form.initial == {"rd_expense__1": "60"}
    assert found.texts == {"rd_expense__1": "60", "kind": "enterprise"}


def test_that_there_is_none_is_an_answer_where_a_rule_asks_for_it(policies, client):
    published(measure(title="上市奖", condition="has(listed_on) && listed_on > today - years(3)"))
    assert {one.asked.may_lack for one in find({"listed_on": "?"}, TODAY).given} == {True}
    assert "上市奖" in groups(listed_on="?")["maybe"]
    assert "上市奖" in groups(listed_on="-")["no"]
    assert "上市奖" in groups(listed_on=TODAY.isoformat())["yes"]
    page = client.get(FINDER, {"ask": "listed_on"}).content.decode()
    assert escape(f"{FINDER}?listed_on=-#question") in page
    # Of any other fact it is no answer: what is not on record says nothing.
    assert client.get(FINDER, {"rd_expense__1": "-"}).status_code == 422


@pytest.mark.parametrize("wrong", ["abc", "-1", "1.0000001", "999999999999", "NaN", "1e999", "\0"])
def test_what_cannot_be_is_asked_again(policies, client, wrong):
    page = client.get(FINDER, {"rd_expense__1": wrong, "kind": "enterprise"})
    found = page.context["found"]
    assert page.status_code == 422
    assert found.question.asked.column == "rd_expense__1"
    assert found.texts == {"kind": "enterprise"}
    assert "研发奖补" in titles(found.maybe)


@pytest.mark.parametrize(
    ("condition", "answer", "group"),
    [
        ("staff_laid_off_share(year - 1) <= 0.055", {"staff_laid_off_share__1": "5.5"}, "yes"),
        ("staff_laid_off_share(year - 1) <= 0.055", {"staff_laid_off_share__1": "5.5001"}, "no"),
        ("founded_on >= date('2020-01-01')", {"founded_on": "2020-01-01"}, "yes"),
        ("founded_on >= date('2020-01-01')", {"founded_on": "2019-12-31"}, "no"),
        ("leading_product.contains('水泵')", {"leading_product": "离心水泵"}, "yes"),
        ("leading_product.contains('水泵')", {"leading_product": "阀门"}, "no"),
        ("zone == 'high-tech' || zone == 'bonded'", {"zone": "bonded"}, "yes"),
        ("zone == 'high-tech' || zone == 'bonded'", {"zone": "*"}, "no"),
        ("zone == 'high-tech' || zone == 'bonded'", {"zone": "elsewhere"}, "maybe"),
        ("kind == 'school'", {"kind": "person"}, "no"),
        ("patents_class1 >= 3", {"patents_class1": "3"}, "yes"),
        ("patents_class1 >= 3", {"patents_class1": "2.5"}, "maybe"),
    ],
)
def test_answers_of_every_type(bureau, condition, answer, group):
    published(measure(title="甲", condition=condition), office=bureau)
    assert groups(**answer)[group] == {"甲"}


def test_numbers_as_people_write_them(policies):
    found = find({"rd_expense__1": "1,200"}, TODAY)
    assert found.given[0].value == 1_200 * 1_000_000


def readable(model) -> bool:
    """Whether the application reads a table at all: what was voted, for one, it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [model._meta.db_table])
        return cursor.fetchone()[0]


def test_no_answer_is_kept(policies, client, caplog):
    def counts():
        models = [model for model in apps.get_models() if model._meta.managed and readable(model)]
        return {model: model._default_manager.count() for model in models}

    before = counts()
    with (
        caplog.at_level(logging.DEBUG),
        CaptureQueriesContext(connection) as ran,
    ):
        page = client.get(FINDER, {"kind": "enterprise", "rd_expense__1": "71.23"})
        client.get(FINDER, {"kind": "enterprise", "rd_expense__1": "seventy-one"})
    assert counts() == before
    assert not any("INSERT" in q["sql"] or "UPDATE" in q["sql"] for q in ran.captured_queries)
    assert not any("7123" in q["sql"] or "71.23" in q["sql"] for q in ran.captured_queries)
    assert "71.23" not in caplog.text
    assert "sessionid" not in page.cookies
    assert "no-store" in page["Cache-Control"]
    assert "enterprise" not in str(page.cookies)


def test_only_looking(policies, client):
    assert client.post(FINDER, {"kind": "enterprise"}).status_code == 405


def test_windows_are_stated_and_the_closed_go_last(bureau, client):
    day = timedelta(1)
    published(
        measure(title="已截止", condition="staff(year - 1) > 1", closes_on=TODAY - day),
        measure(title="未开始", condition="staff(year - 1) > 1", opens_on=TODAY + 9 * day),
        measure(title="开放", condition="staff(year - 1) > 1"),
        office=bureau,
    )
    found = find({"staff__1": "5"}, TODAY)
    assert titles(found.yes)[-1] == "已截止"
    assert len(found.yes) == 3
    text = client.get(FINDER, {"staff__1": "5"}, headers=ENGLISH).content.decode()
    assert "Closed since" in text
    assert "Opens on" in text


def test_a_constant_number_of_queries(policies, bureau, django_assert_num_queries):
    answers = {"kind": "enterprise", "staff__1": "3"}
    with CaptureQueriesContext(connection) as few:
        find(answers, TODAY)
    for _ in range(4):
        published(measure(condition=f"{ENTERPRISE} && title.high_tech"), measure(), office=bureau)
    with django_assert_num_queries(len(few)):
        find({**answers, "title__high_tech": "yes", "abnormal_listing": "no"}, TODAY)
