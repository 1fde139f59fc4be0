"""Pages of indicators: who sees what, and that figures open onto their records."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from lianqiao.core.indicators.models import Aggregate, Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import entries_behind, value
from lianqiao.core.indicators.services import Figure, report_figure, set_public
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Zone
from tests.cast import organization, person
from tests.core.indicators.conftest import CHENGYANG, LAOSHAN


@pytest.fixture
def city(codes, indicator, sign, lead):
    firm = organization(name="青岛某某测试有限公司").pk
    indicator()
    indicator("trial.views", name="浏览量", aggregate=Aggregate.REPORTED, kinds=[])
    sign("2024-05-01T10:00", region=LAOSHAN, amount=5, organization=firm)
    sign("2024-06-01T10:00", region=CHENGYANG, amount=7, organization=firm)
    sign("2023-06-01T10:00", region=CHENGYANG, organization=firm)
    report_figure(Figure("trial.views", Period.year(2024), Decimal(880)), actor=lead)


@pytest.fixture
def visitor():
    return Client()


def get(client, name, *args, **query):
    return client.get(reverse(f"indicators:{name}", args=args), query)


def status(client, name, *args, **query):
    return get(client, name, *args, **query).status_code


def page(client, name, *args, **query):
    answer = get(client, name, *args, **query)
    assert answer.status_code == 200
    return answer.getvalue().decode()


def test_an_indicator_shows_value_change_and_rank(city, visitor):
    shown = page(visitor, "indicator", "trial.signed", period="2024")
    assert "+100.0%" in shown
    assert "崂山区" in shown
    assert f"period=2024&amp;region={LAOSHAN}" in shown


def test_a_figure_opens_onto_its_entries_without_whose_they_are(city, visitor, lead, bureau):
    shown = page(visitor, "entries", "trial.signed", period="2024")
    assert "2024-05-01" in shown
    assert "2023-06-01" not in shown
    assert "某某" not in shown
    assert "某某" not in page(visitor, "entries_export", "trial.signed", "csv", period="2024")
    officer = person(Role.OFFICER, bureau).client
    assert "某某" in page(officer, "entries", "trial.signed", period="2024")
    district = page(visitor, "entries", "trial.signed", period="2024", region=LAOSHAN)
    assert "2024-06-01" not in district


def test_what_is_only_reported_says_so(city, visitor, bureau):
    assert "badge--warn" in page(visitor, "indicator", "trial.views")
    assert "badge--warn" not in page(visitor, "indicator", "trial.signed")
    shown = page(visitor, "department", bureau.pk)
    assert "浏览量" in shown
    assert "签约数" in shown


def test_the_list_takes_a_constant_number_of_queries(
    city, indicator, visitor, django_assert_max_num_queries
):
    for number in range(12):
        indicator(f"trial.more{number}", name=f"指标{number}")
    with django_assert_max_num_queries(12):
        page(visitor, "list")


def test_what_is_not_public_is_not_there(city, visitor, lead, bureau):
    set_public("trial.signed", actor=lead, is_public=False)
    for name in ("indicator", "entries"):
        assert status(visitor, name, "trial.signed") == 404
    assert status(visitor, "data", "trial.signed", "csv") == 404
    assert status(person(Role.OFFICER, bureau).client, "indicator", "trial.signed") == 200


@pytest.mark.parametrize(
    ("name", "query", "expected"),
    [
        ("indicator", {"period": "2024-13"}, 422),
        ("indicator", {"period": "zzz"}, 422),
        ("indicator", {"region": "999999"}, 404),
        ("entries", {"period": "2024", "before": "9" * 30}, 200),
        ("indicator", {"region": "'; DROP TABLE x"}, 404),
    ],
)
def test_odd_addresses_get_a_sentence(city, visitor, name, query, expected):
    assert status(visitor, name, "trial.signed", **query) == expected


def test_markup_in_a_name_is_shown_as_text(indicator, visitor):
    indicator(name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(visitor, "list")
    assert "<script>alert(1)" not in page(visitor, "indicator", "trial.signed")


def test_a_lead_lays_down_after_a_look(city, bureau):
    lead = person(Role.TEAM_LEAD, bureau).client
    given = {
        "code": "trial.large",
        "name": "大额签约",
        "department": bureau.pk,
        "aggregate": "count",
        "kinds": ["trial.signed"],
        "condition": "amount >= 6",
        "periods": ["year", "to_month"],
        "scopes": ["city"],
    }
    address = reverse("indicators:new")
    assert lead.get(address).status_code == 200
    answer = lead.post(address, given | {"preview": "1"})
    assert answer.status_code == 200
    assert not Version.objects.filter(indicator="trial.large").exists()
    answer = lead.post(address, given | {"condition": "amount >="})
    assert answer.status_code == 422
    assert lead.post(address, given).status_code == 302
    assert value("trial.large", Period.year(2024)).value == 1
    edit = reverse("indicators:edit", args=["trial.large"])
    assert 'value="大额签约"' in lead.get(edit).content.decode()


@pytest.mark.parametrize(
    ("role", "name", "expected"),
    [
        (Role.OFFICER, "new", 403),
        (Role.OFFICER, "report", 200),
        (Role.OWNER, "new", 403),
        (Role.OWNER, "report", 403),
        (Role.OWNER, "import", 403),
    ],
)
def test_who_may(db, bureau, role, name, expected):
    who = person(role, bureau if role == Role.OFFICER else None)
    assert status(who.client, name) == expected


def test_a_list_is_imported_after_a_dry_run_and_twice_changes_nothing(city, bureau):
    officer = person(Role.OFFICER, bureau).client
    book = Workbook()
    for row in (
        ("指标代码", "时期", "地区", "数值", "来源说明"),
        ("trial.views", "2024", "", 990, "后台"),
        ("trial.views", "2023", "崂山区", 12.5, ""),
    ):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    for expected in (990, 990):
        file = SimpleUploadedFile("figures.xlsx", content.getvalue())
        assert officer.post(reverse("indicators:import"), {"file": file}).status_code == 302
        page(officer, "import_plan")
        assert officer.post(reverse("indicators:import_confirm")).status_code == 302
        assert value("trial.views", Period.year(2024)).value == expected
    assert value("trial.views", Period.year(2023), LAOSHAN).value == Decimal("12.5")


def test_bad_rows_are_named_and_nothing_is_imported(city, bureau):
    officer = person(Role.OFFICER, bureau).client
    text = "指标代码,时期,地区,数值\ntrial.views,2022,,5\ntrial.signed,2022,,5\nx,2022,,5\n"
    file = SimpleUploadedFile("figures.csv", text.encode())
    assert officer.post(reverse("indicators:import"), {"file": file}).status_code == 302
    page(officer, "import_plan")
    assert officer.post(reverse("indicators:import_confirm")).status_code == 422
    assert value("trial.views", Period.year(2022)).value is None


def test_open_data(city, visitor):
    rows = page(visitor, "data", "trial.signed", "csv", year=2024).splitlines()
    assert len(rows) == 1 + 12 * 11
    told = json.loads(page(visitor, "data", "trial.signed", "json", year=2024))
    may = [one for one in told["figures"] if one["period"] == "2024M05"]
    assert {one["region"]: one["value"] for one in may}[LAOSHAN] == "1"
    views = json.loads(page(visitor, "data", "trial.views", "json", year=2024))
    assert [(one["value"], one["origin"]) for one in views["figures"]] == [("880", "reported")]


def test_the_catalog_is_dcat(city, visitor):
    found = json.loads(page(visitor, "catalog"))
    assert found["@type"] == "dcat:Catalog"
    signed = next(one for one in found["dcat:dataset"] if one["dct:identifier"] == "trial.signed")
    links = [one["dcat:downloadURL"]["@id"] for one in signed["dcat:distribution"]]
    for link in links:
        path = "/" + link.split("/", 3)[3]
        assert visitor.get(path).status_code == 200


def test_a_proof_is_handed_out_for_what_is_counted_in_public_alone(city, visitor, lead):
    entry = entries_behind("trial.signed", Period.year(2023)).get().pk
    assert status(visitor, "proof", entry) == 409  # it is not sealed yet
    set_public("trial.signed", actor=lead, is_public=False)
    assert status(visitor, "proof", entry) == 404
    assert status(visitor, "proof", 10**9) == 404


def test_the_export_is_the_list(city, visitor):
    answer = visitor.get(reverse("indicators:export", args=["xlsx"]))
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["trial.signed", "trial.views"]


def test_a_new_indicator_never_changes_another_one(city, bureau):
    lead = person(Role.TEAM_LEAD, bureau).client
    given = {
        "code": "trial.signed",
        "name": "别的",
        "department": bureau.pk,
        "aggregate": "count",
        "kinds": ["trial.signed"],
        "periods": ["year"],
        "scopes": ["city"],
    }
    assert lead.post(reverse("indicators:new"), given).status_code == 422
    assert Version.objects.filter(indicator="trial.signed").count() == 1


def test_a_nul_in_an_address_is_no_mistake_of_ours(city, visitor):
    assert status(visitor, "list", q="\0") == 200
    assert status(visitor, "indicator", "trial.signed", region="\0") == 200
    assert visitor.get("/indicators/trial%00x/").status_code == 404


@pytest.mark.parametrize("form", ["csv", "json"])
def test_open_data_of_what_is_no_year_is_refused_whole(city, visitor, form):
    assert status(visitor, "data", "trial.signed", form, year=99999) == 404


def test_a_lead_hides_an_indicator_and_shows_it_again(city, visitor, bureau):
    lead = person(Role.TEAM_LEAD, bureau).client
    shown = page(lead, "indicator", "trial.signed")
    address = reverse("indicators:show", args=["trial.signed"])
    assert address in shown
    for is_public, expected in (("0", 404), ("1", 200)):
        assert lead.post(address, {"public": is_public}).status_code == 302
        assert status(visitor, "indicator", "trial.signed") == expected


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"kind": "year", "year": "2023"}, "period=2023&"),
        ({"kind": "to_month", "year": "2024", "month": "5"}, "period=2024-05&"),
        ({"kind": "month", "year": "2024", "month": "6"}, "period=2024M06&"),
        ({"kind": "as_of", "day": "2024-05-31"}, "period=2024-05-31&"),
    ],
)
def test_a_period_is_chosen_by_its_parts(city, visitor, asked, shown):
    text = page(visitor, "indicator", "trial.signed", **asked)
    assert shown in text
    assert f'value="{asked["kind"]}" selected' in text


def test_what_is_no_period_is_refused(city, visitor):
    for asked in ({"kind": "month", "year": "2024", "month": "13"}, {"kind": "year", "year": "x"}):
        assert status(visitor, "indicator", "trial.signed", **asked) == 422


def test_of_a_reported_figure_one_chooses_among_what_was_reported(city, visitor, lead):
    report_figure(Figure("trial.views", Period.year(2022), Decimal(7)), actor=lead)
    text = page(visitor, "indicator", "trial.views")
    assert [one for one in ("2022", "2023", "2024") if f'<option value="{one}"' in text] == [
        "2022",
        "2024",
    ]


def test_a_zone_is_chosen_where_it_is_counted_for(city, visitor, indicator):
    zone = Zone.objects.first().pk
    indicator("trial.zoned", scopes=["city", "zone"])
    text = page(visitor, "indicator", "trial.zoned", region=zone)
    assert f'value="{zone}" selected' in text
    assert f'value="{zone}"' not in page(visitor, "indicator", "trial.signed")


def test_a_version_stands_beside_the_one_before(city, visitor, indicator):
    later = indicator(name="签约合同数", condition="local == 1")
    text = page(visitor, "version", later.pk)
    assert "<del>签约数</del>" in text
    assert "<ins>签约合同数</ins>" in text
    assert "<ins>local == 1</ins>" in text
    first = Version.objects.get(indicator="trial.signed", number=1)
    assert "<del>" not in page(visitor, "version", first.pk)


@pytest.mark.parametrize(
    ("condition", "mark"),
    [
        ("local == 1", "message--success"),
        ("local ==", "field__error"),
        ("heads > 3", "field__error"),
    ],
)
def test_a_condition_is_checked_while_it_is_written(city, bureau, condition, mark):
    given = {"condition": condition, "kinds": ["trial.signed", "no.such"]}
    lead = person(Role.TEAM_LEAD, bureau).client
    assert mark in lead.post(reverse("indicators:check"), given).content.decode()
    officer = person(Role.OFFICER, bureau).client
    assert officer.post(reverse("indicators:check"), given).status_code == 403


@pytest.mark.parametrize("year", [2023, 2024])
def test_an_indicators_page_takes_a_constant_number_of_queries(
    city, visitor, year, django_assert_max_num_queries
):
    with django_assert_max_num_queries(26):
        page(visitor, "indicator", "trial.signed", period=str(year))
