"""The city in columns says of each organization what is said of it alone."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lianqiao.core.parties import services
from lianqiao.core.parties.models import FactDefinition, Organization
from lianqiao.core.rules.city import load_city, opened
from lianqiao.core.rules.registry import vocabulary
from lianqiao.core.rules.subjects import subject
from tests import cast

pytestmark = pytest.mark.usefixtures("codes")
ON = date(2026, 6, 30)
LATE = datetime(2026, 6, 30, tzinfo=UTC)
COLUMNS = {
    *(
        "revenue__1",
        "revenue__2",
        "staff__1",
        "total_assets__1",
        "market_share__1",
        "net_profit__1",
    ),
    *("abnormal_listing", "tax_credit_rating", "leading_product", "listed_on", "digital_level"),
    *("kind", "region", "industry", "industry_section", "founded_on", "size", "title__high_tech"),
}


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


def record(organization, name, value, period=None, source="tax", known=1):
    at = datetime(2026, 3, known, tzinfo=UTC)
    return services.record_fact(
        organization.pk, name, value, period=period or year(2025), source=source, known_at=at
    )


def city(columns=COLUMNS, **options):
    """Return the rows of the city by organization."""
    with opened() as connection:
        load_city(connection, columns, vocabulary(), ON, **options)
        found = connection.execute("SELECT * FROM facts").fetchall()
        names = [one[0] for one in connection.description]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in found}


def alone(organization, columns=COLUMNS, **options):
    row = subject(organization.pk, vocabulary(), ON, **options).row
    return {name: row.get(name) for name in columns}


def test_the_best_source_counts_and_of_one_source_the_newest(enterprise):
    record(enterprise, "revenue", 100_00, source="statement", known=9)
    record(enterprise, "revenue", 200_00, source="tax", known=1)
    record(enterprise, "revenue", 300_00, source="tax", known=2)
    record(enterprise, "revenue", 400_00, source="statistics", known=8)
    assert alone(enterprise, {"revenue__1"}) == {"revenue__1": 300_00}
    assert city({"revenue__1"})[enterprise.pk] == {"revenue__1": 300_00}
    then = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert alone(enterprise, {"revenue__1"}, known_at=then) == {"revenue__1": 200_00}
    assert city({"revenue__1"}, known_at=then)[enterprise.pk] == {"revenue__1": 200_00}


def test_where_a_fact_comes_from(enterprise):
    record(enterprise, "revenue", 200_00, known=5)
    found = subject(enterprise.pk, vocabulary(), ON).provenance["revenue__1"]
    assert (found.source, found.known_on, found.period_to) == (
        "税务部门",
        date(2026, 3, 5),
        date(2025, 12, 31),
    )


def test_a_part_of_a_year_is_not_the_year(enterprise):
    record(enterprise, "revenue", 100_00, (date(2025, 1, 1), date(2025, 6, 30)))
    assert alone(enterprise, {"revenue__1"}) == {"revenue__1": None}
    assert city({"revenue__1"})[enterprise.pk] == {"revenue__1": None}


def test_a_register_is_complete_and_an_empty_text_is_a_text(enterprise):
    other = cast.organization()
    record(enterprise, "abnormal_listing", True, (date(2025, 3, 1), ON))
    record(enterprise, "leading_product", "")
    columns = {"abnormal_listing", "leading_product", "title__high_tech"}
    rows = city(columns)
    assert rows[enterprise.pk] == {
        "abnormal_listing": True,
        "leading_product": "",
        "title__high_tech": False,
    }
    assert rows[other.pk]["abnormal_listing"] is False
    assert rows[other.pk]["leading_product"] is None


def test_an_entry_in_a_register_ends_with_its_days(enterprise):
    record(enterprise, "abnormal_listing", True, (date(2023, 5, 1), ON - timedelta(days=1)))
    assert alone(enterprise, {"abnormal_listing"}) == {"abnormal_listing": False}
    assert city({"abnormal_listing"})[enterprise.pk] == {"abnormal_listing": False}


def test_a_title_holds_from_its_first_to_its_last_day(enterprise):
    services.grant_title(
        enterprise.pk, "high-tech", valid=(date(2023, 7, 1), ON), granted_by="测试市科学技术局"
    )
    assert city({"title__high_tech"})[enterprise.pk] == {"title__high_tech": True}
    late = subject(enterprise.pk, vocabulary(), ON + timedelta(days=1)).row
    assert late["title__high_tech"] is False


SOURCES = ["tax", "statistics", "statement"]


def test_city_and_subject_agree_on_anything():
    dice = random.Random(20260630)
    enterprises = [
        cast.organization(
            industry=dice.choice(["351", "51", "701", "C", "65", "A", None, "72", "84", "85"]),
            founded_on=dice.choice([None, date(2020, 2, 29)]),
        )
        for _ in range(25)
    ]
    values = {
        "revenue": lambda: dice.choice([0, 300 * 10**6, 2_000 * 10**6, 40_000 * 10**6, 10**14]),
        "total_assets": lambda: dice.choice([0, 100 * 10**6, 8_000 * 10**6, 120_000 * 10**6]),
        "staff": lambda: dice.choice([0, 9, 10, 19, 20, 99, 100, 299, 300, 1000, 2000]),
        "net_profit": lambda: dice.randint(-(10**9), 10**9),
        "market_share": lambda: dice.randint(0, 100),
        "abnormal_listing": lambda: dice.random() < 0.5,
        "tax_credit_rating": lambda: dice.choice("ABMCD"),
        "leading_product": lambda: dice.choice(["隔膜", 'a"b,c\nd', "\\N", "", "'"]),
        "listed_on": lambda: dice.choice([date(1999, 12, 31), date(2024, 2, 29)]),
        "digital_level": lambda: dice.randint(1, 4),
    }
    for known, organization in enumerate(enterprises * 6):
        for name in dice.sample(sorted(values), 6):
            period = year(dice.choice([2023, 2024, 2025, 2026]))
            services.record_fact(
                organization.pk,
                name,
                values[name](),
                period=period,
                source=dice.choice(SOURCES),
                known_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=known),
            )
    rows = city()
    assert FactDefinition.objects.filter(is_register=True).count() > 3
    assert len(rows) == Organization.objects.exclude(kind="bureau").count()
    for organization in enterprises:
        assert rows[organization.pk] == alone(organization)
    assert {row["size"] for row in rows.values()} >= {"large", "small", "micro", None}


def test_only_some_organizations(enterprise):
    cast.organization()
    assert list(city({"kind"}, organizations=[enterprise.pk])) == [enterprise.pk]


def test_ones_own_word_of_a_newer_year_does_not_outdo_an_office(enterprise):
    alone_in_it = cast.organization()
    for one in (enterprise, alone_in_it):
        record(one, "tax_credit_rating", "A", period=year(2026), source="statement")
    record(enterprise, "tax_credit_rating", "D", period=year(2025), source="tax")
    record(enterprise, "tax_credit_rating", "C", period=year(2024), source="tax", known=2)
    wanted = {"tax_credit_rating", "revenue__1"}
    found = city(wanted)
    assert found[enterprise.pk] == alone(enterprise, wanted)
    assert found[enterprise.pk]["tax_credit_rating"] == "D"
    assert found[alone_in_it.pk]["tax_credit_rating"] == "A"


def test_what_outgrows_memory_goes_to_a_folder_that_is_dropped():
    with opened() as connection:
        connection.execute("SET memory_limit = '60MB'; SET threads = 1")
        many = "SELECT hash(i) AS a, hash(i + 1) AS b, hash(i + 2) AS c FROM range(4000000) r(i)"
        connection.execute(f"CREATE TABLE sorted AS {many} ORDER BY a")
        [(folder,)] = connection.execute("SELECT current_setting('temp_directory')").fetchall()
        assert any(Path(folder).iterdir())
    assert not Path(folder).exists()
