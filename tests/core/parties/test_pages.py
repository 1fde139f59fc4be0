"""Pages: who gets what, and a constant number of queries."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from lianqiao.core.parties.models import ApiToken, Organization
from tests import cast

STRANGER, MEMBER, OWNER, OFFICER, ADMIN = (
    "citizen",
    "enterprise_member",
    "enterprise_owner",
    "officer",
    "administrator",
)
ROLES = (None, STRANGER, MEMBER, OWNER, OFFICER, ADMIN)
# Page, then the answer for a visitor, citizen, member, owner, officer, administrator.
TABLE = [
    ("organizations", (200, 200, 200, 200, 200, 200)),
    ("organization", (200, 200, 200, 200, 200, 200)),
    ("enter", (302, 403, 403, 403, 403, 200)),
    ("edit", (302, 403, 403, 200, 403, 200)),
    ("import", (302, 403, 403, 403, 403, 200)),
    ("import_plan", (302, 403, 403, 403, 403, 404)),
    ("mine", (302, 403, 200, 200, 200, 200)),
]


@pytest.mark.parametrize(("page", "statuses"), TABLE)
def test_who_sees_what(page, statuses, enterprise, client, request):
    arguments = [enterprise.pk] if page in {"organization", "edit"} else []
    address = reverse(f"parties:{page}", args=arguments)
    browsers = [request.getfixturevalue(role).client if role else client for role in ROLES]
    assert tuple(browser.get(address).status_code for browser in browsers) == statuses


def test_list_takes_a_constant_number_of_queries(codes, client, django_assert_max_num_queries):
    for number in range(30):
        cast.organization(region="370212", industry="396", name=f"青岛{number}")
    with django_assert_max_num_queries(2):
        page = client.get(reverse("parties:organizations"))
    assert page.content.count(b"/organizations/") > 20
    with django_assert_max_num_queries(3):
        client.get(reverse("parties:organizations"), {"region": "崂山区", "page": 2})


def test_unknown_region_is_said_not_broken(codes, client):
    page = client.get(reverse("parties:organizations"), {"region": "亚特兰蒂斯", "page": "x\x00"})
    assert page.status_code == 200
    assert "亚特兰蒂斯" in page.content.decode()


def test_names_are_escaped(client, db):
    row = cast.organization(name="<script>alert(1)</script>")
    for address in (
        reverse("parties:organizations"),
        reverse("parties:organization", args=[row.pk]),
    ):
        assert b"<script>alert" not in client.get(address).content


def test_contact_on_the_page(enterprise, client, officer):
    address = reverse("parties:organization", args=[enterprise.pk])
    assert "13812345678" not in client.get(address).content.decode()
    assert "13812345678" in officer.client.get(address).content.decode()


def test_export_as_filtered_and_disarmed(client, db):
    cast.organization(name="=cmd|' /C calc'!A1")
    cast.organization(name="青岛乙")
    answer = client.get(reverse("parties:export", args=["csv"]), {"q": "cmd"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=cmd" in text
    assert "青岛乙" not in text
    answer = client.get(reverse("parties:export", args=["xlsx"]))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cell = next(cell for cell in book.active["B"] if str(cell.value).startswith("="))
    assert cell.data_type == "s"
    assert client.get(reverse("parties:export", args=["exe"])).status_code == 404


def test_enter_and_edit_by_form(administrator, codes):
    client = administrator.client
    values = {"name": "青岛丙", "kind": "enterprise", "region": "崂山区", "uscc": "1"}
    refused = client.post(reverse("parties:enter"), values)
    assert refused.status_code == 422
    assert not Organization.objects.filter(name="青岛丙").exists()
    client.post(reverse("parties:enter"), values | {"uscc": ""})
    row = Organization.objects.get(name="青岛丙")
    assert row.region_id == "370212"
    again = client.post(reverse("parties:enter"), values | {"uscc": ""})
    assert again.status_code == 422
    client.post(reverse("parties:edit", args=[row.pk]), values | {"uscc": "", "address": "海尔路"})
    row.refresh_from_db()
    assert row.address == "海尔路"


def test_owner_edits_without_the_reserved_fields(enterprise_owner, enterprise):
    address = reverse("parties:edit", args=[enterprise.pk])
    assert b'name="uscc"' not in enterprise_owner.client.get(address).content
    answer = enterprise_owner.client.post(address, {"name": "偷换", "contact_phone": "0532-1"})
    assert answer.status_code == 302
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.contact_phone) == ("青岛海联智造有限公司", "0532-1")


@pytest.mark.parametrize(
    ("name", "typed", "code"),
    [
        ("regions", "崂山", "370212"),
        ("regions", "laoshan", "370212"),
        ("regions", "3702", "370200"),
        ("industries", "C39", "39"),
        ("industries", "计算机", "39"),
        ("fields", "新材料", "NM"),
        ("fields", "materials", "NM"),
        ("zones", "高新", "qingdao-hightech"),
    ],
)
@pytest.mark.usefixtures("codes")
def test_pickers(client, name, typed, code, django_assert_num_queries):
    address = reverse("parties:pick", args=[name])
    with django_assert_num_queries(1):
        found = client.get(address, {"q": typed}).json()["choices"]
    assert code in [choice["code"] for choice in found]
    assert len(found) <= 20
    options = client.get(
        address, {"region": typed}, headers={"HX-Request": "true", "HX-Trigger-Name": "region"}
    )
    assert f'<option value="{code}"' in options.content.decode()


def test_picker_of_organizations_and_unknown_ones(enterprise, client):
    found = client.get(reverse("parties:pick", args=["organizations"]), {"q": "海联"}).json()
    assert found["choices"][0]["code"] == str(enterprise.pk)
    assert client.get(reverse("parties:pick", args=["secrets"])).status_code == 404


def test_token_is_shown_once(enterprise_owner):
    client = enterprise_owner.client
    page = client.post(reverse("parties:issue_token"), {"label": "ERP"})
    assert b"lq_" in page.content
    assert "no-store" in page.headers["Cache-Control"]
    assert b"lq_" not in client.get(reverse("parties:mine")).content
    token = ApiToken.objects.get()
    assert client.post(reverse("parties:revoke_token", args=[token.pk])).status_code == 302
    assert client.post(reverse("parties:revoke_token", args=[token.pk])).status_code == 404


def test_members_come_and_go(enterprise_owner, citizen):
    client = enterprise_owner.client
    refused = client.post(reverse("parties:enrol"), {"username": "nobody", "role": "member"})
    assert refused.status_code == 422
    client.post(reverse("parties:enrol"), {"username": citizen.user.username, "role": "member"})
    membership = citizen.user.memberships.get()
    assert client.post(reverse("parties:end_membership", args=[membership.pk])).status_code == 302
    membership.refresh_from_db()
    assert membership.until is not None
