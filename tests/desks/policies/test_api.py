"""The HTTP API of policies: feed, reading, what one qualifies for, deciding for many, finding."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from lianqiao.core.parties import services as parties
from lianqiao.core.parties.uscc import check_digit
from lianqiao.desks.policies.models import Version
from lianqiao.desks.policies.queries import deciding
from lianqiao.desks.policies.services import publishing, runs
from tests import cast
from tests.desks.policies.conftest import draft, measure, published, with_facts, writer

WAN = 1_000_000
TODAY = timezone.localdate()
BODIES = [f"91370200MA3TEXT0{letter}" for letter in "ABCD"]
CODES = [body + check_digit(body) for body in BODIES]


@pytest.fixture
def call(client):
    """Call the API as somebody: method, path, token, parameters or body."""

    def call(method, path, token="", body=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if method == "get":
            return client.get(f"/api{path}", body or {}, headers=headers)
        content = json.dumps(body or {})
        return client.post(f"/api{path}", content, content_type="application/json", headers=headers)

    return call


@pytest.fixture
def own(enterprise_owner):
    return parties.issue_token(actor=enterprise_owner.actor, label="test")


@pytest.fixture
def office(officer):
    return parties.issue_token(actor=officer.actor, label="test")


@pytest.fixture
def policies(bureau, enterprise):
    """One that fits, two that need facts, one that does not fit, one that only tells."""
    with_facts(enterprise, rd_expense__1=300 * WAN, staff__1=12)
    return published(
        measure(title="研发奖补"),
        measure(title="营收奖", condition="revenue(year - 1) >= 20000000"),
        measure(title="用工奖", condition="staff(year - 1) >= 20"),
        measure(title="须知", condition="", payout=""),
        office=bureau,
    )


def pages(call, **asked):
    """All versions of the feed, page by page."""
    found, after = [], ""
    while after is not None:
        page = call("get", "/policies", body=asked | {"after": after}).json()
        found += page["versions"]
        after = page["after"]
    return found


def test_the_feed_gives_each_published_version_once(call, bureau):
    rows = [published(office=bureau, title=f"第{number}项") for number in range(5)]
    draft(title="未发布")
    Version.objects.filter(pk__in=[row.pk for row in rows[:3]]).update(changed_at=timezone.now())
    found = pages(call, limit=2)
    assert sorted(one["version"] for one in found) == sorted(row.pk for row in rows)
    assert [one["changed_at"] for one in found] == sorted(one["changed_at"] for one in found)
    assert found[0]["measures"][0]["cap"] == "1000000.00"
    assert found[0]["office"] == bureau.name


def test_the_feed_goes_on_from_where_it_was_read(call, bureau):
    old, new = (published(office=bureau) for _ in range(2))
    yesterday = timezone.now() - timedelta(days=1)
    Version.objects.filter(pk=old.pk).update(changed_at=yesterday)
    until = call("get", "/policies").json()["until"]
    since = pages(call, updated_since=until)
    assert [one["version"] for one in since] == [new.pk]
    publishing.withdraw(actor=writer(bureau).actor, version=old.pk, reason="文号有误")
    since = pages(call, updated_since=until)
    assert [(one["version"], one["stage"]) for one in since] == [
        (new.pk, "published"),
        (old.pk, "withdrawn"),
    ]


def test_the_feed_takes_a_constant_number_of_queries(call, bureau, django_assert_num_queries):
    for count in (1, 4):
        for _ in range(count):
            published(measure(), measure(), office=bureau)
        with django_assert_num_queries(2):
            call("get", "/policies")


def test_a_policy_is_read_with_its_text(call, policies, own):
    read = call("get", f"/policies/{policies.policy_id}").json()
    assert read["title"] == policies.title
    assert "<h2>第一条</h2>" in read["text"]
    assert read["measures"][0]["condition"] == "rd_expense(year - 1) >= 500000"
    hidden = draft(title="未发布")
    assert call("get", f"/policies/{hidden.policy_id}", own).status_code == 404


def test_my_policies_in_three_groups(call, policies, own, office):
    mine = call("get", "/policies/mine", own).json()
    assert [one["title"] for one in mine["qualify"]] == ["研发奖补"]
    assert mine["qualify"][0]["amount"] == mine["total"] == "300000.00"
    assert [one["title"] for one in mine["missing_facts"]] == ["营收奖"]
    assert mine["missing_facts"][0]["missing"] != []
    (no,) = mine["no"]
    assert no["verdict"] == "no"
    assert "20" in no["reasons"][0]
    assert "8" in no["changes"][0]
    assert [one["title"] for one in mine["to_read"]] == ["须知"]
    assert call("get", "/policies/mine").status_code == 403
    assert call("get", "/policies/mine", office).status_code == 403


@pytest.fixture
def firms(policies):
    """499,999.99, 3 million, 20 million yuan of R&D, 30 people; of the last nothing is known."""
    spent = [49_999_999, 300 * WAN, 2_000 * WAN]
    known = [cast.organization(uscc=code) for code in CODES[:3]]
    for firm, value in zip(known, spent, strict=True):
        with_facts(firm, rd_expense__1=value, staff__1=30)
    return [*known, cast.organization(uscc=CODES[3])]


def test_an_office_decides_for_many(call, firms, policies, office):
    codes = CODES
    rd, revenue, staff, to_read = policies.measures.order_by("position")
    found = call("post", "/policies/decide", office, {"codes": [*codes, "1" * 18, codes[0]]}).json()
    assert found["unknown_codes"] == ["1" * 18]
    assert found["to_read"] == [to_read.pk]
    by_pair = {(one["code"], one["measure"]): one for one in found["decisions"]}
    assert len(found["decisions"]) == len(by_pair) == 12
    told = [(by_pair[code, rd.pk]["verdict"], by_pair[code, rd.pk]["amount"]) for code in codes]
    assert told == [
        ("no", None),
        ("yes", "300000.00"),
        ("yes", "1000000.00"),
        ("unknown", None),
    ]
    assert by_pair[codes[0], revenue.pk]["missing"] == ["revenue__1"]
    assert by_pair[codes[0], staff.pk]["verdict"] == "yes"
    asked = {"codes": codes, "measures": [staff.pk]}
    assert len(call("post", "/policies/decide", office, asked).json()["decisions"]) == 4


def test_the_answer_for_many_is_the_city_runs(call, firms, policies, office):
    from lianqiao.desks.policies.models import Decision

    runs.decide()
    words = {"true": "yes", "unknown": "unknown"}
    kept = {
        (one.organization.uscc, one.measure_id): words[one.verdict]
        for one in Decision.objects.select_related("organization")
    }
    found = call("post", "/policies/decide", office, {"codes": [one.uscc for one in firms]}).json()
    assert len(found["decisions"]) == 12
    for one in found["decisions"]:
        assert kept.get((one["code"], one["measure"]), "no") == one["verdict"]


def test_deciding_for_many_takes_a_constant_number_of_queries(
    call, firms, policies, office, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    codes = [firm.uscc for firm in firms]
    call("post", "/policies/decide", office, {"codes": codes})  # the token's first use of the day
    with CaptureQueriesContext(connection) as few:
        call("post", "/policies/decide", office, {"codes": codes[:1]})
    published(*[measure() for _ in range(5)], office=policies.policy.office)
    with django_assert_num_queries(len(few)):
        call("post", "/policies/decide", office, {"codes": codes})


def test_only_bureaus_decide_and_only_so_much(call, policies, own, office, monkeypatch, firms):
    asked = {"codes": CODES}
    assert call("post", "/policies/decide", own, asked).status_code == 403
    assert call("post", "/policies/decide", "", asked).status_code == 403
    for wrong in (
        {"codes": []},
        {"codes": ["9" * 18] * 1_001},
        {"codes": CODES, "measures": [10**9]},
        {"codes": CODES, "on": "1066-10-14"},
    ):
        assert call("post", "/policies/decide", office, wrong).status_code == 422
    monkeypatch.setattr(deciding, "MOST_DECISIONS", 10)
    refused = call("post", "/policies/decide", office, asked)
    assert refused.status_code == 422
    assert "10" in refused.json()["fields"]["codes"]


def test_finding_by_facts_that_nobody_keeps(call, policies):
    found = call("post", "/policies/find").json()
    assert {one["title"] for one in found["possible"]} == {"研发奖补", "营收奖", "用工奖", "须知"}
    assert found["question"]["fact"]
    facts = {"rd_expense__1": 3_000_000, "staff__1": 19, "revenue__1": None, "colour": "blue"}
    found = call("post", "/policies/find", body={"facts": facts}).json()
    assert [(one["title"], one["amount"]) for one in found["qualify"]] == [
        ("研发奖补", "300000.00")
    ]
    assert [one["title"] for one in found["no"]] == ["用工奖"]
    assert found["no"][0]["reasons"] != []
    assert found["ignored"] == ["colour"]
    # As text, as answers give sums, it is the same sum.
    told = call("post", "/policies/find", body={"facts": {"rd_expense__1": "3000000.00"}}).json()
    assert [one["amount"] for one in told["qualify"]] == ["300000.00"]


@pytest.mark.parametrize("value", ["plenty", "1e400000", "NaN", 10**15, True, "长" * 200])
def test_a_fact_that_cannot_be_is_named(value, call, policies):
    refused = call("post", "/policies/find", body={"facts": {"rd_expense__1": value}})
    assert refused.status_code == 422
    assert "rd_expense__1" in refused.json()["fields"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/policies/0", 422),
        ("/policies/99999999999999999999", 422),
        ("/policies/999999999", 404),
        ("/policies?limit=0", 422),
        ("/policies?limit=101", 422),
        ("/policies?updated_since=soon", 422),
        ("/policies?updated_since=2026-01-01T00:00:00", 422),
        ("/policies?after=x_1", 422),
        ("/policies?after=2026-01-01T00:00:00_1", 422),
        ("/policies?after=2026-01-01T00:00:00-23:00_1", 200),
        ("/policies?updated_since=2026-01-01T00:00:00-17:07", 200),
    ],
)
def test_what_makes_no_sense_is_told_where(path, status, call, db):
    answer = call("get", path)
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["fields"]


@pytest.mark.parametrize(
    "asked", ["after=9999-12-31T23:59:59-12:00_1", "updated_since=0001-01-01T00:00:00%2B14:00"]
)
def test_there_is_no_such_moment(asked, call, db):
    assert call("get", f"/policies?{asked}").status_code == 422


SIGNALS = (request_started, request_finished)
CHECKS = (not_a_server_error, content_type_conformance, response_schema_conformance)


@pytest.fixture
def api(policies, firms, db):
    """The schema of this desk's part, within the test's transaction."""
    for signal in SIGNALS:
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    yield schema.include(path_regex="/policies")
    for signal in SIGNALS:
        signal.connect(close_old_connections)


def test_no_question_breaks_the_house(api, own, office):
    operations = [found.ok() for found in api.get_all_operations()]
    assert len(operations) == 5
    for operation in operations:
        asking(operation, ["", own, office])()


def asking(operation, keys):
    """Return a test that puts many questions to one operation, as each kind of asker."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case):
        for key in keys:
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            case.call_and_validate(headers=headers, checks=list(CHECKS))

    return ask
