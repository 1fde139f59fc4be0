"""Figures counted from entries: expected values are worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.indicators.models import Aggregate, Scope
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import (
    Asked,
    by_month,
    by_region,
    entries_behind,
    value,
    values,
)
from lianqiao.core.ledger.services import correct, record
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.models import Region, Zone
from tests.cast import organization
from tests.core.indicators.conftest import (
    CHENGYANG,
    GRANTED,
    LAOSHAN,
    REVOKED,
    SAID,
    SIGNED,
    at,
)

YEAR = Period.year(2024)


def number(code, period=YEAR, region=""):
    return value(code, period, region).value


def test_a_year_ends_at_midnight_in_shanghai(indicator, sign):
    indicator()
    sign("2023-12-31T23:59:59")
    sign("2024-01-01T00:00:00")
    sign("2024-12-31T23:59:59.999999")
    sign("2025-01-01T00:00:00")
    assert number("trial.signed") == 2
    assert [one.value for one in by_month("trial.signed", 2024)] == [1] + [0] * 10 + [1]
    assert number("trial.signed", Period.as_of(YEAR.first)) == 2


def test_up_to_a_month_the_later_ones_do_not_count(indicator, sign):
    indicator()
    for day in ("2024-02-29T08:00", "2024-10-31T23:59:59", "2024-11-01T00:00"):
        sign(day)
    assert number("trial.signed", Period.to_month(2024, 10)) == 2
    assert number("trial.signed", Period.month(2024, 2)) == 1


def test_what_was_corrected_counts_as_restated(indicator, sign):
    indicator("trial.money", aggregate=Aggregate.SUM, quantity="amount", unit="元")
    indicator()
    first, second = sign("2024-03-01T10:00", amount="100.50"), sign("2024-03-02T10:00", amount=7)
    correct(first, actor=ANYONE, quantities={"amount": Decimal("90.25")})
    assert number("trial.money") == Decimal("97.25")
    correct(second, actor=ANYONE, withdrawn=True)
    assert number("trial.money") == Decimal("90.25")
    assert number("trial.signed") == 1


def test_a_correction_may_move_an_entry_into_another_year(indicator, sign):
    indicator()
    entry = sign("2024-12-31T23:00")
    correct(entry, actor=ANYONE, happened_at=at("2025-01-01T01:00"))
    assert (number("trial.signed"), number("trial.signed", Period.year(2025))) == (0, 1)


def test_a_condition_keeps_what_it_says_and_unknown_does_not_count(indicator, sign):
    indicator("trial.large", condition="amount >= 1000000 && local == 1")
    sign("2024-05-01T10:00", amount="1000000.00", local=1)
    sign("2024-05-01T10:00", amount="999999.99", local=1)
    sign("2024-05-01T10:00", amount="2000000", local=0)
    sign("2024-05-01T10:00", local=1)
    assert number("trial.large") == 1


def test_subjects_and_organizations_count_once(indicator, sign):
    one, other = organization().pk, organization().pk
    indicator("trial.subjects", aggregate=Aggregate.DISTINCT)
    indicator("trial.firms", aggregate=Aggregate.ORGANIZATIONS)
    for subject, firm in ((1, one), (1, one), (2, one), (3, other), (3, None)):
        sign("2024-05-01T10:00", subject=subject, organization=firm)
    assert (number("trial.subjects"), number("trial.firms")) == (3, 2)


def test_the_last_value_of_each_subject_is_added_up(indicator):
    indicator("trial.heads", aggregate=Aggregate.LAST, quantity="heads", kinds=[SAID])
    for when, subject, heads in (
        ("2023-06-01T10:00", 1, 40),
        ("2024-06-01T10:00", 1, 55),
        ("2022-01-01T10:00", 2, 10),
        ("2025-01-01T00:00", 2, 99),
    ):
        record(SAID, subject=subject, quantities={"heads": Decimal(heads)}, at=at(when))
    assert number("trial.heads") == 65
    assert number("trial.heads", Period.year(2023)) == 50


def test_what_is_held_on_a_day(indicator):
    indicator(
        "trial.titles",
        aggregate=Aggregate.VALID,
        kinds=[GRANTED],
        quantity="holds",
        ends=[REVOKED],
    )
    record(GRANTED, subject=1, quantities={"holds": Decimal(365)}, at=at("2024-01-01T09:00"))
    record(GRANTED, subject=2, at=at("2024-03-01T09:00"))
    record(REVOKED, subject=2, at=at("2024-09-01T09:00"))
    record(GRANTED, subject=2, at=at("2024-11-01T09:00"))
    days = {"2024-01-01": 1, "2024-03-01": 2, "2024-09-01": 1, "2024-11-01": 2, "2024-12-31": 1}
    # 365 days from 1 January 2024, a leap year, end with 30 December.
    assert {day: number("trial.titles", Period.read(day)) for day in days} == days


def test_a_ratio_is_of_its_parts(indicator, sign):
    indicator()
    indicator("trial.local", condition="local == 1")
    indicator(
        "trial.share",
        aggregate=Aggregate.RATIO,
        kinds=[],
        numerator="trial.local",
        denominator="trial.signed",
        factor=Decimal(100),
        unit="%",
    )
    assert number("trial.share") is None
    for local in (1, 1, 0):
        sign("2024-05-01T10:00", local=local)
    found = value("trial.share", YEAR)
    assert (found.value, found.entries) == (Decimal("66.666667"), 5)
    assert entries_behind("trial.share", YEAR).count() == 3


def test_a_district_has_what_belongs_to_it(codes, indicator, sign):
    indicator()
    sign("2024-05-01T10:00", region=LAOSHAN)
    sign("2024-05-01T10:00", region=CHENGYANG)
    sign("2024-05-01T10:00", region="")
    assert number("trial.signed", region=LAOSHAN) == 1
    assert number("trial.signed", region="370200") == 3
    ranked = by_region("trial.signed", YEAR)
    assert [(one.region, one.value) for one in ranked[:2]] == [(LAOSHAN, 1), (CHENGYANG, 1)]
    assert sum(one.value for one in ranked) == 2


def test_a_zone_has_what_its_organizations_did(codes, indicator, sign):
    zone = Zone.objects.create(
        code="gaoxin", name="高新区", region=Region.objects.get(pk=CHENGYANG)
    )
    inside = organization(zone=zone.pk).pk
    indicator(scopes=[Scope.CITY, Scope.ZONE])
    sign("2024-05-01T10:00", organization=inside)
    sign("2024-05-01T10:00")
    assert number("trial.signed", region="gaoxin") == 1
    with pytest.raises(Invalid):
        number("trial.signed", region=LAOSHAN)


def test_many_figures_are_few_statements(indicator, sign, django_assert_max_num_queries):
    indicator()
    sign("2024-05-01T10:00")
    asked = [Asked("trial.signed", Period.month(2024, month)) for month in range(1, 13)]
    with django_assert_max_num_queries(3):
        assert sum(one.value for one in values(asked * 20)) == 20


def test_an_unknown_indicator_is_named(db):
    with pytest.raises(NotFound, match="nowhere"):
        value("nowhere", YEAR)
    with pytest.raises(NotFound, match="nowhere"):
        entries_behind("nowhere", YEAR)


def test_the_entries_behind_a_figure_are_those_that_count(indicator, sign):
    indicator()
    kept = sign("2024-05-01T10:00")
    corrected = sign("2024-06-01T10:00")
    restated = correct(corrected, actor=ANYONE, quantities={})
    withdrawn = sign("2024-07-01T10:00")
    correct(withdrawn, actor=ANYONE, withdrawn=True)
    found = entries_behind("trial.signed", YEAR).order_by("pk")
    assert list(found.values_list("pk", flat=True)) == [kept, restated]
    assert {entry.kind for entry in found} == {SIGNED}
