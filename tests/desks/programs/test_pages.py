"""The ladder and the city's pages: who sees them, what they say, how many queries they take."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from lianqiao.core.parties.models import Industry, Organization
from lianqiao.core.rules import scorecards
from lianqiao.core.titles.services import Grant, grant
from tests import cast
from tests.desks.policies.conftest import dictionary, measure, published, with_facts

WAN = 1_000_000
TODAY = timezone.localdate()
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def firm(enterprise) -> Organization:
    """The enterprise with figures of a technology firm that lacks points for one title."""
    dictionary()
    Industry.objects.get_or_create(code="C", defaults={"name": "制造业", "level": "section"})
    Organization.objects.filter(pk=enterprise.pk).update(industry_id="C")
    figures = {
        "staff__1": 100,
        "rd_staff__1": 20,
        "revenue__1": 5_000 * WAN,
        "rd_expense__1": 200 * WAN,
        "costs__1": 4_500 * WAN,
        "total_assets__1": 6_000 * WAN,
        "patents_class1": 0,
        "patents_class2": 0,
        "standards_led": 0,
        "rd_body_level": "无",
        "national_award_top3_5y": False,
    }
    return with_facts(enterprise, **figures)


def given(officer, organization, code, first, last):
    held = Grant(organization.pk, code, first, last, "测试市工业和信息化局")
    return grant(actor=officer.actor, grant=held)


def page(person, name, *args, **query):
    return person.client.get(reverse(f"programs:{name}", args=args), query, **ENGLISH)


def test_a_member_sees_each_line_of_the_own_firm(firm, enterprise_member):
    answer = page(enterprise_member, "mine")
    rung = answer.context["ladder"].rungs[0]
    judged = rung.standings[0].judged
    assert {code: one.low for code, one in judged.scores.items.items()} == {
        "rd_staff": 12,
        "rd": 30,
        "ip": 0,
    }
    assert judged.verdict is False
    text = answer.content.decode()
    assert "42 of 100 points; 60 are needed." in text
    assert "16 points: at least 25%" in text
    assert rung.standings[0].is_open


def test_what_is_missing_leads_to_the_form_that_takes_it(firm, enterprise_member):
    text = page(enterprise_member, "mine").content.decode()
    assert f"?fact=liabilities&amp;year={TODAY.year - 1}" in text
    assert "?fact=niche_years" in text
    assert "?fact=title" not in text


def test_a_held_title_is_shown_with_its_days_and_judged_as_a_recheck(
    firm, enterprise_member, officer
):
    given(officer, firm, "little-giant", date(TODAY.year - 1, 1, 1), date(TODAY.year + 1, 12, 31))
    found = page(enterprise_member, "mine").context["ladder"].rungs[-1]
    assert found.held is not None
    assert found.under.code == "little-giant-2022"
    [standing] = found.standings
    assert standing.is_recheck
    assert "growth" not in {one.code for one in standing.judged.card.conditions}


def test_an_earlier_day_is_judged_by_the_table_of_that_day(firm, enterprise_member):
    found = page(enterprise_member, "mine", on="2026-03-31").context["ladder"]
    assert [one.card.code for rung in found.rungs for one in rung.standings] == [
        "tech-sme-2017",
        "innovative-sme-2022",
        "specialized-sme-2022",
        "little-giant-2022",
    ]


def test_the_policies_that_a_title_opens_are_named_without_knowing_their_desk(
    firm, bureau, enterprise_member
):
    wanted = "title.tech_sme && rd_expense(year - 1) >= 1000000"
    published(measure(title="研发费加计补助", condition=wanted, payout="20000"), office=bureau)
    published(measure(title="人人有份", condition="staff(year - 1) >= 1"), office=bureau)
    rungs = page(enterprise_member, "mine").context["ladder"].rungs
    assert [one.name for one in rungs[0].opens] == ["研发费加计补助"]
    assert not rungs[1].opens


def test_strangers_find_no_ladder(firm, other_owner, officer, bank, citizen):
    address = reverse("programs:ladder", args=[firm.pk])
    assert officer.client.get(address).status_code == 200
    assert other_owner.client.get(address).status_code == 404
    assert bank.client.get(address).status_code == 404
    assert page(officer, "ladder", officer.organization.pk).status_code == 404
    assert page(citizen, "mine").status_code == 403
    assert page(officer, "mine").status_code == 403


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "2026-02-30", "\x00", "9" * 5000])
def test_a_day_that_no_rule_speaks_of_counts_as_today(firm, officer, on):
    for name in ("city", "holders", "duties"):
        assert page(officer, name, on=on, ends="90").status_code == 200
    assert page(officer, "ladder", firm.pk, on=on).context["day"] == timezone.localdate()


@pytest.mark.parametrize("name", ["city", "holders"])
def test_the_city_is_for_bureaus(db, name, officer, enterprise_owner, client):
    assert page(officer, name).status_code == 200
    assert page(enterprise_owner, name).status_code == 404
    assert client.get(reverse(f"programs:{name}")).status_code == 404


@pytest.fixture
def titled(codes, officer, firm):
    """Three firms with titles that began, run out and were renewed on known days."""
    firms = [cast.organization(region="370202"), cast.organization(region="370203"), firm]
    given(officer, firms[0], "specialized-sme", date(2023, 12, 1), date(2026, 11, 30))
    given(officer, firms[0], "specialized-sme", date(2026, 12, 1), date(2029, 11, 30))
    given(officer, firms[1], "specialized-sme", date(2024, 1, 15), date(2027, 1, 14))
    given(officer, firms[2], "little-giant", date(2026, 5, 1), date(2029, 4, 30))
    return firms


def test_figures_on_any_day_follow_from_validity(titled, officer):
    def figures(day):
        counts = page(officer, "city", on=day).context["counts"]
        return {one.kind.code: (one.valid, one.new, dict(one.ending)) for one in counts}

    assert figures("2026-11-26")["specialized-sme"] == (2, 0, {90: 1, 180: 1})
    assert figures("2026-11-26")["little-giant"] == (1, 1, {90: 0, 180: 0})
    assert figures("2024-01-14")["specialized-sme"] == (1, 0, {90: 0, 180: 0})
    assert figures("2024-01-15")["specialized-sme"] == (2, 1, {90: 0, 180: 0})
    assert figures("2027-01-15")["specialized-sme"] == (1, 0, {90: 0, 180: 0})


def test_the_queue_leaves_out_who_is_renewed_and_exports_what_it_shows(titled, officer):
    query = {"on": "2026-11-26", "ends": "90", "title": "specialized-sme"}
    found = page(officer, "holders", **query).context["page"].object_list
    assert [one.organization_id for one in found] == [titled[1].pk]
    address = reverse("programs:holders_export", args=["xlsx"])
    answer = officer.client.get(address, query)
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert len(rows) == 2
    assert rows[1][0] == titled[1].name


def test_a_district_narrows_the_holders(titled, officer):
    found = page(officer, "holders", on="2026-11-26", district="370203").context["page"]
    assert [one.organization_id for one in found] == [titled[1].pk]


def queries_of(person, *args, **query):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert page(person, *args, **query).status_code == 200
    return len(seen)


def test_more_holders_take_no_more_queries(titled, officer):
    one = queries_of(officer, "holders", on="2026-11-26")
    for _n in range(5):
        given(officer, cast.organization(), "tech-sme", TODAY, TODAY + timedelta(days=30))
    assert queries_of(officer, "holders", on="2026-11-26") == one
    assert queries_of(officer, "city") == queries_of(officer, "city", on="2026-11-26")


def test_more_policies_and_facts_take_no_more_queries_of_a_ladder(firm, bureau, officer):
    published(measure(condition="title.tech_sme"), office=bureau)
    page(officer, "ladder", firm.pk)
    one = queries_of(officer, "ladder", firm.pk)
    for _n in range(3):
        published(measure(condition="title.little_giant"), office=bureau)
    with_facts(firm, niche_years=4, patents_high_value=1)
    assert queries_of(officer, "ladder", firm.pk) == one


def test_a_table_shows_its_bands_to_everybody_and_the_city_to_bureaus(
    firm, enterprise_member, officer
):
    shown = page(enterprise_member, "table", "innovative-sme-2022")
    assert "above 55%, at most 75%" in shown.content.decode()
    assert 'name="least"' not in shown.content.decode()
    assert 'name="least"' in page(officer, "table", "innovative-sme-2022").content.decode()
    assert page(officer, "table", "nothing").status_code == 404
    assert page(enterprise_member, "table_export", "tech-sme-2017", "csv").status_code == 404
    counted = page(officer, "table", "tech-sme-2017", count=1).context
    assert counted["now"].fails == 1
    assert dict(counted["found"].now.items)["rd_staff"][0].tolist()[0] == 12


def test_other_numbers_say_who_gains_and_loses(firm, officer):
    after = page(officer, "table", "tech-sme-2017", count=1, least="40").context
    assert (after["gain"], after["lose"], after["after"].passes) == (1, 0, 1)
    edges = {"edge.rd.0.1": "3.9", "points.rd.0.2": "30", "edge.rd.0.2": "3.5"}
    lower = page(officer, "table", "tech-sme-2017", count=1, least="52", **edges).context
    assert lower["gain"] == 1
    limit = {"condition.staff_limit": "99", "least": "40"}
    assert page(officer, "table", "tech-sme-2017", count=1, **limit).context["gain"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("least", "sixty"),
        ("least", "-1"),
        ("points.ip.0.0", "2.5"),
        ("edge.rd.0.1", "7"),
        ("condition.staff_limit", "9" * 20),
    ],
)
def test_numbers_that_make_no_table_are_refused_in_a_sentence(firm, officer, field, value):
    answer = page(officer, "table", "tech-sme-2017", count=1, **{field: value})
    assert answer.status_code == 422
    url = reverse("programs:table_export", args=["tech-sme-2017", "csv"])
    assert officer.client.get(url, {field: value}).status_code == 422
    assert answer.context["problem"]


def test_the_scores_of_the_city_export_beside_the_changed_ones(firm, officer):
    address = reverse("programs:table_export", args=["tech-sme-2017", "xlsx"])
    answer = officer.client.get(address, {"least": "40"}, **ENGLISH)
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    [row] = [row for row in rows if row[0] == firm.name]
    assert row[3:] == (42, 42, "No", 42, 42, "Yes")


def test_a_dictionary_without_a_fact_shows_the_rest(firm, enterprise_member):
    from lianqiao.core.parties.models import FactDefinition

    FactDefinition.objects.filter(pk="platform_score").delete()
    rungs = page(enterprise_member, "mine").context["ladder"].rungs
    assert [len(rung.standings) for rung in rungs] == [1, 1, 0, 0]
    assert page(enterprise_member, "table", "little-giant-2026").status_code == 200
    assert len(scorecards.cards()) == 6


def test_the_front_room_counts_titles_that_are_valid_today(firm, officer, client):
    lowest, *others = scorecards.LADDER
    given(officer, firm, lowest, TODAY, date(TODAY.year, 12, 31))
    answer = client.get(reverse("programs:front"), **ENGLISH)
    held = {kind.code: count for kind, count in answer.context["front"].titles}
    assert held == {lowest: 1} | dict.fromkeys(others, 0)
    assert "No call is open now." in answer.content.decode()
