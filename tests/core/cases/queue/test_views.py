"""Views of the queue: whose they are, which is shown first, who takes them away."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianqiao.core.cases.models import QueueView
from lianqiao.core.cases.queries.queue import CaseFilter
from lianqiao.core.cases.services import forget_view, keep_view
from lianqiao.core.errors import Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Role
from tests.cast import organization, person

URL, KEEP = "/cases/queue/", "/cases/queue/views/"
LATE = CaseFilter(group="late", q="阀门")


def keep(who, name="逾期", wanted=LATE, *, shared=False, default=False) -> QueueView:
    return keep_view(name, wanted, actor=who.actor, is_shared=shared, is_default=default)


def seen(who) -> list[str]:
    return [one.name for one in who.client.get(URL, {"group": ""}).context["views"]]


def test_ones_own_are_ones_own_and_the_offices_are_everybodys(small_version, officer, team_lead):
    keep(officer)
    keep(team_lead, "全处", shared=True)
    stranger = person(Role.OFFICER, organization(kind="bureau"))
    assert seen(officer) == ["全处", "逾期"]
    assert (seen(team_lead), seen(stranger)) == (["全处"], [])


def test_a_view_is_an_address_that_shows_what_was_kept(small_version, officer):
    answer = officer.client.post(KEEP, {"name": "逾期", "query": LATE.query})
    assert answer.status_code == 302
    page = officer.client.get(answer["Location"])
    assert page.context["wanted"] == LATE


@pytest.mark.parametrize("query", ["group=late&evil=1&officer=x", "%00=&&&", "q=" + "长" * 500])
def test_what_makes_no_sense_in_an_address_is_not_kept(small_version, officer, query):
    officer.client.post(KEEP, {"name": "怪", "query": query})
    assert "evil" not in QueueView.objects.get().query


def test_the_default_is_shown_where_nothing_is_asked_for_and_ones_own_goes_first(
    small_version, officer, team_lead
):
    keep(team_lead, "全处", CaseFilter(group="free"), shared=True, default=True)
    assert officer.client.get(URL)["Location"] == f"{URL}?group=free"
    keep(officer, "我的", CaseFilter(group="mine"), default=True)
    assert officer.client.get(URL)["Location"] == f"{URL}?group=mine"
    assert team_lead.client.get(URL)["Location"] == f"{URL}?group=free"
    assert officer.client.get(URL, {"group": ""}).status_code == 200


def test_one_view_is_the_default_and_a_name_is_had_once(small_version, officer):
    keep(officer, "甲", default=True)
    keep(officer, "乙", default=True)
    keep(officer, "乙", CaseFilter(group="free"), default=True)
    rows = QueueView.objects.order_by("pk").values_list("name", "is_default", "query")
    assert list(rows) == [("甲", False, LATE.query), ("乙", True, "group=free")]


def test_only_a_lead_keeps_and_takes_away_the_offices(small_version, officer, team_lead):
    with pytest.raises(NotAllowed):
        keep(officer, shared=True)
    shared = keep(team_lead, shared=True)
    with pytest.raises(NotFound):
        forget_view(shared.pk, actor=officer.actor)
    forget_view(shared.pk, actor=team_lead.actor)
    own = keep(officer)
    with pytest.raises(NotFound):
        forget_view(own.pk, actor=team_lead.actor)
    assert officer.client.post(f"{KEEP}{own.pk}/forget/").status_code == 302
    assert not QueueView.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_view_has_a_name_that_fits(small_version, officer, name):
    with pytest.raises(Invalid):
        keep(officer, name)


def test_a_dozen_is_enough_and_applicants_have_none(small_version, officer, enterprise_owner):
    for number in range(12):
        keep(officer, f"视图{number}")
    with pytest.raises(Invalid):
        keep(officer, "又一个")
    keep(officer, "视图3")
    with pytest.raises(NotFound):
        keep(enterprise_owner)


def test_views_cost_the_same_number_of_queries_however_many(small_version, officer):
    client = officer.client

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"group": ""})
        return len(queries)

    keep(officer, "甲")
    asked()
    one = asked()
    for number in range(5):
        keep(officer, f"视图{number}")
    assert asked() == one
