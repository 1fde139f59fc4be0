"""Parts are dragged to their place, and the last change is undone."""

from __future__ import annotations

import pytest
from django.test import Client

from lianqiao.core.cases.building import editing
from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.services import building
from tests.cast import person

AT = "/cases/procedures/open_lab"
FIELDS = "forms/0/sections/{}/fields"


def keys(draft, name: str) -> list[str]:
    return [one["key"] for one in editing.parts_of(draft, name)]


@pytest.mark.parametrize(
    ("place", "to", "order", "now"),
    [
        ("states/0", "states/2", ["review", "draft", "returned"], "states/1"),
        ("states/2", "states/0", ["returned", "draft", "review"], "states/0"),
        ("states/0", "states/0", ["draft", "review", "returned"], "states/0"),
        ("states/0", "states/1", ["draft", "review", "returned"], "states/0"),
        ("states/0", "states/99", ["review", "returned", "registered"], "states/5"),
    ],
)
def test_a_part_stands_before_the_one_it_is_dropped_on(draft, place, to, order, now):
    made, found = editing.placed(draft, place, to)
    assert keys(made, "states")[:3] == order
    assert found == now
    assert sorted(keys(made, "states")) == sorted(keys(draft, "states"))


def test_a_field_goes_into_another_section(draft):
    made, now = editing.placed(draft, FIELDS.format(0) + "/0", FIELDS.format(1) + "/1")
    assert now == FIELDS.format(1) + "/1"
    assert keys(made, FIELDS.format(0)) == ["address", "field", "other_field"]
    assert keys(made, FIELDS.format(1))[:3] == ["hours", "name", "open_hours"]


@pytest.mark.parametrize(
    ("place", "to"),
    [
        ("states/0", "steps/0"),
        ("states/0", "states/x"),
        ("states/0", ""),
        ("forms/0/sections/0", "forms/0/sections/0/fields/0"),
        ("states/99", "states/0"),
    ],
)
def test_a_part_goes_into_no_list_of_another_kind(procedure, officer, draft, place, to):
    with pytest.raises(editing.NoSuchPlaceError):
        editing.placed(draft, place, to)
    sent = {"expected": "1", "move": place, "to": to}
    assert officer.client.post(f"{AT}/change/", sent).status_code == 404
    assert Definition.objects.get().revision == 1


def dragged(browser):
    sent = {"expected": "1", "move": "states/0", "to": "states/2"}
    return browser.post(f"{AT}/change/", sent)


def test_what_was_dragged_is_undone_and_undone_again(procedure, officer):
    browser = officer.client
    assert dragged(browser).url == f"{AT}/flow/#states-1"
    after = Definition.objects.get().draft
    assert "Undo the last change" in page(browser)
    answer = browser.post(f"{AT}/undo/", {"page": "flow"})
    assert answer.url == f"{AT}/flow/"
    row = Definition.objects.get()
    assert (row.draft, row.revision) == (procedure.draft, 3)
    browser.post(f"{AT}/undo/")
    assert Definition.objects.get().draft == after


def page(browser) -> str:
    return browser.get(f"{AT}/flow/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_every_way_to_change_a_part_can_be_undone(procedure, officer, codes):
    browser = officer.client
    acts = [
        (f"{AT}/change/", {"add": "states", "label": "新状态"}),
        (f"{AT}/change/", {"down": "states/0"}),
        (f"{AT}/remove/steps/1/", {"was": "withdraw"}),
        (f"{AT}/edit/states/1/", {"was": "review", "label_zh": "改名", "key": "review"}),
        (
            f"{AT}/rows/condition/steps/3/",
            {"was": "register", "b0-kind": "all", "b0l0-fact": "hours", "b0l0-op": "known"}
            | {"do": "save"},
        ),
    ]
    for address, sent in acts:
        row = Definition.objects.get()
        browser.post(address, {"expected": str(row.revision)} | sent)
        assert Definition.objects.get().draft != row.draft, address
        assert browser.post(f"{AT}/undo/").status_code == 302
        assert Definition.objects.get().draft == row.draft, address


def test_nothing_is_undone_once_somebody_else_has_saved(procedure, officer, team_lead):
    browser = officer.client
    dragged(browser)
    row = Definition.objects.get()
    building.save_draft(row.pk, row.draft, actor=team_lead.actor, expected=2)
    assert "Undo the last change" not in page(browser)
    assert browser.post(f"{AT}/undo/").status_code == 409
    assert browser.post(f"{AT}/undo/").status_code == 409
    assert Definition.objects.get().revision == 3


def test_nobody_undoes_what_another_did_or_what_is_not_his(procedure, officer, team_lead, client):
    dragged(officer.client)
    assert team_lead.client.post(f"{AT}/undo/").status_code == 409
    assert person().client.post(f"{AT}/undo/").status_code == 404
    assert isinstance(client, Client)
    assert client.post(f"{AT}/undo/").status_code == 404
