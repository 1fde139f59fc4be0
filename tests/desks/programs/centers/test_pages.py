"""The public register and the pages of the office."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.models import Center
from tests.cast import person
from tests.desks.programs.centers.conftest import data

REGISTER = "centers:register"


@pytest.fixture
def several(host, lead, registered):
    for number, field in enumerate(("NM", "BM", "NM")):
        services.approve(data(host, name=f"第{number}中心", field=field), actor=lead)


def names(page) -> list[str]:
    return [one.name for one in page.context["page"]]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 4),
        ("?stage=building", 3),
        ("?grade=qualified", 1),
        ("?field=NM", 2),
        ("?district=370212", 4),
        ("?district=370200", 4),
        ("?district=370214", 0),
        ("?q=深蓝", 4),
        ("?q=海洋", 1),
        ("?stage=nonsense&grade=x&field=1", 4),
        ("?field=NM&stage=building&q=第0", 1),
    ],
)
def test_everybody_reads_the_register_and_narrows_it(several, asked, count):
    page = Client().get(reverse(REGISTER) + asked)
    assert (page.status_code, len(names(page))) == (200, count)


def test_a_stage_is_counted_whatever_stage_is_asked_for(several):
    page = Client().get(reverse(REGISTER) + "?stage=registered")
    assert dict(page.context["stages"])["building"] == 3


def test_the_number_of_queries_does_not_grow(several, host, lead, django_assert_num_queries):
    client, url = Client(), reverse(REGISTER)
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
    for number in range(10):
        services.approve(data(host, name=f"新{number}"), actor=lead)
    with django_assert_num_queries(7):
        client.get(url)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_export_holds_what_is_shown(several, form, tmp_path):
    answer = Client().get(reverse("centers:export", args=[form]) + "?field=NM")
    content = answer.getvalue()
    if form == "csv":
        assert content.decode("utf-8-sig").count("中心,") >= 2
        return
    (tmp_path / "x.xlsx").write_bytes(content)
    assert load_workbook(tmp_path / "x.xlsx").active.max_row == 3


def test_a_center_shows_its_history_and_to_strangers_no_act(registered):
    page = Client().get(reverse("centers:center", args=[registered.pk]))
    assert [one.what for one in page.context["history"]] == ["graded", "approved"]
    assert page.context["acts"] == []
    assert Client().get(reverse("centers:center", args=[0])).status_code == 404


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("rename", {"name": "新名中心"}),
        ("leader", {"leader": "李敏"}),
        ("rectify", {"by": "2099-01-01", "reason": "未报年报"}),
        ("remove", {"reason": "停止运行"}),
    ],
)
def test_the_lead_acts_from_the_page(registered, bureau, act, given):
    client = person(Role.TEAM_LEAD, bureau).client
    url = reverse("centers:change", args=[registered.pk, act])
    assert client.get(url).status_code == 200
    assert client.post(url, given).status_code == 302
    assert Center.objects.get().events.count() == 3
    assert client.post(url, {}).status_code in {404, 422}


def test_acts_are_closed_to_who_may_not(registered, bureau, enterprise_owner):
    officer = person(Role.OFFICER, bureau).client
    for client, act, status in (
        (officer, "rename", 200),
        (officer, "remove", 404),
        (officer, "rectified", 404),
        (enterprise_owner.client, "rename", 404),
        (Client(), "rename", 404),
    ):
        url = reverse("centers:change", args=[registered.pk, act])
        assert client.get(url).status_code == status, act


def test_a_refusal_stands_at_its_field(registered, bureau):
    client = person(Role.TEAM_LEAD, bureau).client
    host = reverse("centers:change", args=[registered.pk, "host"])
    page = client.post(host, {"host": "没有这家", "reason": "重组"})
    assert page.status_code == 422
    assert page.context["form"].errors["host"]
