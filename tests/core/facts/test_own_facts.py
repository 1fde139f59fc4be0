"""What is on record of one's own organization, and what it states itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Invalid, NotAllowed, NotFound
from lianqiao.core.facts.services.statements import state_fact
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties import queries, services
from lianqiao.core.rules.registry import vocabulary
from lianqiao.core.rules.subjects import subject
from tests.core.facts.conftest import facts

pytestmark = pytest.mark.usefixtures("codes")
THIS = timezone.localdate().year


def record(organization, value, source, name="revenue", year=THIS - 1, day=1):
    period = (date(year, 1, 1), date(year, 12, 31))
    at = datetime(THIS, 1, day, tzinfo=UTC)
    return services.record_fact(
        organization.pk, name, value, period=period, source=source, known_at=at
    )


def counting(organization):
    """What rules read of it today, by column."""
    return subject(organization.pk, vocabulary(), timezone.localdate()).row


def page(person, **query):
    answer = person.client.get(reverse("facts:mine"), query, headers={"accept-language": "zh-hans"})
    return answer.content.decode()


def state(person, name, **values):
    query = f"?fact={name}"
    return person.client.post(reverse("facts:mine") + query, values)


def test_the_page_says_value_source_and_who_differs(enterprise_owner, enterprise, other_owner):
    record(enterprise, 123_456_700, "tax")
    record(enterprise, 99_900, "statement", day=2)
    record(enterprise, 77, "tax", name="staff")
    text = page(enterprise_owner)
    for shown in ("1,234,567.00 元", "税务部门", "企业自报", "999.00 元", f"{THIS}-01-02", "77 人"):
        assert shown in text
    assert text.count("badge--warn") == 1
    assert "1,234,567.00" not in page(other_owner)


@pytest.mark.parametrize(
    ("name", "values", "kept"),
    [
        ("revenue", {"value": "1,280.5", "unit": "万元"}, (Decimal(1_280_500_000), None)),
        ("revenue", {"value": "7", "unit": "元"}, (Decimal(700), None)),
        ("staff", {"value": "12"}, (Decimal(12), None)),
        ("market_share", {"value": "12.5"}, (Decimal("12.5"), None)),
        ("is_above_scale", {"value": "no"}, (None, False)),
    ],
)
def test_a_statement_is_the_word_of_the_organization(enterprise_member, name, values, kept):
    year = {"year": str(THIS - 1), "evidence": "年度报告"}
    assert state(enterprise_member, name, **values, **year).status_code == 302
    [(source, evidence, period, number, truth)] = facts(
        "source_id", "evidence", "period_from", "number", "truth"
    )
    assert (source, evidence, period) == ("statement", "年度报告", date(THIS - 1, 1, 1))
    assert (number, truth) == kept
    entry = Entry.objects.get(kind="facts.stated")
    assert entry.organization_id == enterprise_member.organization.pk
    assert entry.quantities == {}


def test_what_is_not_by_year_is_of_this_year(enterprise_owner):
    state(enterprise_owner, "leading_product", value="隔膜")
    state(enterprise_owner, "listed_on", value="2020-03-01")
    assert facts("text", "day", "period_to") == [
        ("隔膜", None, date(THIS, 12, 31)),
        (None, date(2020, 3, 1), date(THIS, 12, 31)),
    ]


def test_a_better_source_still_counts(enterprise_owner, enterprise):
    known = record(enterprise, 100, "tax")
    state(enterprise_owner, "revenue", value="9", unit="元", year=str(THIS - 1))
    assert queries.facts_of(enterprise.pk).get() == known


@pytest.mark.parametrize(
    "values",
    [
        {"value": "-1", "unit": "元", "year": str(THIS - 1)},
        {"value": "viel", "unit": "元", "year": str(THIS - 1)},
        {"value": "1", "unit": "吨", "year": str(THIS - 1)},
        {"value": "1", "unit": "元", "year": str(THIS + 1)},
        {"value": "1", "unit": "元"},
        {"unit": "元", "year": str(THIS - 1)},
    ],
)
def test_what_is_refused_stands_at_its_field(enterprise_owner, values):
    answer = state(enterprise_owner, "revenue", **values)
    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode()
    assert facts("pk") == []


def test_registers_are_not_stated(enterprise_owner):
    assert state(enterprise_owner, "abnormal_listing", value="no").status_code == 200
    assert facts("pk") == []
    with pytest.raises(NotFound):
        state_fact(actor=enterprise_owner.actor, name="abnormal_listing", value=False)
    with pytest.raises(Invalid):
        state_fact(actor=enterprise_owner.actor, name="revenue", value=1, year=THIS - 20)


def test_a_link_opens_the_form_with_the_year(enterprise_owner):
    text = page(enterprise_owner, fact="revenue", year=str(THIS - 2))
    assert f'<option value="{THIS - 2}" selected>' in text
    assert "万元" in text
    assert 'id="statement"' not in page(enterprise_owner, fact="no_such_fact")
    assert (
        reverse("facts:mine")
        in enterprise_owner.client.get(reverse("parties:mine")).content.decode()
    )


def test_who_belongs_nowhere_states_nothing(citizen, client):
    assert citizen.client.get(reverse("facts:mine")).status_code == 403
    assert reverse("account_login") in client.get(reverse("facts:mine")).url
    with pytest.raises(NotAllowed):
        state_fact(actor=citizen.actor, name="revenue", value=1, year=THIS)


def test_a_fact_leads_to_its_organization(enterprise_owner, other_owner, officer, enterprise):
    url = reverse("facts:fact", args=[record(enterprise, 1, "tax").pk])
    for person in (enterprise_owner, officer):
        assert person.client.get(url).url == reverse("parties:organization", args=[enterprise.pk])
    assert other_owner.client.get(url).status_code == 404


def test_the_page_asks_no_more_for_more_facts(
    enterprise_owner, enterprise, django_assert_num_queries
):
    client = enterprise_owner.client
    record(enterprise, 1, "tax")
    record(enterprise, 2, "statement")
    client.get(reverse("facts:mine"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("facts:mine"))
    count = len(few)
    for year in range(THIS - 5, THIS - 1):
        record(enterprise, year, "tax", year=year)
        record(enterprise, 5, "third_party", year=year)
        record(enterprise, 6, "statement", year=year)
    with django_assert_num_queries(count):
        assert client.get(reverse("facts:mine")).content.decode().count("badge--warn") == 9


def test_a_statement_of_this_year_does_not_outdo_an_office_of_last_year(
    enterprise_owner, enterprise
):
    period = (date(THIS - 1, 1, 1), date(THIS - 1, 12, 31))
    services.record_fact(enterprise.pk, "tax_credit_rating", "D", period=period, source="tax")
    state_fact(actor=enterprise_owner.actor, name="tax_credit_rating", value="A")
    state_fact(actor=enterprise_owner.actor, name="digital_level", value=Decimal(3))
    row = counting(enterprise)
    assert (row["tax_credit_rating"], row["digital_level"]) == ("D", 3)
    # Officers see that the two do not agree.
    found = queries.contradictions_of(enterprise.pk)
    assert [(one.text, one.source_id) for one in found] == [("A", "statement")]


def test_what_an_office_says_later_of_an_earlier_year_counts(enterprise_owner, enterprise):
    state_fact(actor=enterprise_owner.actor, name="tax_credit_rating", value="A")
    assert (
        subject(enterprise.pk, vocabulary(), timezone.localdate()).row["tax_credit_rating"] == "A"
    )
    period = (date(THIS - 1, 1, 1), date(THIS - 1, 12, 31))
    services.record_fact(enterprise.pk, "tax_credit_rating", "D", period=period, source="tax")
    assert (
        subject(enterprise.pk, vocabulary(), timezone.localdate()).row["tax_credit_rating"] == "D"
    )
