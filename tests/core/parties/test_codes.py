"""The code lists against the standards they hold."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from lianqiao.core.errors import Invalid
from lianqiao.core.parties import queries, services
from lianqiao.core.parties.models import Industry, Region, TechnicalField, WorkingDay, Zone
from tests import cast


def listed(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_counts_of_the_standards(codes):
    assert Counter(Industry.objects.values_list("level", flat=True)) == {
        "section": 20,
        "division": 97,
        "group": 473,
    }
    assert Region.objects.filter(level="province").count() == 34
    assert TechnicalField.objects.count() == 8


def test_names_are_those_of_the_checked_lists(codes, national_codes):
    industries = {
        row["code"]: row["name"].strip()
        for row in listed(national_codes / "gbt4754-2017.csv")
        if row["level"] != "4"
    }
    assert dict(Industry.objects.values_list("code", "name")) == industries
    regions = {
        row["code"].ljust(6, "0"): row["name"]
        for name in ("provinces", "cities", "areas")
        for row in listed(national_codes / f"divisions_{name}.csv")
    }
    ours = dict(
        Region.objects.exclude(code__in=["710000", "810000", "820000"]).values_list("code", "name")
    )
    assert ours.items() <= regions.items()
    # Only the statistics bureau's numbers for functional zones are left out.
    assert {code[4] for code in regions.keys() - ours.keys()} == {"7"}


def test_everything_hangs_together(codes):
    laoshan = Region.objects.get(code="370212")
    assert [laoshan.name, laoshan.parent.name, laoshan.parent.parent.name] == [
        "崂山区",
        "青岛市",
        "山东省",
    ]
    assert not Region.objects.exclude(level="province").filter(parent=None).exists()
    assert Industry.objects.get(code="396").parent.parent.code == "C"
    assert Zone.objects.get(code="qingdao-hightech").region.name == "城阳区"


def test_loading_again_changes_nothing(codes):
    before = list(Region.objects.values_list()) + list(Industry.objects.values_list())
    assert services.load_codes() == services.load_codes()
    assert list(Region.objects.values_list()) + list(Industry.objects.values_list()) == before


def test_working_days_as_announced_and_provisional(codes):
    working = WorkingDay.objects.filter(is_working=True, is_provisional=False)
    # The State Council's notices for 2024, 2025 and 2026.
    assert Counter(day.year for day in working.values_list("date", flat=True)) == {
        2024: 251,
        2025: 248,
        2026: 248,
    }
    assert WorkingDay.objects.get(date=date(2027, 1, 4)).is_provisional
    # National Day 2025: 1 to 8 October free, Saturday the 11th worked.
    assert queries.deadline(date(2025, 9, 30), 3) == (date(2025, 10, 11), False)


def test_deadline_beyond_the_calendar_says_so(codes):
    with pytest.raises(Invalid):
        queries.deadline(date(2032, 12, 30), 10)


def test_what_a_city_set_right_stays(codes):
    WorkingDay.objects.filter(date=date(2027, 1, 4)).update(is_working=False, is_provisional=False)
    services.load_codes()
    assert not WorkingDay.objects.get(date=date(2027, 1, 4)).is_working


def test_what_an_administrator_added_stays(codes):
    Zone.objects.create(code="harbour", name="港区", region_id="370211")
    services.load_codes()
    assert Zone.objects.filter(code="harbour").exists()


def test_a_start_of_the_house_leaves_what_was_changed(codes):
    Zone.objects.filter(code="qingdao-hightech").update(name="新名")
    TechnicalField.objects.all().delete()
    services.load_codes(only_empty=True)
    assert Zone.objects.get(code="qingdao-hightech").name == "新名"
    assert TechnicalField.objects.count() == 8


def test_own_files_take_the_place_of_ours(codes, tmp_path):
    cast.organization(region="370212")
    (tmp_path / "regions.csv").write_text(
        "code,name\n440000,广东省\n440300,深圳市\n440305,南山区\n", encoding="utf-8"
    )
    (tmp_path / "zones.csv").write_text("code,region,name,name_en\n", encoding="utf-8")
    services.load_codes(tmp_path)
    # What is in use stays, with what stands above it.
    assert set(Region.objects.values_list("code", flat=True)) == {
        "440000",
        "440300",
        "440305",
        "370212",
        "370200",
        "370000",
    }
    assert Industry.objects.count() == 590


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("code,title\n440000,广东省\n", "name"),
        ("code,name\n440000,广东省\n440000,广东省\n", "440000"),
        ("code,name\n440300,深圳市\n", "440000"),
        ("code,name\n44030012,深圳市\n", "44030012"),
        ("code,name\n440000,\n", "440000"),
    ],
)
def test_wrong_file_is_refused_whole(db, tmp_path, content, named):
    (tmp_path / "regions.csv").write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=named):
        call_command("codes", folder=tmp_path)
    assert Region.objects.count() == 0
