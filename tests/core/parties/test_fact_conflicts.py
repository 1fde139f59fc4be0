"""Where sources do not agree: what counts, what does not, and who sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianqiao.core.parties import queries, services
from tests import cast

pytestmark = pytest.mark.usefixtures("codes")
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
PAGE = "parties:fact_conflicts"


def record(organization, value, source, known=1, name="revenue", period=YEAR):
    at = datetime(2026, 3, known, tzinfo=UTC)
    return services.record_fact(
        organization.pk, name, value, period=period, source=source, known_at=at
    )


def test_the_better_source_counts_and_the_last_word_of_each(officer, enterprise):
    record(enterprise, 100, "tax")
    counting = record(enterprise, 200, "tax", known=2)
    record(enterprise, 999, "statistics")
    record(enterprise, 200, "statistics", known=3)
    other = record(enterprise, 250, "statement")
    record(enterprise, 5, "statement", period=(date(2024, 1, 1), date(2024, 12, 31)))
    record(cast.organization(), 7, "statement")
    found = queries.conflicts(officer.actor)
    assert [(fact.pk, fact.better) for fact in found] == [(other.pk, counting.pk)]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("leading_product", ("隔膜", "电池")),
        ("listed_on", (date(2020, 1, 1), date(2021, 1, 1))),
        ("abnormal_listing", (True, False)),
    ],
)
def test_values_of_every_type(officer, enterprise, name, values):
    record(enterprise, values[0], "tax", name=name)
    record(enterprise, values[0], "statistics", name=name)
    assert not queries.conflicts(officer.actor)
    worse = record(enterprise, values[1], "statement", name=name)
    assert queries.conflicts(officer.actor).get() == worse


def test_the_page_shows_both_in_a_constant_number_of_queries(
    officer, enterprise, django_assert_num_queries
):
    record(enterprise, 1, "tax")
    record(enterprise, 2, "statement")
    with CaptureQueriesContext(connection) as few:
        officer.client.get(reverse(PAGE))
    for organization in [cast.organization() for _ in range(5)]:
        record(organization, 12_345_600, "tax")
        record(organization, 99_900, "statement")
    with django_assert_num_queries(len(few)):
        page = officer.client.get(reverse(PAGE), headers={"accept-language": "zh-hans"})
    text = page.content.decode()
    assert "123,456.00" in text
    assert "999.00" in text
    assert "税务部门" in text


def test_bureaus_alone_see_it(enterprise_owner, citizen, client):
    for browser in (enterprise_owner.client, citizen.client, client):
        assert browser.get(reverse(PAGE)).status_code == 404


def test_the_export_has_every_conflict_with_what_counts(officer, enterprise):
    record(enterprise, 12_345_600, "tax")
    record(enterprise, 99_900, "statement", known=2)
    answer = officer.client.get(
        reverse(f"{PAGE}_export", args=["csv"]), headers={"accept-language": "zh-hans"}
    )
    [_head, line] = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert line == (
        ",青岛海联智造有限公司,营业收入,2025-01-01,2025-12-31,"
        '"123,456.00 元",税务部门,2026-03-01,999.00 元,企业自报,2026-03-02'
    )
    workbook = officer.client.get(reverse(f"{PAGE}_export", args=["xlsx"]))
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    assert officer.client.get(reverse(f"{PAGE}_export", args=["pdf"])).status_code == 404


def test_bureaus_alone_export(enterprise_owner, client):
    for browser in (enterprise_owner.client, client):
        assert browser.get(reverse(f"{PAGE}_export", args=["csv"])).status_code == 404


def test_the_export_asks_no_more_for_more_rows(officer, enterprise, django_assert_num_queries):
    def take():
        answer = officer.client.get(reverse(f"{PAGE}_export", args=["csv"]))
        return len(b"".join(answer.streaming_content).splitlines())

    record(enterprise, 1, "tax")
    record(enterprise, 2, "statement")
    with CaptureQueriesContext(connection) as few:
        assert take() == 2
    for organization in [cast.organization() for _ in range(5)]:
        record(organization, 1, "tax")
        record(organization, 2, "statement")
    with django_assert_num_queries(len(few)):
        assert take() == 7
