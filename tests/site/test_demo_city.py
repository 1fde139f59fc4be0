"""The demo's invented city: how many there are, that what is said of them agrees, and adds up."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

from lianqiao.core.errors import Invalid
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties import uscc
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.models import Fact, Industry, Organization, Title
from lianqiao.core.parties.services import bulk
from lianqiao.site.demo import childcare, collection, enterprises, holdings, loading, statements

FEW = 300
YEAR = timezone.localdate().year


@pytest.fixture
def city(db):
    call_command("codes", only_empty=True, verbosity=0)
    return loading.load(actor=ANYONE, count=FEW)


def test_the_city_is_loaded_once_and_told_to_the_ledger_once(city):
    assert city.organizations == FEW + 60
    assert Organization.objects.count() == FEW + 60
    assert city.facts == Fact.objects.count() > 20 * FEW
    assert city.titles == Title.objects.count() > 0
    assert loading.is_loaded()

    assert loading.load(actor=ANYONE, count=FEW) == bulk.Loaded()
    assert Fact.objects.count() == city.facts
    entry = Entry.objects.get(kind="parties.loaded")
    assert entry.quantities["organizations"] == [str(FEW + 60), "1"]


def test_each_is_recognizably_invented_and_right_in_form(city):
    codes = set(Industry.objects.values_list("code", flat=True))
    rows = list(Organization.objects.all())
    assert len({row.name for row in rows}) == len(rows)
    for row in rows:
        assert row.name.endswith("（虚构）")
        assert row.is_invented
        assert row.uscc.startswith("91000000")
        assert uscc.clean(row.uscc) == row.uscc
        assert row.industry_id in codes
        assert row.region_id.startswith("3702")
        assert row.pinyin
    assert len({row.region_id for row in rows}) == 10
    assert len({row.industry_id for row in rows}) > 40
    unknown = sum(row.founded_on is None for row in rows)
    assert 0.05 * FEW < unknown < 0.15 * FEW


def test_the_subsidies_of_sixty_institutions_add_up_to_the_fen(city):
    rates = {"full_day": 600, "half_day": 300, "hourly": 100}
    institutions = Organization.objects.filter(industry="802")
    assert institutions.count() == 60
    total = Decimal()
    for kind, rate in rates.items():
        name = f"child_months_{kind}"
        said = Fact.objects.filter(definition=name, organization__in=institutions)
        assert said.filter(period_from__year=YEAR - 1).count() == said.count() == 60
        total += said.aggregate(months=Sum("number"))["months"] * rate
    assert total == Decimal("10211500.00")
    assert max(one.subsidy for one in childcare.institutions()) < 800_000


def test_the_same_number_tells_the_same_enterprise_however_many_there_are(city):
    office = statements.Office()
    for one, again in zip(enterprises.invent(20), enterprises.invent(40), strict=False):
        assert one == again
        assert list(statements.stated(one, office)) == list(statements.stated(again, office))
        assert list(holdings.held(one, YEAR)) == list(holdings.held(again, YEAR))


def test_two_thousand_have_figures_that_agree_with_each_other_and_with_their_titles():
    rows = list(enterprises.invent(2_000))
    titles = defaultdict(list)
    for one in rows:
        for lag, year in one.years.items():
            assert 0 <= year.rd <= year.revenue
            assert YEAR - lag > one.founded_on.year
            assert year.staff >= 2
            assert year.profit < year.revenue
            assert year.tax >= 0
        for lag in (3, 2, 1):
            if lag + 1 in one.years:
                growth = one.years[lag].revenue / one.years[lag + 1].revenue
                assert 0.64 < growth < 1.61
        for title in holdings.held(one, YEAR):
            titles[title.kind].append(one)
    assert all(len(found) > 0 for found in titles.values())
    assert 0.03 < len(titles["high-tech"]) / len(rows) < 0.15
    for one in titles["high-tech"]:
        for year in one.years.values():
            least = 0.05 if year.revenue <= 5e7 else 0.04 if year.revenue <= 2e8 else 0.03
            assert year.rd / year.revenue >= least
    for one in titles["tech-sme"]:
        assert one.last.staff <= 500
        assert one.last.revenue <= 2e8
    for one in titles["little-giant"]:
        assert one.last.revenue >= 5e7
        assert one in titles["specialized-sme"]
    small = sum(1 for one in rows if one.last and one.last.staff < 300)
    assert small / len(rows) > 0.8


def test_a_tenth_is_missing_and_a_few_are_contradicted(db):
    call_command("codes", only_empty=True, verbosity=0)
    office = statements.Office()
    rows = [one for one in enterprises.invent(2_000) if one.last]
    sources = defaultdict(set)
    for one in rows:
        for fact in statements.stated(one, office):
            sources[fact.uscc, fact.name, fact.year].add(fact.source)
    for name in ("revenue", "staff", "rd_expense", "tax_paid"):
        known = sum((one.data.uscc, name, YEAR - 1) in sources for one in rows)
        assert 0.87 < known / len(rows) < 0.93
    contradicted = [key for key, said in sources.items() if len(said) > 1]
    assert 20 < len(contradicted) < 80  # some four hundred of twenty thousand
    assert {year for _code, _name, year in contradicted} == {YEAR - 1}


UNFIT = (
    ("no_such_fact", "tax", 1),
    ("revenue", "nobody", 100),
    ("revenue", "tax", -100),
    ("revenue", "tax", Decimal("0.5")),
    ("revenue", "tax", "much"),
    ("staff", "tax", Decimal("2.5")),
    ("market_share", "tax", 101),
    ("market_share", "tax", Decimal("10.00001")),
    ("is_above_scale", "tax", 1),
    ("listed_on", "tax", "yesterday"),
    ("tax_credit_rating", "tax", "A" * 401),
)


def test_a_fact_that_the_dictionary_does_not_take_keeps_all_out(db):
    call_command("codes", only_empty=True, verbosity=0)
    one = collection.invented("甲（虚构）", 7, kind="enterprise", region="370202")
    fits = bulk.Stated(one.uscc, "staff", 2025, "tax", 5, timezone.now())
    for name, source, value in UNFIT:
        unfit = bulk.Stated(one.uscc, name, 2025, source, value, timezone.now())
        with pytest.raises(Invalid):
            bulk.load_organizations(organizations=[one], facts=[fits, unfit])
        assert not Organization.objects.exists()
    loaded = bulk.load_organizations(organizations=[one], facts=[fits])
    assert loaded == bulk.Loaded(organizations=1, facts=1)
