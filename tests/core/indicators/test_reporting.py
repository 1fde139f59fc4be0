"""Figures that a department reports: marked so, corrected and never lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.indicators.models import Aggregate, Reported
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import entries_behind, value
from lianqiao.core.indicators.services import Figure, report_figure, report_figures
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.core.parties.models import Organization
from tests.cast import actor, organization

YEAR = Period.year(2024)


@pytest.fixture
def views(indicator):
    return indicator("trial.views", name="浏览量", aggregate=Aggregate.REPORTED, kinds=[])


@pytest.fixture
def officer(bureau):
    return actor(Role.OFFICER, bureau)


def figure(amount, **values):
    return Figure(**{"code": "trial.views", "period": YEAR, "value": Decimal(amount)} | values)


def test_a_reported_figure_is_marked(views, officer):
    assert value("trial.views", YEAR).value is None
    report_figure(figure("8800000", source="平台后台"), actor=officer)
    found = value("trial.views", YEAR)
    assert (found.value, found.entries, found.is_reported) == (Decimal(8800000), 1, True)
    assert value("trial.views", Period.year(2023)).value is None


def test_saying_it_again_corrects_and_the_same_changes_nothing(views, officer):
    for amount in ("10", "12", "12"):
        report_figure(figure(amount), actor=officer)
    assert value("trial.views", YEAR).value == 12
    entry = entries_behind("trial.views", YEAR).get()
    assert entry.corrects.quantities["value"] == ["10", "1"]
    assert Entry.objects.filter(kind="indicators.reported_figure").count() == 2


def test_districts_are_reported_for_themselves(views, officer):
    report_figures([figure("10"), figure("4", region="370212")], actor=officer)
    assert value("trial.views", YEAR, "370212").value == 4
    assert value("trial.views", YEAR, "370200").value == 10


def test_a_document_is_evidence(views, officer):
    paper = SimpleUploadedFile("统计表.pdf", b"%PDF-1.7 invented")
    row = report_figure(figure("5", file=paper), actor=officer)
    entry = entries_behind("trial.views", YEAR).get()
    assert entry.evidence == [["indicators.reported", row.pk, row.file_sha256]]
    assert row.file_name == "统计表.pdf"


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e40", "0.0000001"])
def test_what_is_no_plain_number_is_refused(views, officer, amount):
    with pytest.raises(Invalid):
        report_figure(figure(amount), actor=officer)
    assert not Reported.objects.exists()


def test_all_or_none(views, indicator, officer):
    indicator()
    counted = figure("3", code="trial.signed")
    with pytest.raises(Invalid, match="签约数"):
        report_figures([figure("1"), counted], actor=officer)
    assert not Reported.objects.exists()


def test_another_department_reports_nothing(views, db):
    other = organization(name="市另一局", kind=Organization.Kind.BUREAU)
    for who in (actor(Role.OFFICER, other), actor(Role.OWNER), ANYONE):
        with pytest.raises(NotAllowed):
            report_figure(figure("1"), actor=who)
    report_figure(figure("1"), actor=actor(Role.ADMINISTRATOR, other))


@pytest.mark.parametrize("count", [3, 60])
def test_many_figures_take_a_constant_number_of_statements(
    views, officer, django_assert_max_num_queries, count
):
    years = [Period.year(year) for year in range(1960, 1960 + count)]
    for amounts in (["1"] * count, ["1", *["2"] * (count - 1)]):
        figures = [
            figure(amount, period=year, source=f"来源{amount}")
            for amount, year in zip(amounts, years, strict=True)
        ]
        with django_assert_max_num_queries(18):
            rows = report_figures(figures, actor=officer)
        assert [row.period for row in rows] == [year.code for year in years]
        assert [value("trial.views", year).value for year in years[:3]] == [
            Decimal(amount) for amount in amounts[:3]
        ]
    assert Entry.objects.filter(kind="indicators.reported_figure").count() == 2 * count - 1


def test_of_one_figure_said_twice_at_once_the_last_counts(views, officer):
    first, last = report_figures([figure("1"), figure("2")], actor=officer)
    assert first == last
    assert value("trial.views", YEAR).value == 2
