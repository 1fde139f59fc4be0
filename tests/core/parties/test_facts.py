"""Facts by period and by when they became known; titles that never overlap."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.parties import queries, services
from lianqiao.core.parties.models import Fact
from tests import cast

pytestmark = pytest.mark.usefixtures("codes")
YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))
YEAR_2025 = (date(2025, 1, 1), date(2025, 12, 31))


def at(day):
    return datetime(2026, 3, day, tzinfo=UTC)


def record(organization, value, period=YEAR_2025, name="revenue", known=1):
    return services.record_fact(
        organization.pk, name, value, period=period, source="tax", known_at=at(known)
    )


def test_last_known_of_each_period(enterprise):
    record(enterprise, 100, YEAR_2024)
    record(enterprise, 200)
    record(enterprise, 250, known=5)
    now = {fact.period_from.year: fact.number for fact in queries.facts_of(enterprise.pk)}
    assert now == {2024: 100, 2025: 250}
    then = queries.facts_of(enterprise.pk, known_at=at(2))
    assert [fact.number for fact in then] == [100, 200]
    assert [fact.number for fact in queries.facts_of(enterprise.pk, on=date(2024, 6, 1))] == [100]
    assert not queries.facts_of(enterprise.pk, known_at=datetime(2026, 2, 1, tzinfo=UTC))


def test_what_was_known_is_never_rewritten(enterprise):
    fact = record(enterprise, 100)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Fact.objects.filter(pk=fact.pk).update(number=5)


@pytest.mark.parametrize(
    ("name", "value"),
    [("revenue", "viel"), ("revenue", True), ("major_accident", 1), ("listed_on", "2020-01-01")],
)
def test_value_of_the_wrong_type(enterprise, name, value):
    with pytest.raises(Invalid):
        record(enterprise, value, name=name)


def test_unknown_fact_and_backward_period(enterprise):
    with pytest.raises(NotFound):
        record(enterprise, 1, name="no_such_fact")
    with pytest.raises(Invalid):
        record(enterprise, 1, (date(2025, 2, 1), date(2025, 1, 1)))


def test_database_wants_exactly_one_value(enterprise):
    fact = record(enterprise, 100)
    with pytest.raises(IntegrityError, match="fact_has_one_value"), transaction.atomic():
        Fact.objects.create(
            organization=enterprise,
            definition_id=fact.definition_id,
            period_from=fact.period_from,
            period_to=fact.period_to,
            number=1,
            text="1",
            source_id="tax",
            known_at=at(9),
        )


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("revenue", 123_456_789, "1,234,567.89 yuan"),
        ("staff", 1200, "1,200 人"),
        ("market_share", Decimal("12.50"), "12.5 %"),
        ("leading_product", "隔膜", "隔膜"),
    ],
)
def test_shown_with_its_unit(enterprise, name, value, shown):
    record(enterprise, value, name=name)
    from django.utils import translation

    with translation.override("en"):
        assert queries.facts_of(enterprise.pk).get().shown == shown


def grant(organization, first, last, kind="high-tech"):
    return services.grant_title(
        organization.pk, kind, valid=(first, last), granted_by="测试市科学技术局"
    )


def test_titles_never_overlap(enterprise):
    grant(enterprise, date(2023, 1, 1), date(2025, 12, 31))
    with pytest.raises(Conflict):
        grant(enterprise, date(2025, 12, 31), date(2028, 12, 30))
    grant(enterprise, date(2026, 1, 1), date(2028, 12, 31))
    grant(enterprise, date(2025, 1, 1), date(2026, 12, 31), kind="little-giant")
    grant(cast.organization(), date(2025, 1, 1), date(2026, 12, 31))
    valid = queries.titles_of(enterprise.pk, on=date(2026, 6, 1))
    assert {str(title.kind.code) for title in valid} == {"high-tech", "little-giant"}


def test_title_unknown_or_backwards(enterprise):
    with pytest.raises(NotFound):
        grant(enterprise, *YEAR_2024, kind="nobility")
    with pytest.raises(Invalid):
        grant(enterprise, date(2025, 1, 2), date(2025, 1, 1))
