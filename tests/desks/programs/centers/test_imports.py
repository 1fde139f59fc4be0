"""Existing centers from a list: a dry run, all or nothing, and the same twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.core.sheets import Action, read
from lianqiao.desks.programs.centers.columns import CENTERS
from lianqiao.desks.programs.centers.imports.centers import import_centers, plan_centers
from lianqiao.desks.programs.centers.models import Center
from tests.cast import organization, person
from tests.desks.programs.centers.conftest import USCC, book

HEADS = [
    "中心名称",
    "技术领域",
    "依托单位",
    "共建单位",
    "中心主任",
    "区市",
    "批准建设日期",
    "状态",
    "评估等级",
]
ROW = [
    "甲中心",
    "新材料",
    "青岛深蓝装备有限公司",
    "",
    "王建国",
    "城阳区",
    "2021-03-01",
    "在册",
    "良好",
]


def sheet(*rows):
    return read(book(HEADS, *rows), "中心.xlsx", CENTERS)


def changed(**values):
    return [values.get(head, cell) for head, cell in zip(HEADS, ROW, strict=True)]


def test_a_list_is_taken_in_and_the_same_twice_changes_nothing(host, officer):
    partner = organization(name="青岛海洋大学院")
    row = changed(共建单位="青岛海洋大学院")
    assert import_centers(sheet(row), actor=officer).counts[Action.CREATE] == 1
    one = Center.objects.get()
    assert (one.name, one.field_id, one.host, one.region_id) == ("甲中心", "NM", host, "370214")
    assert (one.stage, one.grade) == ("registered", "good")
    assert (one.approved_on, one.build_until) == (date(2021, 3, 1), date(2024, 3, 1))
    assert list(one.partners.all()) == [partner]
    assert Entry.objects.get(subject_type="programs.center").kind == "programs.center.entered"
    again = plan_centers(sheet(row), actor=officer)
    assert again.counts[Action.UNCHANGED] == 1
    assert not again.does_something
    [other] = plan_centers(sheet(changed(中心主任="李敏")), actor=officer).rows
    assert other.action == Action.UNCHANGED
    assert other.warnings


def test_each_mistake_is_named_by_line_and_column(host, officer):
    plan = plan_centers(
        sheet(
            ROW,
            changed(中心名称="乙", 技术领域="炼金术", 依托单位="没有这家"),
            changed(中心名称="丙", 评估等级="不合格"),
            changed(中心名称="丁", 批准建设日期="去年"),
            ROW,
            changed(中心名称="戊", 状态="已撤销"),
            changed(中心名称="己", 共建单位="青岛深蓝装备有限公司；没有这所大学"),
        ),
        actor=officer,
    )
    found = {row.line: [one.column for one in row.problems] for row in plan.rows}
    assert found == {
        2: [],
        3: ["技术领域", "依托单位"],
        4: ["评估等级"],
        5: ["批准建设日期"],
        6: ["中心名称"],
        7: ["撤销日期"],
        8: ["共建单位"],
    }
    with pytest.raises(Invalid):
        import_centers(sheet(ROW, changed(中心名称="乙", 技术领域="炼金术")), actor=officer)
    assert not Center.objects.exists()


def test_a_name_borne_twice_asks_for_the_credit_code(host, officer):
    organization(name=host.name, uscc=USCC)
    [row] = plan_centers(sheet(ROW), actor=officer).rows
    assert [one.column for one in row.problems] == ["依托单位"]


def test_the_number_of_queries_is_that_of_one_row(host, officer, django_assert_num_queries):
    many = sheet(*[changed(中心名称=f"中心{number}") for number in range(1, 1157)])
    with django_assert_num_queries(4):
        assert plan_centers(many, actor=officer).counts[Action.CREATE] == 1156
    assert import_centers(many, actor=officer).counts[Action.CREATE] == 1156
    assert Center.objects.count() == 1156


def test_only_a_bureau_imports(host, enterprise_owner, officer):
    with pytest.raises(NotAllowed):
        plan_centers(sheet(ROW), actor=enterprise_owner.actor)
    page = reverse("centers:import", args=["centers"])
    assert enterprise_owner.client.get(page).status_code == 404


def test_the_pages_of_an_import(host, bureau):
    client, upload = (
        person(Role.OFFICER, bureau).client,
        reverse("centers:import", args=["centers"]),
    )
    assert client.get(upload).status_code == 200
    empty = client.get(reverse("centers:import_template", args=["centers"]))
    assert empty.getvalue().startswith(b"PK")
    assert client.post(upload).status_code == 422
    file = book(HEADS, ROW)
    file.name = "中心.xlsx"
    answer = client.post(upload, {"file": file}, follow=True)
    assert "甲中心" in answer.content.decode()
    confirm = reverse("centers:import_confirm", args=["centers"])
    assert client.post(confirm, follow=True).status_code == 200
    assert Center.objects.get().name == "甲中心"
