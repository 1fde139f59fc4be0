"""Titles granted and revoked leave entries from which indicators count them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.indicators.counting import selected
from lianqiao.core.indicators.models import Aggregate, Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.models import Region, Title, TitleKind
from lianqiao.core.titles.kinds import GRANTED, REVOKED
from lianqiao.core.titles.services import Grant, grant, grant_many, revoke
from tests import cast

BY = "测试市工业和信息化局"


@pytest.fixture
def giant(db):
    """The kind of title of these tests."""
    return TitleKind.objects.get_or_create(code="little-giant", defaults={"name": "小巨人"})[0]


@pytest.fixture
def firm(db):
    """An enterprise in a district."""
    region, _made = Region.objects.get_or_create(
        code="370202", defaults={"name": "市南区", "level": "county"}
    )
    return cast.organization(region=region.pk)


def given(officer, firm, first, last, kind="little-giant"):
    return grant(actor=officer.actor, grant=Grant(firm.pk, kind, first, last, BY))


def counted(aggregate, period, *, condition="little_giant == 1", **values):
    version = Version(aggregate=aggregate, kinds=[GRANTED], condition=condition, **values)
    found = selected(version, Period.read(period))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({found.sql}) e", found.values)
        return cursor.fetchone()[0]


def test_a_grant_leaves_an_entry_of_its_first_day(giant, firm, officer):
    title = given(officer, firm, date(2024, 7, 1), date(2027, 6, 30))
    entry = Entry.objects.get(kind=GRANTED)
    assert (entry.subject_id, entry.organization_id, entry.region) == (title.pk, firm.pk, "370202")
    assert entry.happened_at.isoformat() == "2024-06-30T16:00:00+00:00"
    assert entry.quantities == {
        "days": ["1095", "d"],
        "first": ["1", "1"],
        "little_giant": ["1", "1"],
    }


def test_new_this_year_and_valid_on_a_day_are_counted_from_entries(giant, firm, officer, team_lead):
    other = cast.organization()
    given(officer, firm, date(2023, 7, 1), date(2026, 6, 30))
    given(officer, firm, date(2026, 7, 1), date(2029, 6, 30))
    title = given(officer, other, date(2026, 1, 1), date(2028, 12, 31))
    new = "little_giant == 1 && first == 1"
    assert counted(Aggregate.COUNT, "2023", condition=new) == 1
    assert counted(Aggregate.COUNT, "2026", condition=new) == 1
    assert counted(Aggregate.COUNT, "2026") == 2
    valid = {"quantity": "days", "ends": [REVOKED]}
    assert counted(Aggregate.VALID, "2026-06-30", **valid) == 2
    assert counted(Aggregate.VALID, "2029-06-30", **valid) == 1
    assert counted(Aggregate.VALID, "2029-07-01", **valid) == 0
    revoke(actor=team_lead.actor, title=title.pk, on=date(2026, 6, 30))
    assert counted(Aggregate.VALID, "2026-06-29", **valid) == 2
    assert counted(Aggregate.VALID, "2026-06-30", **valid) == 1


def test_a_revoked_title_ends_the_day_before(giant, firm, officer, team_lead):
    title = given(officer, firm, date(2024, 1, 1), date(2026, 12, 31))
    revoke(actor=team_lead.actor, title=title.pk, on=date(2026, 11, 1))
    assert Title.objects.get().valid_to == date(2026, 10, 31)
    assert Entry.objects.get(kind=REVOKED).quantities["days"] == ["61", "d"]
    given(officer, firm, date(2026, 11, 1), date(2029, 10, 31))


def test_what_is_refused_leaves_nothing(giant, firm, officer, team_lead, enterprise_owner):
    title = given(officer, firm, date(2024, 1, 1), date(2026, 12, 31))
    with pytest.raises(Conflict):
        given(officer, firm, date(2026, 12, 31), date(2029, 12, 31))
    with pytest.raises(NotFound):
        given(officer, firm, date(2027, 1, 1), date(2029, 12, 31), kind="nobility")
    with pytest.raises(NotAllowed):
        given(enterprise_owner, firm, date(2027, 1, 1), date(2029, 12, 31))
    with pytest.raises(NotAllowed):
        revoke(actor=officer.actor, title=title.pk, on=date(2026, 1, 1))
    with pytest.raises(Invalid):
        revoke(actor=team_lead.actor, title=title.pk, on=date(2024, 1, 1))
    with pytest.raises(Conflict):
        revoke(actor=team_lead.actor, title=title.pk, on=date(2027, 1, 1))
    assert Entry.objects.filter(kind__startswith="parties.title").count() == 1


def test_a_title_that_a_city_adds_can_be_counted_at_once(giant, firm, officer):
    given(officer, firm, date(2024, 1, 1), date(2026, 12, 31))
    TitleKind.objects.create(code="city-star", name="市级之星")
    given(officer, firm, date(2024, 1, 1), date(2026, 12, 31), kind="city-star")
    assert counted(Aggregate.COUNT, "2024", condition="city_star == 1") == 1


def test_a_title_leads_to_the_organization_that_holds_it(giant, firm, officer, other_owner):
    title = given(officer, firm, date(2024, 1, 1), date(2026, 12, 31))
    address = reverse("titles:title", args=[title.pk])
    there = reverse("parties:organization", args=[firm.pk])
    assert officer.client.get(address).headers["Location"] == there
    assert other_owner.client.get(address).status_code == 404


def test_many_grants_take_few_queries_each(giant, officer):
    firms = [cast.organization() for _n in range(6)]

    def queries(some):
        days = date(2026, 1, 1), date(2028, 12, 31)
        grants = [Grant(firm.pk, "little-giant", *days, BY) for firm in some]
        with CaptureQueriesContext(connection) as seen:
            grant_many(actor=officer.actor, grants=grants)
        return len(seen)

    queries(firms[:1])
    one, more = queries(firms[1:2]), queries(firms[2:])
    # Of each its kind, two savepoints, the row; not the list of titles once more.
    assert more - one == 6 * (len(firms) - 3)
