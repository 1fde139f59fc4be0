"""Reading policies: the list and its search, one policy, its versions, who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lianqiao.desks.policies import wording
from lianqiao.desks.policies.models import Views
from lianqiao.desks.policies.queries import policies
from lianqiao.desks.policies.queries.policies import Wanted
from lianqiao.desks.policies.services import publishing, versions
from tests.desks.policies.conftest import POLICY, draft, measure, published, writer

LIST = reverse("policies:list")
RENT = {
    "title": "小微企业厂房租金补贴办法",
    "document_number": "测工信〔2026〕9号",
    "topics": ["premises"],
    "text": "租用标准厂房的小微企业，按实付租金的三成给予补贴。",
    "interpretation": "租厂房，补三成。",
}


def rent(**values):
    grant = measure(title="厂房租金补贴", summary="按租金三成补贴", route="direct")
    return published(grant, **RENT | values)


def found(**parameters):
    keys = policies.search(Wanted.from_query(parameters)).keys
    return [row.title for row in policies.shown(keys)]


def test_words_find_a_policy_by_title_number_text_and_measure(version):
    rent()
    assert found(q="租金") == [RENT["title"]]
    assert found(q="测工信〔2026〕9号") == [RENT["title"]]
    assert found(q="标准厂房的小微企业") == [RENT["title"]]
    assert found(q="研发投入奖补") == [version.title]
    assert found(q="航天发射") == []
    assert found(q="%_'\\") == []


def test_the_title_counts_more_than_the_text(bureau):
    rent(title="其他事项", document_number="一号")
    rent(document_number="二号")
    assert found(q="租金补贴") == [RENT["title"], "其他事项"]


def test_facets_count_as_if_nothing_of_them_were_chosen(version):
    rent(level="province")
    result = policies.search(Wanted.from_query({"level": "province"}))
    levels = {choice.code: choice.count for choice in result.facets["level"]}
    topics = {choice.code: choice.count for choice in result.facets["topic"]}
    assert (levels, topics) == ({"province": 1, "city": 1}, {"premises": 1})
    assert found(route="direct") == [RENT["title"]]
    assert found(topic="research") == [version.title]
    assert set(found(topic="no such")) == {version.title, RENT["title"]}


def test_what_ended_stays_in_the_list_and_says_so(client, bureau):
    today = timezone.localdate()
    rent(valid_from=today - timedelta(days=60), valid_to=today - timedelta(days=1))
    assert found() == [RENT["title"]]
    assert found(state="now") == []
    assert "badge--bad" in client.get(LIST).content.decode()


def test_the_next_deadline_comes_first(bureau):
    today = timezone.localdate()
    for name, days in (("甲", 40), ("乙", 10), ("丙", -10)):
        closes = today + timedelta(days=days)
        published(measure(closes_on=closes), title=name, office=bureau)
    assert found(order="deadline")[:2] == ["乙", "甲"]


def test_the_list_asks_a_constant_number_of_queries(client, bureau, django_assert_num_queries):
    published(office=bureau)
    with django_assert_num_queries(4):
        client.get(LIST)
    for number in range(4):
        published(measure(), measure(title="乙"), title=f"办法{number}")
    with django_assert_num_queries(4):
        client.get(LIST)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_to_be_had_as_a_file(client, version, form):
    rent()
    answer = client.get(reverse("policies:export", args=[form]), {"q": "租金"})
    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    if form == "csv":
        lines = body.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("政策名称,文号,发文机关")
        assert RENT["title"] in lines[1]
        assert len(lines) == 2


def test_a_policy_says_what_it_grants_and_whom_to_call(client, version):
    page = client.get(reverse("policies:policy", args=[version.policy_id])).content.decode()
    for words in (
        "按上年度研发费用的10%",
        "100 万元",
        "0532-00000000",
        "示例路1号",
        "研发费用专项审计报告",
    ):
        assert words in page


def test_a_view_counts_once_a_session_and_the_offices_own_never(client, version, officer):
    address = reverse("policies:policy", args=[version.policy_id])
    for browser in (client, client, officer.client):
        browser.get(address)
    assert list(Views.objects.values_list("policy", "count")) == [(version.policy_id, 1)]


def test_drafts_are_for_their_office_alone(
    client, bureau, officer, administrator, enterprise_owner, citizen
):
    row = draft(by=writer(bureau))
    by_role = {
        "visitor": client,
        "enterprise": enterprise_owner.client,
        "citizen": citizen.client,
        "another office": writer().client,
        "office": officer.client,
        "administrator": administrator.client,
    }
    for name in ("version", "policy"):
        address = reverse(f"policies:{name}", args=[row.pk if name == "version" else row.policy_id])
        codes = {role: browser.get(address).status_code for role, browser in by_role.items()}
        assert codes == {
            "visitor": 404,
            "enterprise": 404,
            "citizen": 404,
            "another office": 404,
            "office": 200,
            "administrator": 200,
        }


def test_the_page_shows_the_version_of_today_and_names_the_next(
    client, version, officer, team_lead
):
    row = versions.new_version(actor=officer.actor, policy=version.policy_id)
    says = replace(POLICY, title="新的题目", valid_from=date(2099, 1, 1))
    versions.save_draft(actor=officer.actor, draft=says, version=row.pk)
    publishing.submit(actor=officer.actor, version=row.pk)
    publishing.approve(actor=team_lead.actor, version=row.pk)
    page = client.get(reverse("policies:policy", args=[version.policy_id]))
    assert page.context["edition"] == version
    assert reverse("policies:version", args=[row.pk]) in page.content.decode()


def test_old_and_new_name_each_other(client, version, bureau):
    heir = published(
        office=bureau, replaces=version.policy_id, title="新办法", valid_from=date(2099, 1, 1)
    )
    old = client.get(reverse("policies:policy", args=[version.policy_id])).content.decode()
    new = client.get(reverse("policies:policy", args=[heir.policy_id])).content.decode()
    assert reverse("policies:policy", args=[heir.policy_id]) in old
    assert reverse("policies:policy", args=[version.policy_id]) in new


def test_a_general_scheme_is_named_beside_an_expired_local_one(client, version):
    today = timezone.localdate()
    local = published(
        title="区里的办法",
        valid_from=today - timedelta(days=60),
        valid_to=today - timedelta(days=1),
    )
    page = client.get(reverse("policies:policy", args=[local.policy_id]))
    assert version in page.context["others"]


def test_what_changed_is_shown_field_by_field_and_word_by_word(client, version, officer, team_lead):
    row = versions.new_version(actor=officer.actor, policy=version.policy_id)
    says = replace(
        POLICY,
        text=POLICY.text.replace("10%", "12%"),
        valid_from=date(2099, 1, 1),
        measures=[
            measure(code="m1", cap=200_000_000, condition="staff(year - 1) >= 20"),
            measure(title="新增一条"),
        ],
    )
    versions.save_draft(actor=officer.actor, draft=says, version=row.pk)
    publishing.submit(actor=officer.actor, version=row.pk)
    publishing.approve(actor=team_lead.actor, version=row.pk)
    answer = client.get(reverse("policies:differences", args=[row.pk]))
    page = answer.content.decode()
    said = "<ins>上年度职工总数不低于20 人</ins>"
    for words in ("100 万元", "200 万元", "新增一条", "<del>0</del><ins>2</ins>", said):
        assert words in page
    assert client.get(reverse("policies:differences", args=[version.pk])).status_code == 404


def test_hostile_text_does_nothing(client, bureau):
    row = published(office=bureau, text="<p>甲</p><script>alert(1)</script>", title="<b>题</b>")
    page = client.get(reverse("policies:policy", args=[row.policy_id])).content.decode()
    assert "<script>alert" not in page
    assert "<b>题</b>" not in page


def test_the_window_lies_within_the_days_of_the_policy(client, bureau):
    today = timezone.localdate()
    gone = {"valid_from": today - timedelta(days=60), "valid_to": today - timedelta(days=1)}
    open_until = today + timedelta(days=12)
    row = published(measure(title="甲", closes_on=open_until), measure(title="乙"), office=bureau)
    old = published(measure(title="丙"), office=bureau, **gone)
    assert [wording.is_open(one, today) for one in row.measures.all()] == [True, True]
    assert not wording.is_open(old.measures.get(), today)
    assert "12" in wording.window(row.measures.all()[0])
    assert wording.window(old.measures.get()) != wording.window(row.measures.all()[1])


def test_readers_and_the_second_person_read_the_rules_as_sentences(client, bureau):
    rules = {"condition": "staff(year - 1) >= 20", "payout": "min(tax_paid(year - 1) * 0.5, 30000)"}
    shown = reverse("policies:policy", args=[published(measure(**rules)).policy_id])
    by = writer(bureau)
    row = draft(measure(**rules), by=by)
    publishing.submit(actor=by.actor, version=row.pk)
    asked = reverse("policies:approval", args=[row.pk])
    for browser, address in ((client, shown), (writer(bureau).client, asked)):
        text = browser.get(address, headers={"accept-language": "zh-hans"}).content.decode()
        assert "上年度职工总数不低于20 人" in text
        assert "上年度实缴税金的50%，最高3 万元" in text


def test_the_page_asks_a_constant_number_of_queries(client, bureau, django_assert_num_queries):
    few = published(measure(), office=bureau, topics=["premises"])
    many = published(
        *(measure(title=f"第{n}项") for n in range(8)), office=bureau, topics=["green"]
    )
    for number in range(4):
        published(office=bureau, topics=["green"], title=f"同主题{number}")
    for row in (few, many):
        address = reverse("policies:policy", args=[row.policy_id])
        client.get(address)
        with django_assert_num_queries(19):
            client.get(address)
