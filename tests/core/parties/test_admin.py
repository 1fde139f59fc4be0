"""The administration pages: code lists and working days, for administrators only."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from lianqiao.core.parties import services
from lianqiao.core.parties.models import Region, WorkingDay, Zone
from tests import cast

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("administrator", 200),
        ("team_lead", 404),
        ("officer", 404),
        ("enterprise_owner", 404),
        ("citizen", 404),
    ],
)
def test_who_sees_the_lists(who, code, request):
    client = request.getfixturevalue(who).client
    assert client.get(reverse("admin:index"), follow=True).status_code == code
    assert client.get(reverse("admin:parties_zone_changelist"), follow=True).status_code == code


def test_visitors_are_sent_to_the_houses_sign_in(client):
    answer = client.get(reverse("admin:parties_zone_changelist"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert reverse("admin:parties_zone_changelist") in answer.redirect_chain[-1][0]


def test_people_and_organizations_are_not_changed_here(administrator):
    page = administrator.client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:parties_region_changelist") in page
    for name in ("organization", "user", "membership", "group", "emailaddress"):
        assert f"/{name}/" not in page


def test_every_list_opens(codes, administrator):
    lists = ("region", "zone", "industry", "technicalfield", "factdefinition", "titlekind")
    for name in (*lists, "workingday"):
        answer = administrator.client.get(reverse(f"admin:parties_{name}_changelist"))
        assert answer.status_code == 200, name


def test_a_new_county_gets_its_pinyin(codes, administrator):
    values = {"code": "370299", "name": "测试区", "level": "county", "parent": "370200"}
    answer = administrator.client.post(reverse("admin:parties_region_add"), values)
    assert answer.status_code == 302
    assert Region.objects.get(code="370299").pinyin == "ceshiqu"


def test_a_province_needs_no_parent(administrator):
    values = {"code": "990000", "name": "试验省", "level": "province", "parent": ""}
    assert administrator.client.post(reverse("admin:parties_region_add"), values).status_code == 302
    assert Region.objects.get(code="990000").parent is None


def test_what_is_in_use_stays(codes, administrator):
    cast.organization(region="370212")
    url = reverse("admin:parties_region_delete", args=["370212"])
    administrator.client.post(url, {"post": "yes"})
    assert Region.objects.filter(code="370212").exists()


def test_a_code_is_not_changed_into_another(codes, administrator):
    url = reverse("admin:parties_zone_change", args=["qingdao-hightech"])
    values = {"code": "other", "name": "新名", "name_en": "", "region": "370214"}
    assert administrator.client.post(url, values).status_code == 302
    assert Zone.objects.get(code="qingdao-hightech").name == "新名"
    assert not Zone.objects.filter(code="other").exists()


def test_a_working_day_set_right_is_kept(codes, administrator):
    url = reverse("admin:parties_workingday_change", args=["2027-01-04"])
    assert administrator.client.post(url, {}).status_code == 302
    services.load_codes()
    day = WorkingDay.objects.get(date=date(2027, 1, 4))
    assert (day.is_working, day.is_provisional) == (False, False)
