"""The pool of experts as a list: in with a dry run, out as it came in."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from lianqiao.core.cases import expert_list
from lianqiao.core.cases.models import Expert
from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import User
from lianqiao.core.sheets import Action
from tests.cast import organization, person
from tests.core.cases.reviews import procedure

HEAD = "登录名,姓名,技术领域,所属单位,同时评审上限,参加评审"


def sheet(*lines):
    text = "\n".join([HEAD, *lines])
    return expert_list.read_experts(io.BytesIO(text.encode()), "experts.csv")


def actions(*lines):
    return [row.action for row in expert_list.plan_experts(sheet(*lines)).rows]


@pytest.fixture
def known(codes):
    return organization(name="青岛示例大学", kind="university")


LI = "li01,李评审,电子信息、新材料,青岛示例大学、外地某研究院,3,是"


def test_a_list_makes_people_experts_and_knows_their_organizations(known, team_lead):
    expert_list.import_experts(sheet(LI), actor=team_lead.actor)
    row = Expert.objects.get(user__username="li01")
    assert (str(row), row.most, row.is_active) == ("李评审", 3, True)
    assert {one.name for one in row.fields.all()} == {"电子信息", "新材料"}
    homes = [(one.organization_id, one.name) for one in row.affiliations.all()]
    assert sorted(homes, key=str) == sorted([(known.pk, ""), (None, "外地某研究院")], key=str)
    assert not User.objects.get(username="li01").has_usable_password()


def test_the_same_list_twice_changes_nothing(known, team_lead):
    expert_list.import_experts(sheet(LI), actor=team_lead.actor)
    assert actions(LI) == [Action.UNCHANGED]


def test_an_organization_left_out_ends_and_empty_cells_leave_what_is_known(known, team_lead):
    expert_list.import_experts(sheet(LI), actor=team_lead.actor)
    expert_list.import_experts(sheet("li01,李评审,,外地某研究院,,否"), actor=team_lead.actor)
    row = Expert.objects.get()
    assert (row.most, row.is_active, row.fields.count()) == (3, False, 2)
    assert [one.name for one in row.affiliations.filter(until=None)] == ["外地某研究院"]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("li02,李二,炼金术,外地某研究院,,", "技术领域"),
        ("li02,李二,,,,", "所属单位"),
        ("li02,李二,,外地某研究院,0,", "同时评审上限"),
        ("li02,李二,,外地某研究院,三,", "同时评审上限"),
        ("officer9,别人,,外地某研究院,,", "登录名"),
    ],
)
def test_a_bad_row_names_its_column(known, team_lead, line, column):
    person(Role.OFFICER, username="officer9", name="官九")
    [row] = expert_list.plan_experts(sheet(line)).rows
    assert row.action == Action.BAD
    assert column in {problem.column for problem in row.problems}
    with pytest.raises(Invalid):
        expert_list.import_experts(sheet(LI, line), actor=team_lead.actor)
    assert not Expert.objects.exists()


def test_whoever_works_for_a_bureau_is_no_expert(known):
    person(Role.OFFICER, username="officer9", name="官九")
    assert actions("officer9,官九,,外地某研究院,,") == [Action.BAD]


def test_one_sign_in_name_stands_once(known):
    assert actions(LI, LI) == [Action.BAD, Action.BAD]


def test_only_team_leads_keep_the_pool(known, officer, enterprise_owner):
    for who in (officer, enterprise_owner):
        with pytest.raises(NotAllowed):
            expert_list.import_experts(sheet(LI), actor=who.actor)


def test_the_file_out_is_the_file_in(known, team_lead, officer):
    expert_list.import_experts(sheet(LI), actor=team_lead.actor)
    answer = officer.client.get(reverse("cases:experts_export", args=["csv"]))
    content = b"".join(answer.streaming_content)
    read = expert_list.read_experts(io.BytesIO(content), "experts.csv")
    assert [row.action for row in expert_list.plan_experts(read).rows] == [Action.UNCHANGED]


def test_the_pages_take_a_list_in(known, team_lead):
    client, file = team_lead.client, io.BytesIO(f"{HEAD}\n{LI}".encode())
    file.name = "experts.csv"
    assert client.post(reverse("cases:experts_import"), {"file": file}).status_code == 302
    assert "李评审" in client.get(reverse("cases:experts_import_plan")).content.decode()
    client.post(reverse("cases:experts_import_confirm"))
    assert Expert.objects.count() == 1
    assert "李评审" in client.get(reverse("cases:experts"), {"q": "外地"}).content.decode()


def test_the_list_takes_no_query_more_for_more_experts(db, officer, django_assert_max_num_queries):
    client = officer.client
    counts = []
    for _each in range(2):
        procedure.experts(4)
        client.get(reverse("cases:experts"))
        with django_assert_max_num_queries(15) as found:
            client.get(reverse("cases:experts"))
        counts.append(len(found))
    assert counts[0] == counts[1]
