"""The demo's year: its text against its records, its reports, what citizens said to it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from lianqiao.core.indicators.models import Frozen
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import by_month, by_region, entries_behind, value
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.exchange.models import Listing, Match
from lianqiao.desks.reports.opinions.models import Group, Opinion
from lianqiao.desks.reports.publishing.models import Erratum, Proof, Report
from lianqiao.desks.reports.statements.models import State, Text
from lianqiao.engines.figures import read_figures
from lianqiao.site.demo import collection, opinions, people, yearly

ROOT = Path(__file__).parents[2]
YEAR = yearly.year_told(timezone.localdate())
ACTING = ("officer", "lead", "admin")


@pytest.fixture
def told(committed_db, settings, tmp_path, monkeypatch):
    """Tell the year of a city without its story; of the year before, less."""
    settings.LIANQIAO_DATA = tmp_path
    monkeypatch.setattr(yearly, "LAST_YEAR", {"results": 90, "needs": 60, "signed": 30})
    call_command("codes", only_empty=True, verbosity=0)
    people.settle(collection.read(ROOT / "collection"))
    yearly.tell(*map(people.acting, ACTING))
    opinions.tell(yearly.departments(), yearly.told().pk, actor=people.acting("admin"))


def test_each_figure_of_the_text_has_its_line():
    text = (yearly.HERE / "yearly.md").read_text(encoding="utf-8")
    assert "虚构" in text.splitlines()[0]
    found = read_figures(text)
    assert len(found) == len(yearly.lines()) == 57
    for figure, line in zip(found, yearly.lines(), strict=True):
        assert line.written in figure.text
        assert bool(line.code) == (line.verdict != "unknown")
        assert bool(line.kinds) == (line.verdict in {"agrees", "differs"})
    assert sum(bool(line.reason) for line in yearly.lines()) == 3


def test_a_year_is_told_once_two_months_of_it_are_over():
    assert yearly.year_told(date(2027, 1, 15)) == 2026
    assert yearly.year_told(date(2027, 3, 1)) == 2026
    assert yearly.year_told(date(2027, 3, 2)) == 2027


def test_the_year_comes_to_what_its_file_says(told):
    _the_text_is_held_against_the_ledger()
    _the_totals_open_onto_pages(Period.year(YEAR))
    _the_reports_are_proven()
    _citizens_have_spoken()
    before = Entry.objects.count()
    assert yearly.is_told()
    assert opinions.is_told()
    assert Entry.objects.count() == before


def _the_text_is_held_against_the_ledger():
    claims = list(Text.objects.get(title=yearly.TITLE).claims.order_by("start"))
    for claim, line in zip(claims, yearly.lines(), strict=True):
        assert (claim.outcome or "unknown") == line.verdict, line
        assert (claim.agrees is False) == bool(line.reason), line
        assert claim.remark == line.reason
        assert (claim.state == State.CONFIRMED) == bool(line.code)
        assert claim.state != State.PROPOSED
    counts, differing = yearly.verdicts()
    assert counts == Counter({"reported": 44, "unknown": 8, "agrees": 4, "differs": 1})
    assert len(differing) == 3
    assert differing[0] == "成果与需求成功对接 459项 ≠ 457"


def _the_totals_open_onto_pages(year):
    totals = {"exchange.results": 3217, "exchange.needs": 893, "exchange.signed": 457}
    for code, total in totals.items():
        assert value(code, year).value == total
        assert sum(one.value or 0 for one in by_region(code, year)) == total
    months = [one.value or 0 for one in by_month("exchange.signed", YEAR)]
    assert sum(months) == 457
    assert sum(month > 0 for month in months) >= 4
    keys = set(entries_behind("exchange.signed", year).values_list("subject_id", flat=True))
    assert Match.objects.filter(pk__in=keys).count() == 457
    assert Listing.objects.filter(title__contains="虚构·存档").exclude(status="closed").count() == 0
    assert not Entry.objects.filter(happened_at__gt=timezone.now()).exists()


def _the_reports_are_proven():
    assert Report.objects.filter(stage="published", is_invented=True).count() == 2
    assert Frozen.objects.exists()
    assert not Proof.objects.filter(holds=False).exists()
    erratum = Erratum.objects.get()
    assert erratum.figure.report.year == YEAR - 1
    assert erratum.frozen.value == yearly.RIGHT != erratum.figure.frozen.value


def _citizens_have_spoken():
    states = Counter(Opinion.objects.filter(is_invented=True).values_list("state", flat=True))
    assert states == Counter({"answered": 40, "routed": 21, "hidden": 1})
    assert Group.objects.count() == 20
    assert Opinion.objects.filter(rating__isnull=False).count() == 35
