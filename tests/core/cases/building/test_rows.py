"""Rules of a draft in rows: what rows say is the text that the document keeps, and back."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.building import editing, ruling
from lianqiao.core.cases.models import Definition

AT = "/cases/procedures/open_lab"
FIELD, STEP = "forms/0/sections/1/fields/1", "steps/3"
LINE = "b0l0"
WRITTEN = [
    # setting, place, what is sent, the text that the document keeps
    (
        "condition",
        STEP,
        {f"{LINE}-fact": "open_hours", f"{LINE}-op": ">=", f"{LINE}-value": "200"},
        "open_hours >= 200",
    ),
    (
        "condition",
        STEP,
        {
            "b0-kind": "any",
            f"{LINE}-fact": "field",
            f"{LINE}-op": "in",
            f"{LINE}-values": ["materials", "biology"],
            "b0l1-fact": "instruments.price",
            "b0l1-op": ">=",
            "b0l1-value": "50",  # of 10,000 yuan
        },
        "field in ['materials', 'biology'] || instruments.price >= 500000",
    ),
    (
        "visible",
        FIELD,
        {f"{LINE}-fact": "field", f"{LINE}-op": "in", f"{LINE}-values": ["other"]},
        "field == 'other'",
    ),
    (
        "required",
        FIELD,
        {f"{LINE}-fact": "hours", f"{LINE}-op": "known"},
        "has(hours)",
    ),
    (
        "check1",
        FIELD,
        {f"{LINE}-fact": "open_hours", f"{LINE}-op": "<=", f"{LINE}-value": "8000"},
        "open_hours <= 8000",
    ),
]


def address(setting: str, place: str) -> str:
    return f"{AT}/rows/{setting}/{place}/" if place else f"{AT}/head/rows/{setting}/"


def send(browser, setting, place, row, **rows):
    was = editing.part(row.draft, place).get("key", "") if place else ""
    sent = {"expected": str(row.revision), "was": was, "b0-kind": "all", "do": "save"} | rows
    return browser.post(address(setting, place), sent, HTTP_ACCEPT_LANGUAGE="en")


@pytest.mark.parametrize(("setting", "place", "rows", "text"), WRITTEN)
def test_rows_are_kept_as_text_and_come_back_as_rows(
    procedure, officer, codes, setting, place, rows, text
):
    assert send(officer.client, setting, place, procedure, **rows).status_code == 302
    row = Definition.objects.get()
    assert ruling.rule_of(editing.part(row.draft, place), setting) == text
    page = officer.client.get(address(setting, place), HTTP_ACCEPT_LANGUAGE="en")
    shown = page.context["rows"].blocks
    assert shown[0].lines[0].fact.fact == rows[f"{LINE}-fact"]
    assert page.context["condition"] == text
    assert page.context["sentence"]


def test_what_is_begun_is_said_beside_its_row_and_not_kept(procedure, officer):
    rows = {f"{LINE}-fact": "open_hours", f"{LINE}-op": ">="}
    page = send(officer.client, "condition", STEP, procedure, **rows)
    assert page.status_code == 422
    assert "Say what it is compared with." in page.content.decode()
    assert Definition.objects.get().revision == 1
    sent = {"expected": "1", "was": "register", "b0-kind": "all", "do": "line:b0"}
    page = officer.client.post(address("condition", STEP), sent | rows)
    assert len(page.context["rows"].blocks[0].lines) == 2


def test_a_rule_that_rows_cannot_say_stays_text(procedure, officer):
    text = "open_hours * 2 + 1 > hours"
    rows = {"condition-text": text}
    assert send(officer.client, "condition", STEP, procedure, **rows).status_code == 302
    page = officer.client.get(address("condition", STEP))
    assert page.context["rows"].blocks is None
    assert page.context["form"].condition == text


def test_who_saved_meanwhile_is_named_and_nothing_is_lost(procedure, officer):
    rows = {f"{LINE}-fact": "open_hours", f"{LINE}-op": ">=", f"{LINE}-value": "7", "expected": "0"}
    page = send(officer.client, "condition", STEP, procedure, **rows)
    assert page.status_code == 409
    assert page.context["condition"] == "open_hours >= 7"


def test_the_form_of_a_part_leads_to_the_rows_of_its_rule(procedure, officer, codes):
    page = officer.client.get(f"{AT}/edit/{FIELD}/")
    for setting in ("visible", "required", "check0", "check1"):
        assert f'name="rows" value="{setting}"' in page.content.decode()
    part = editing.part(procedure.draft, FIELD)
    sent = {"expected": "1", "was": part["key"], "label_zh": "开放机时", "key": "open_hours"}
    answer = officer.client.post(f"{AT}/edit/{FIELD}/", sent | {"rows": "required"})
    assert answer.url == address("required", FIELD)
    assert editing.part(Definition.objects.get().draft, FIELD)["label"]["zh"] == "开放机时"


@pytest.mark.parametrize(
    ("setting", "place"), [("formula", FIELD), ("x", STEP), ("condition", "steps/99")]
)
def test_there_are_no_rows_of_other_settings(procedure, officer, setting, place):
    assert officer.client.get(address(setting, place)).status_code == 404


def test_a_stranger_gets_404(procedure, enterprise_owner, client):
    for browser in (enterprise_owner.client, client):
        assert browser.get(address("condition", STEP)).status_code == 404
