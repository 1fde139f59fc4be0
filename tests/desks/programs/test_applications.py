"""Titles applied for: what the forms ask, the score beside them, what becomes of the title."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.cases.documents.procedure import flaws
from lianqiao.core.cases.services import revoke
from lianqiao.core.cases.services.applying import start
from lianqiao.core.cases.services.granting import last_day
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.parties.models import Title
from lianqiao.core.rules import scorecards
from lianqiao.core.rules.registry import OWN_FACTS
from lianqiao.desks.programs.procedures import CODES, shipped
from lianqiao.desks.programs.queries.applications import score
from lianqiao.engines.scorecards import Judge
from tests.desks.policies.conftest import with_facts
from tests.desks.programs import titles
from tests.desks.programs.firms import vocabulary

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
DAY = date(2026, 5, 15)
REGISTERS = {"abnormal_listing", "seriously_dishonest"}


def asked_by_the_table(code: str) -> set[tuple[str, int | None]]:
    """What a title's table reads and only the firm can say."""
    [card] = scorecards.in_force(DAY, [code.replace("_", "-")])
    facts = {vocabulary().by_column[name] for name in Judge(card, vocabulary(), DAY).columns}
    known = REGISTERS | {fact.name for fact in OWN_FACTS}
    named = {(fact.name, lag) for fact, lag in facts}
    return {one for one in named if one[0] not in known and not one[0].startswith("title.")}


@pytest.mark.parametrize("code", CODES)
def test_a_form_asks_for_exactly_what_its_table_reads(code):
    document = shipped(code)
    assert not list(flaws(document))
    facts = [one for one in document.form("application").fields.values() if one.kind == "fact"]
    assert {(one.fact, one.lag) for one in facts} == asked_by_the_table(code)


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_each_is_published_as_it_ships(code, officer, team_lead):
    assert str(titles.published(code, officer, team_lead)) == f"{code}/1"


@pytest.fixture
def tech(officer, team_lead):
    return titles.published("tech_sme", officer, team_lead)


def points(found) -> dict[str, int]:
    return {code: one.low for code, one in found.standing.judged.scores.items.items()}


def test_what_is_filed_counts_before_what_is_on_record(tech, enterprise_owner):
    with_facts(enterprise_owner.organization, staff__1=100, rd_staff__1=10)
    found = score(titles.begun(enterprise_owner))
    assert points(found) == {"rd_staff": 12, "rd": 40, "ip": 18}
    assert any("科技人员数" in one or "R&D staff" in one for one in found.filed)
    assert not any("职工总数" in one for one in found.filed)


def test_the_score_of_what_was_handed_in_stays(tech, enterprise_owner):
    filing = titles.handed_in(enterprise_owner)
    snapshot = filing.snapshots.get()
    before = points(score(filing, snapshot))
    with_facts(enterprise_owner.organization, standards_led=3, rd_staff__1=90)
    assert points(score(filing, snapshot)) == before == {"rd_staff": 12, "rd": 40, "ip": 18}


def test_both_sides_see_each_line(tech, enterprise_owner, officer):
    filing = titles.begun(enterprise_owner)
    mine = enterprise_owner.client.get(reverse("cases:filing", args=[filing.pk]), **ENGLISH)
    assert "70 of 100 points; 60 are needed." in mine.content.decode()
    submit(actor=enterprise_owner.actor, filing=filing.pk)
    page = officer.client.get(reverse("cases:case", args=[filing.case_id]), **ENGLISH)
    text = page.content.decode()
    assert "70 of 100 points; 60 are needed." in text
    assert "16 points: at least 25%" in text


def test_the_score_is_reckoned_anew_for_its_owner_alone(tech, enterprise_owner, other_owner):
    filing = titles.begun(enterprise_owner)
    url = reverse("programs:score", args=[filing.pk])
    assert "70 of 100" in enterprise_owner.client.get(url, **ENGLISH).content.decode()
    titles.fill(enterprise_owner, filing, rd_staff_1="30")
    assert "78 of 100" in enterprise_owner.client.get(url, **ENGLISH).content.decode()
    assert other_owner.client.get(url).status_code == 404


def test_a_score_takes_the_same_queries_however_much_is_known(tech, enterprise_owner):
    filing = titles.begun(enterprise_owner)
    score(filing)
    with CaptureQueriesContext(
        connection,
    ) as few:
        score(filing)
    with_facts(enterprise_owner.organization, staff__1=1, staff__2=2, costs__1=1, revenue__1=9)
    score(filing)
    with CaptureQueriesContext(connection) as many:
        score(filing)
    assert len(few) == len(many)


def test_a_technology_sme_is_one_until_the_end_of_the_year(
    tech, enterprise_owner, officer, team_lead
):
    given = titles.granted(titles.handed_in(enterprise_owner), officer, team_lead)
    today = timezone.localdate()
    assert given.title.valid_to == date(today.year, 12, 31)
    assert given.number.startswith(f"KJ{today.year}")


def test_whose_title_was_revoked_is_told_until_when_no_other_can_be_had(
    innovative, enterprise_owner, team_lead
):
    today = timezone.localdate()
    Title.objects.filter(pk=innovative.title_id).update(
        valid_from=today - timedelta(days=1), valid_to=today + timedelta(days=30)
    )
    again = start(actor=enterprise_owner.actor, code="innovative_sme").filings.get()
    revoke(innovative.pk, actor=team_lead.actor, reason="弄虚作假", bars=True)
    found = score(again)
    assert found is not None
    assert found.banned_until == last_day(today, 3)
    url = reverse("cases:filing", args=[again.pk])
    page = enterprise_owner.client.get(url, **ENGLISH).content.decode()
    assert "This title was revoked: a new application is possible only after" in page
    innovative.case.refresh_from_db()
    assert innovative.case.state == "ended"
