"""The builder in a browser without scripts: who gets in, what each act leaves, constant queries."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianqiao.core.cases.models import Definition, Version
from lianqiao.core.cases.services import building
from lianqiao.core.parties.actors import Role
from tests import cast

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
OWN = [
    "",
    "flow/",
    "try/",
    "versions/",
    "move/",
    "head/",
    "edit/forms/0/",
    "edit/forms/0/sections/1/",
    "edit/states/1/",
    "edit/steps/2/",
    "remove/forms/0/sections/1/fields/0/",
    "file.yaml",
    "file.json",
]
FIELDS = [f"edit/forms/0/sections/0/fields/{n}/" for n in range(4)]
FIELDS += [f"edit/forms/0/sections/1/fields/{n}/" for n in range(6)]
FIELDS += ["edit/forms/0/sections/1/fields/3/columns/1/"]


@pytest.fixture
def at(published):
    return lambda path: f"/cases/procedures/open_lab/{path}"


@pytest.mark.parametrize("path", [*OWN, *FIELDS])
def test_the_office_sees_each_page_and_nobody_else(at, path, officer, enterprise_owner, client):
    assert officer.client.get(at(path), **ENGLISH).status_code == 200
    stranger = cast.person(Role.OFFICER)
    for browser in (enterprise_owner.client, stranger.client, client):
        assert browser.get(at(path)).status_code == 404


@pytest.mark.parametrize("path", ["change/", "publish/", "open/", "say/forms/0/", "head/say/"])
def test_acts_are_the_offices_own(at, path, enterprise_owner, client):
    for browser in (enterprise_owner.client, cast.person(Role.TEAM_LEAD).client, client):
        assert browser.post(at(path)).status_code == 404


def test_published_versions_are_everybodys(published, client):
    url = f"/cases/versions/{published.pk}/"
    page = client.get(url, **ENGLISH)
    assert published.sha256 in page.content.decode()
    assert "name: " not in client.get(f"{url}file.yaml").headers["Content-Type"]
    assert json.loads(client.get(f"{url}file.json").content)["code"] == "open_lab"
    assert client.get(f"{url}file.exe").status_code == 404
    assert client.get("/cases/schema.json").json()["title"] == "Document"
    assert client.get("/cases/versions/999999/").status_code == 404


def post(person, url, **values):
    return person.client.post(url, values, **ENGLISH)


def test_a_procedure_is_begun_in_three_ways(officer, draft):
    begun = post(officer, "/cases/begin/", code="fresh", label="新的")
    assert begun.headers["Location"] == "/cases/procedures/fresh/"
    file = SimpleUploadedFile("it.json", json.dumps(draft).encode())
    assert post(officer, "/cases/begin/", file=file).status_code == 302
    assert post(officer, "/cases/begin/", copy="open_lab", code="again").status_code == 302
    again = Definition.objects.get(code="again")
    assert again.draft == draft | {"code": "again"}


def test_a_bad_file_or_code_is_said_on_the_page(officer):
    file = SimpleUploadedFile("it.yaml", b"code: a\ncode: b")
    page = post(officer, "/cases/begin/", file=file)
    assert page.status_code == 422
    assert "Line 2: this key stands here a second time" in page.content.decode()
    page = post(officer, "/cases/begin/", code="Bad", label="留着的名称")
    assert page.status_code == 422
    assert "留着的名称" in page.content.decode()


def test_parts_are_added_changed_moved_and_taken_out(officer):
    post(officer, "/cases/begin/", code="fresh", label="新的")
    at = "/cases/procedures/fresh/"
    revision = iter(range(1, 20))

    def change(**values):
        return post(officer, f"{at}change/", expected=next(revision), **values)

    change(add="forms", label="申请表")
    change(add="forms/0/sections", label="基本情况")
    edit = change(add="forms/0/sections/0/fields", label="职工人数", kind="number")
    assert edit.headers["Location"] == f"{at}edit/forms/0/sections/0/fields/0/"
    values = {
        "label_zh": "职工人数",
        "key": "staff",
        "unit": "person",
        "asked": "true",
        "low": "0.5",
    }
    values |= {"check0_rule": "staff > 1", "check0_zh": "太少"}
    was = "zhi_gong_ren_shu"
    post(officer, edit.headers["Location"], expected=next(revision), was=was, **values)
    change(add="forms/0/sections/0/fields", label="方向", kind="choice")
    post(
        officer,
        f"{at}edit/forms/0/sections/0/fields/1/",
        expected=next(revision),
        was="fang_xiang",
        label_zh="方向",
        key="field",
        options="新材料 | Materials | materials\n其他",
    )
    change(up="forms/0/sections/0/fields/1")
    change(add="states", label="填报")
    change(add="steps", label="提交")
    kept = Definition.objects.get(code="fresh").draft
    choice, number = kept["forms"][0]["sections"][0]["fields"]
    assert number == {
        "kind": "number",
        "key": "staff",
        "label": {"zh": "职工人数"},
        "unit": "person",
        "low": "0.5",
        "required": "true",
        "checks": [{"rule": "staff > 1", "message": {"zh": "太少"}}],
    }
    assert choice["options"] == [
        {"value": "materials", "label": {"zh": "新材料", "en": "Materials"}},
        {"value": "qi_ta", "label": {"zh": "其他"}},
    ]
    assert kept["states"] == [{"key": "tian_bao", "label": {"zh": "填报"}, "is_first": True}]
    gone = f"{at}remove/forms/0/sections/0/fields/0/"
    assert post(officer, gone, expected=next(revision), was="staff").status_code == 404
    assert post(officer, gone, expected=10, was="field").status_code == 302
    left = Definition.objects.get(code="fresh").draft["forms"][0]["sections"][0]["fields"]
    assert left == [number]


@pytest.mark.parametrize(
    "path",
    [
        "head/",
        "edit/forms/0/",
        "edit/forms/0/sections/1/",
        *(f"edit/states/{n}/" for n in range(6)),
        *(f"edit/steps/{n}/" for n in range(6)),
        *FIELDS,
    ],
)
def test_what_a_form_shows_it_writes_back_unchanged(procedure, draft, officer, path):
    """A part saved without a change is the part it was: no setting is lost on the way."""
    url = f"/cases/procedures/open_lab/{path}"
    form = officer.client.get(url, **ENGLISH).context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    was = form.part.get("key", "")
    assert post(officer, url, expected=1, was=was, **sent).status_code == 302
    procedure.refresh_from_db()
    assert procedure.draft == draft


def test_two_builders_lose_nothing(procedure, officer, team_lead, draft):
    url = "/cases/procedures/open_lab/edit/states/1/"
    building.save_draft(procedure.pk, draft, actor=team_lead.actor, expected=1)
    page = post(officer, url, expected=1, was="review", key="review", label_zh="我写的")
    assert page.status_code == 409
    text = page.content.decode()
    assert "吴强 has saved this procedure meanwhile" in text
    assert "我写的" in text
    assert 'name="expected" value="2"' in text


def test_a_rule_is_answered_while_it_is_typed(procedure, officer):
    def said(place, setting, text):
        url = f"/cases/procedures/open_lab/say/{place}/"
        values = {"setting": setting, "name": "rule", "rule": text}
        return post(officer, url, **values).content.decode()

    other = "forms/0/sections/0/fields/3"
    assert "Field is" in said(other, "visible", "field == 'other'")
    assert "nothing is named" in said(other, "visible", "open_hours > 3")
    assert "Hours in a year is above" in said(other, "check", "hours > 3")
    assert "Line 1, column 1: " in said("steps/3", "condition", "hours && 1")
    assert "works out a number" in said("forms/0/sections/1/fields/2", "formula", "hours * 2")
    column = "forms/0/sections/1/fields/3/columns/1"
    assert "nothing is named" in said(column, "visible", "hours > 1")
    assert officer.client.post("/cases/procedures/open_lab/say/forms/7/").status_code == 404


def test_taking_out_what_is_published_is_warned_of(at, officer):
    page = officer.client.get(at("remove/forms/0/sections/0/fields/0/"), **ENGLISH)
    assert "Published versions have it" in page.content.decode()


def test_a_second_person_publishes_by_the_page(procedure, officer, team_lead):
    url = "/cases/procedures/open_lab/"
    assert "publishes it" in officer.client.get(f"{url}versions/", **ENGLISH).content.decode()
    assert post(officer, f"{url}publish/", expected=1).status_code == 403
    assert post(team_lead, f"{url}publish/", expected=1, valid_from="never").status_code == 422
    done = post(team_lead, f"{url}publish/", expected=1, valid_from="")
    assert done.headers["Location"] == f"/cases/versions/{Version.objects.get().pk}/"


def test_every_flaw_of_a_wreck_is_shown(officer, procedure):
    wreck = {"label": {}, "forms": [{"key": "1", "sections": [{"fields": [{}]}]}]}
    wreck |= {"states": [{"key": "a"}], "steps": [{"sources": ["b"], "target": "c"}]}
    building.save_draft(procedure.pk, wreck, actor=officer.actor, expected=1)
    for path in ("", "flow/", "versions/", "try/", "edit/forms/0/sections/0/fields/0/"):
        page = officer.client.get(f"/cases/procedures/open_lab/{path}", **ENGLISH)
        assert page.status_code == 200
    assert officer.client.get("/cases/procedures/open_lab/file.yaml").status_code == 422


def test_the_list_asks_as_often_for_many(officer, draft):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert officer.client.get("/cases/procedures/").status_code == 200
        return len(seen)

    building.begin(draft, actor=officer.actor, code="p_0")
    few = queries()
    for number in range(1, 8):
        building.begin(draft, actor=officer.actor, code=f"p_{number}")
    assert queries() == few
