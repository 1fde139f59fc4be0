"""Whether one may apply, by what is on record, before anything is filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.queries.applying import eligible
from lianqiao.core.parties.models import Fact, FactDefinition
from tests.core.cases.filing import procedure

RULE = "revenue(year - 1) >= 10000000"
DAY = date(2026, 11, 26)


def judged(organization, rule=RULE):
    document = Document.model_validate(procedure.document(eligible=rule))
    return eligible(document, organization.pk, DAY)


def say(organization, yuan: int, year: int = 2025) -> None:
    """Let the tax office say a year's revenue; facts keep fen."""
    Fact.objects.create(
        organization=organization,
        definition=FactDefinition.objects.get(pk="revenue"),
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        number=Decimal(yuan * 100),
        source_id="tax",
        known_at="2026-03-02T10:00:00+08:00",
    )


@pytest.mark.parametrize(("yuan", "verdict"), [(10_000_000, True), (9_999_999, False)])
def test_what_is_on_record_decides_with_its_source(codes, enterprise, yuan, verdict):
    say(enterprise, yuan)
    found = judged(enterprise)
    assert found.verdict is verdict
    assert [source.known_on for source in found.explained.sources] == [date(2026, 3, 2)]


def test_what_is_unknown_is_neither(codes, enterprise):
    assert judged(enterprise).verdict is None


@pytest.mark.parametrize("rule", ["", "  ", "nobody > 1", "1 +"])
def test_without_a_rule_that_holds_nothing_is_said(codes, enterprise, rule):
    assert judged(enterprise, rule) is None


def test_the_page_says_what_one_lacks_and_keeps_nobody_out(
    codes, bureau, enterprise, enterprise_owner
):
    procedure.published(bureau, procedure.document(eligible=RULE))
    say(enterprise, 1, timezone.localdate().year - 1)
    client = enterprise_owner.client
    page = client.get("/cases/apply/workshop/", headers={"Accept-Language": "en"}).content.decode()
    assert "What you lack" in page
    assert "not met" in page
    assert client.post("/cases/apply/workshop/").status_code == 302
