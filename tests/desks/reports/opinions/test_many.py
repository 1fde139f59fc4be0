"""Many opinions: pages ask as many queries as with few, and by their indexes."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lianqiao.desks.reports.opinions import queries, services, words
from lianqiao.desks.reports.opinions.guard import digest
from lianqiao.desks.reports.opinions.models import Opinion
from lianqiao.desks.reports.opinions.queries import lists
from tests.desks.reports.opinions.conftest import left

MANY = 5_000
SUBJECTS = ("托育机构太少", "地铁站没有电梯", "补贴迟迟不到账", "停车太难", "医院排队太久")


def fill(town, number: int, **values) -> None:
    now, today = timezone.now(), timezone.localdate()
    given = {
        "state": "answered",
        "department": town.health,
        "due_on": today,
        "routed_at": now,
        "answered_at": now,
        "answer": "好",
        "is_on_time": True,
        "is_public": True,
        "is_compared": True,
    } | values
    for start in range(0, number, 10_000):
        Opinion.objects.bulk_create(
            [_row(start + n, given) for n in range(min(10_000, number - start))], 2_000
        )


def _row(number: int, given) -> Opinion:
    text = f"第{number}号街区{SUBJECTS[number % 5]}"
    return Opinion(
        text=text,
        terms=words.terms(text),
        text_sha256=digest(text),
        receipt_sha256=digest(f"{number}{given['state']}"),
        **given,
    )


def _queries(browser, url) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("page", ["list", "desk"])
def test_pages_ask_as_many_queries_with_many_rows(town, page):
    browser = town.officer.client if page == "desk" else Client()
    url = reverse(f"opinions:{page}")
    state = {"state": "routed", "answer": "", "is_public": False} if page == "desk" else {}
    fill(town, 2, **state)
    few = _queries(browser, url)
    Opinion.objects.all().delete()
    fill(town, 60, **state)
    assert _queries(browser, url) == few


def test_many_are_listed_and_searched_by_indexes(town):
    fill(town, MANY)
    assert "opinion_published" in _served(queries.published(queries.Wanted())[:20])
    wanted = queries.Wanted(q="4711号街区")
    assert "opinion_words" in _served(lists._narrowed(Opinion.objects.order_by(), wanted))
    assert [row.text for row in queries.published(wanted)] == [f"第4711号街区{SUBJECTS[1]}"]
    row, _receipt = left("第4711号街区地铁站没有电梯")
    assert row.group_id is not None


def _served(rows: QuerySet[Opinion]) -> str:
    """The plan where neither reading all nor sorting is allowed: one index is left, or none.

    What the planner prefers hangs on statistics, which come when autovacuum likes; whether an
    index can serve does not.
    """
    ways = ("seqscan", "sort", "incremental_sort")
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL enable_{way} TO off" for way in ways))
        plan = rows.explain()
        cursor.execute("; ".join(f"SET LOCAL enable_{way} TO DEFAULT" for way in ways))
    return plan


def test_what_came_by_other_ways_is_grouped_in_batches(town):
    fill(town, 700, is_compared=False)
    assert services.compare_rest() == 700
    assert not Opinion.objects.filter(is_compared=False).exists()
    assert services.compare_rest() == 0
    for subject in SUBJECTS:
        groups = Opinion.objects.filter(text__endswith=subject, group__isnull=False)
        assert groups.count() > 100


def test_the_export_is_the_list_without_contacts(town):
    town.routed("请打13812345678找我", phone="13900001111", name="王小明")
    answer = town.officer.client.get(reverse("opinions:export", args=["csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["意见内容"] == "请打***找我"
    assert not any(part in text for part in ("13900001111", "王小明", "13812345678"))
    book = town.officer.client.get(reverse("opinions:export", args=["xlsx"]))
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert Client().get(reverse("opinions:export", args=["csv"])).status_code == 404
